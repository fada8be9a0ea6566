--- The view of an endpoint: SELECT * FROM the view predicts for the rows of its source. Its comment names the
-- endpoint. Users can write rows of the endpoint table, so only this comment proves that sme may replace or drop it.
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local facts = require('sme.facts')
local prediction_query = require('sme.prediction_query')
local prediction_settings = require('sme.prediction_settings')
local query_columns = require('sme.query_columns')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

-- The maximum length of a name in Exasol, in characters.
local max_name = 128

--- A name as SQL would read it: in upper case, unless it contains a capital or is in double quotes.
-- @return the name; or nil and what it must be
function M.read_name(database, given)
    local quoted = given:match('^"(.*)"$')
    local name = quoted and quoted:gsub('""', '"') or given
    if name == '' or name:find('.', 1, true) or (utf8.len(name) or #name) > max_name then
        return nil, ('must be a name of at most %d characters without a dot'):format(max_name)
    end
    return (quoted or name:find('%u')) and name or database.upper(name)
end

local function mark(row)
    return ("exasol-sagemaker-extension: predictions of the endpoint '%s' in %s"):format(
        row.ENDPOINT_NAME,
        row.AWS_REGION
    )
end

--- @param row of the endpoint table
-- @return { name as SQL text, exists, belongs_to_endpoint }; nil if the endpoint has no view
function M.find(database, row)
    local view = row.PREDICTION_SETTINGS and prediction_settings.view(row.PREDICTION_SETTINGS)
    if not view then
        return nil
    end
    local names = { sql.literal(row.PREDICTION_SCHEMA), sql.literal(view.name) }
    local statement = [[
SELECT VIEW_COMMENT FROM SYS.EXA_ALL_VIEWS WHERE VIEW_SCHEMA = %s AND VIEW_NAME = %s
UNION ALL SELECT NULL FROM SYS.EXA_ALL_TABLES WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s]]
    local rows = database.run(statement:format(names[1], names[2], names[1], names[2]))
    return {
        name = sql.qualified(row.PREDICTION_SCHEMA, view.name),
        exists = #rows > 0,
        belongs_to_endpoint = #rows > 0 and rows[1][1] == mark(row),
    }
end

--- The catalog does not list a view that the user cannot read. A query shows whether it exists.
-- @param found what M.find returned
-- @return a problem if the view may exist but is not listed; nil otherwise
function M.find_hidden(database, found)
    if not found or found.exists then
        return nil
    end
    local is_readable, message = database.try(('SELECT * FROM %s WHERE 1 = 0'):format(found.name))
    if not is_readable and message:find('not found', 1, true) then
        return nil
    end
    return errors.format('E-SME-361', { name = found.name, reason = message or 'it can be queried' })
end

--- @param found what M.find returned
-- @return the statement that drops the view, or nil; and the result for users
function M.plan_drop(found)
    if not found.exists then
        return nil, facts.deletion_results.missing
    elseif not found.belongs_to_endpoint then
        return nil, facts.deletion_results.kept .. 'it is not the view of this endpoint'
    end
    return 'DROP VIEW IF EXISTS ' .. found.name, facts.deletion_results.deleted
end

--- The rows that the view predicts for: those of the query, or else the input of the training.
-- @return { from = SQL after FROM, columns }; or nil and a problem
local function find_source(context, run, query)
    local database, job_row = context.database, run.job.row
    query = query or job_row.INPUT_QUERY
    if query then
        local normalized, problem = query_columns.normalize(query)
        if not normalized then
            return nil, problem
        end
        local columns, failure = query_columns.find(database, normalized, run.schema, context.session_id)
        return columns and { from = '(\n' .. normalized .. '\n)', columns = columns }, failure
    elseif not (job_row.INPUT_SCHEMA_NAME and job_row.INPUT_TABLE_OR_VIEW_NAME) then
        return nil, errors.format('E-SME-363', { job = job_row.JOB_NAME })
    end
    local found, problem = catalog.find_table(database, job_row.INPUT_SCHEMA_NAME, job_row.INPUT_TABLE_OR_VIEW_NAME)
    if not found then
        return nil, problem
    end
    return { from = sql.qualified(found.schema, found.name), columns = found.columns }
end

--- @return the type of each column by name; and a problem if the source lacks columns of the prediction
local function read_types(run, source, name)
    local types, missing = {}, {}
    for _, column in ipairs(source.columns) do
        types[column.name] = column.type
    end
    for _, list in ipairs({ run.keys, run.job.inputs }) do
        for _, column in ipairs(list) do
            if not types[column.name] then
                missing[#missing + 1] = column.name
            end
        end
    end
    if #missing > 0 then
        return types, errors.format('E-SME-364', { name = name, columns = text.list(missing) })
    end
    return types
end

--- Checks source and name of the view, and writes its statement.
-- @param run with desired (the row to write), job, keys, schema, arguments
-- @return { name as SQL text, statement, exists }; nil if no view is wanted; or nil and a problem
function M.plan(context, run)
    local found = M.find(context.database, run.desired)
    if not found then
        return nil
    elseif found.exists and not found.belongs_to_endpoint then
        return nil, errors.format('E-SME-362', { name = found.name })
    end
    local source, problem = find_source(context, run, run.arguments.view_query)
    if problem then
        return nil, problem
    end
    local types, lacking = read_types(run, source, found.name)
    if lacking then
        return nil, lacking
    end
    local query = prediction_query.write({
        schema = run.schema,
        name = run.desired.PREDICTION_UDF,
        keys = run.keys,
        inputs = run.job.inputs,
        source = source.from,
        source_types = types,
        groups = run.groups,
    })
    local verb = found.exists and 'CREATE OR REPLACE VIEW' or 'CREATE VIEW'
    return {
        name = found.name,
        exists = found.exists,
        statement = ('%s %s AS\n%s\nCOMMENT IS %s'):format(verb, found.name, query, sql.literal(mark(run.desired))),
    }
end

return M
