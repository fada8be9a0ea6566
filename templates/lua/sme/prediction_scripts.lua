--- Finds and drops the prediction UDFs and the view of an endpoint. Users can write rows of the endpoint table, so only
-- the text of a script proves that sme may drop or replace it.
local errors = require('sme.errors')
local facts = require('sme.facts')
local prediction_names = require('sme.prediction_names')
local prediction_view = require('sme.prediction_view')
local python_string = require('sme.python_string')
local sql = require('sme.sql')
local text = require('sme.text')
local transactions = require('sme.transactions')

local M = {}

local max_endpoint_name = 63

--- The second column shows whether the script has the stamp of sme (templates/scripts/prediction_udf.sql). The third is
-- NULL for a UDF of this endpoint; for a UDF of another endpoint it is the text that begins with the name of that
-- endpoint.
local select_scripts = [[
SELECT SCRIPT_NAME,
CASE WHEN SCRIPT_TEXT LIKE '%%# exasol-sagemaker-extension %%: made for one endpoint, by the script that %%'
THEN 1 ELSE 0 END,
CASE WHEN INSTR(SCRIPT_TEXT, %s) > 0 AND INSTR(SCRIPT_TEXT, %s) > 0 THEN NULL
ELSE SUBSTR(SCRIPT_TEXT, INSTR(SCRIPT_TEXT, %s) + %d, %d) END
FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = %s AND SCRIPT_NAME IN (%s)]]

--- @param row of the endpoint table
-- @return list of { name, belongs_to_endpoint, other_endpoint = its name if the script is the UDF of another endpoint }
function M.find(database, row)
    -- The form in which the text of a UDF contains its settings.
    local beginning = python_string.escape('"endpoint":"')
    local names = {}
    for index, name in ipairs(prediction_names.list(row.PREDICTION_UDF)) do
        names[index] = sql.literal(name)
    end
    local rows = database.run(
        select_scripts:format(
            sql.literal(python_string.escape(('"endpoint":"%s"'):format(row.ENDPOINT_NAME))),
            sql.literal(python_string.escape(('"region":"%s"'):format(row.AWS_REGION))),
            sql.literal(beginning),
            #beginning,
            max_endpoint_name,
            sql.literal(row.PREDICTION_SCHEMA),
            table.concat(names, ', ')
        )
    )
    local scripts = {}
    for index = 1, #rows do
        local is_stamped, rest = tostring(rows[index][2]) ~= '0', rows[index][3]
        scripts[index] = {
            name = rows[index][1],
            belongs_to_endpoint = is_stamped and text.is_missing(rest),
            other_endpoint = is_stamped and not text.is_missing(rest) and rest:match('^[%w-]+') or nil,
        }
    end
    return scripts
end

--- The catalog does not list a script that the user cannot execute. A call shows whether it exists: the error about a
-- missing script is "function or script … not found", the error about a hidden one is about privileges.
-- @param scripts from M.find
-- @return a problem if the prediction UDF may exist but is not listed; nil if it is listed or does not exist
local function find_hidden(database, row, scripts)
    for _, script in ipairs(scripts) do
        if script.name == row.PREDICTION_UDF then
            return nil
        end
    end
    local qualified = sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF)
    local is_callable, message = database.try(('SELECT %s()'):format(qualified))
    if not is_callable and message:find('not found', 1, true) then
        return nil
    end
    return errors.format('E-SME-275', { name = qualified, reason = message or 'calling it succeeds' })
end

local function drop_error(row, message)
    local name = sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF)
    return errors.format('E-SME-168', { name = name, reason = message })
end

--- Drops the prediction UDFs and the view of an endpoint and commits. Other objects are kept.
-- @param row of the endpoint table
-- @return list of { name = as SQL text, result, is_view }; or nil and a list of problems
function M.drop(database, row)
    local results, statements = {}, {}
    local scripts, view = M.find(database, row), prediction_view.find(database, row)
    local hidden = find_hidden(database, row, scripts) or prediction_view.find_hidden(database, view)
    if hidden then
        return nil, { hidden }
    end
    if view then
        local statement, result = prediction_view.plan_drop(view)
        statements[1], results[1] = statement, { name = view.name, result = result, is_view = true }
    end
    for _, script in ipairs(scripts) do
        local qualified = sql.qualified(row.PREDICTION_SCHEMA, script.name)
        local result = facts.deletion_results.kept .. 'it is not a prediction UDF of this endpoint'
        if script.belongs_to_endpoint then
            result = facts.deletion_results.deleted
            statements[#statements + 1] = 'DROP SCRIPT IF EXISTS ' .. qualified
        end
        results[#results + 1] = { name = qualified, result = result }
    end
    if #statements > 0 then
        local dropped, message = transactions.commit_all(database, statements)
        if not dropped then
            return nil, { drop_error(row, message) }
        end
    end
    return results
end

--- Drops the view of an endpoint that is to have another view or none.
-- @param row the stored row
-- @param kept as prediction_view.plan returns it, or nil
function M.drop_other_view(database, row, kept)
    local view = prediction_view.find(database, row)
    local statement = view and not (kept and kept.name == view.name) and prediction_view.plan_drop(view)
    if statement then
        local dropped, message = transactions.commit(database, statement)
        if not dropped then
            errors.raise_all({ errors.format('E-SME-366', { name = view.name, reason = message }) })
        end
    end
end

return M
