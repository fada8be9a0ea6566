--- Which scripts of a schema are the prediction UDFs of an endpoint, and their end. Rows of the endpoint table can be
-- written by users, so only a script's own text proves that it may be dropped or replaced.
local errors = require('sme.errors')
local prediction_udf = require('sme.prediction_udf')
local python_string = require('sme.python_string')
local sql = require('sme.sql')
local text = require('sme.text')
local transactions = require('sme.transactions')

local M = {}

local max_endpoint_name = 63

--- The second column: whether the script has our stamp (templates/scripts/prediction_udf.sql). The third: NULL in a UDF
-- of this endpoint; in one of another, its text from that endpoint's name on.
local select_scripts = [[
SELECT SCRIPT_NAME,
CASE WHEN SCRIPT_TEXT LIKE '%%# exasol-sagemaker-extension %%: made for one endpoint, by the script that %%'
THEN 1 ELSE 0 END,
CASE WHEN INSTR(SCRIPT_TEXT, %s) > 0 AND INSTR(SCRIPT_TEXT, %s) > 0 THEN NULL
ELSE SUBSTR(SCRIPT_TEXT, INSTR(SCRIPT_TEXT, %s) + %d, %d) END
FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = %s AND SCRIPT_NAME IN (%s, %s)]]

--- @param row of the endpoint table
-- @return list of { name, is_ours, other = the endpoint that it was made for, where that is another one }
function M.find(database, row)
    -- as the settings are written in the text of a UDF
    local beginning = python_string.escape('"endpoint":"')
    local rows = database.run(
        select_scripts:format(
            sql.literal(python_string.escape(('"endpoint":"%s"'):format(row.ENDPOINT_NAME))),
            sql.literal(python_string.escape(('"region":"%s"'):format(row.AWS_REGION))),
            sql.literal(beginning),
            #beginning,
            max_endpoint_name,
            sql.literal(row.PREDICTION_SCHEMA),
            sql.literal(row.PREDICTION_UDF),
            sql.literal(prediction_udf.statistics_name(row.PREDICTION_UDF))
        )
    )
    local scripts = {}
    for index = 1, #rows do
        local is_stamped, rest = tostring(rows[index][2]) ~= '0', rows[index][3]
        scripts[index] = {
            name = rows[index][1],
            is_ours = is_stamped and text.is_missing(rest),
            other = is_stamped and not text.is_missing(rest) and rest:match('^[%w-]+') or nil,
        }
    end
    return scripts
end

--- The catalog does not show a script that the user may not execute. A call tells whether it exists: the error of a
-- missing script is "function or script … not found", that of a hidden one is about privileges.
-- @param scripts as M.find lists them
-- @return a problem where the prediction UDF may exist without being listed; nil where it is listed, or is gone
local function find_hidden(database, row, scripts)
    for _, script in ipairs(scripts) do
        if script.name == row.PREDICTION_UDF then
            return nil
        end
    end
    local qualified = sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF)
    local callable, message = database.try(('SELECT %s()'):format(qualified))
    if not callable and message:find('not found', 1, true) then
        return nil
    end
    local said = ('The prediction UDF %s may still exist, but the catalog does not show it to you (%s).'):format(
        qualified,
        message or 'a call of it succeeds'
    )
    local fix = 'Its row in the endpoint table stays. Have the owner of the function or an administrator run the same '
        .. 'command again.'
    return errors.word('E-SME-275', said, fix)
end

--- Drops the prediction UDFs of an endpoint, and commits. Scripts that are not its UDFs stay.
-- @param row of the endpoint table
-- @return list of { name = as SQL text, result }; or nil and a list of problems
function M.drop(database, row)
    local results, statements = {}, {}
    local scripts = M.find(database, row)
    local hidden = find_hidden(database, row, scripts)
    if hidden then
        return nil, { hidden }
    end
    for index, script in ipairs(scripts) do
        local qualified = sql.qualified(row.PREDICTION_SCHEMA, script.name)
        local result = 'kept: it is not the prediction function of this endpoint'
        if script.is_ours then
            result = 'deleted'
            statements[#statements + 1] = 'DROP SCRIPT IF EXISTS ' .. qualified
        end
        results[index] = { name = qualified, result = result }
    end
    if #statements > 0 then
        local dropped, message = transactions.commit_all(database, statements)
        if not dropped then
            local said = ('The prediction UDF %s cannot be dropped: %s.'):format(
                sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF),
                message
            )
            return nil, { errors.word('E-SME-168', said, 'Its owner or an administrator can.') }
        end
    end
    return results
end

return M
