--- Deletes an endpoint: endpoint, configuration and model in AWS, then the prediction UDF, and last its row.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local aws_permissions = require('sme.aws_permissions')
local catalog = require('sme.catalog')
local endpoint_superseded = require('sme.endpoint_superseded')
local endpoint_table = require('sme.endpoint_table')
local errors = require('sme.errors')
local facts = require('sme.facts')
local json_arguments = require('sme.json_arguments')
local prediction_scripts = require('sme.prediction_scripts')
local python_extension = require('sme.python_extension')
local sql = require('sme.sql')
local text = require('sme.text')
local udf = require('sme.udf')

local M = {}

local function raise_incomplete(row, objects, problems)
    local results = {}
    for index, object in ipairs(objects) do
        results[index] = ("%s '%s' (%s)"):format(object.object, object.name, object.result)
    end
    errors.raise('E-SME-148', {
        endpoint = row.ENDPOINT_NAME,
        results = #results > 0 and table.concat(results, ', ') or 'nothing',
        reason = table.concat(problems, ' '),
    })
end

--- Drops the prediction UDF, then the row. As long as the row exists, the same command can be repeated.
-- @return what prediction_scripts.drop returns; or nil and a list of problems
function M.drop_udf_and_row(context, row)
    local database = context.database
    local scripts, problems = prediction_scripts.drop(database, row)
    if not scripts then
        return nil, problems
    end
    local is_deleted, problem = endpoint_table.delete(database, context.endpoint_table, row.ENDPOINT_NAME)
    if not is_deleted then
        return nil, { problem }
    end
    return scripts
end

--- Adds a result for the prediction UDF, for the view, and for each script with the name of a UDF that was kept.
local function add_scripts(objects, row, scripts)
    local qualified = sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF)
    local own = { object = 'prediction UDF', name = qualified, result = facts.deletion_results.missing }
    objects[#objects + 1] = own
    for _, script in ipairs(scripts) do
        if script.is_view then
            objects[#objects + 1] = { object = 'prediction view', name = script.name, result = script.result }
        elseif script.name == qualified then
            own.result = script.result
        elseif script.result ~= facts.deletion_results.deleted then
            objects[#objects + 1] = { object = 'script', name = script.name, result = script.result }
        end
    end
end

--- @param row of the table. An endpoint without a row has only ENDPOINT_NAME, AWS_REGION and
-- AWS_CREDENTIALS_CONNECTION_NAME, and an endpoint of the Python extension also python_extension_connection.
-- @return list of { object, name, result }
function M.remove(context, row)
    local access = { connection = row.AWS_CREDENTIALS_CONNECTION_NAME, region = row.AWS_REGION }
    local kept_names, unreadable
    if row.ENDPOINT_CONFIG_NAME then
        kept_names, unreadable = endpoint_table.list_shared(context.database, context.endpoint_table, row)
        if unreadable then
            error(unreadable, 0)
        end
    end
    local response, problem = udf.call(context.database, context.schema, context.names.remove, {
        connection = access.connection,
        region = access.region,
        endpoint_name = row.ENDPOINT_NAME,
        config_name = row.ENDPOINT_CONFIG_NAME,
        model_name = row.MODEL_NAME,
        replaced = endpoint_superseded.list_objects(row),
        kept_names = kept_names and #kept_names > 0 and kept_names or nil,
        from_python_extension = row.python_extension_connection ~= nil,
    })
    access.permissions = aws_permissions.SERVE
    local problems = problem and { problem } or aws_errors.list_problems(response, access)
    local objects = response and response.objects or {}
    if response and response.refused then
        errors.raise_all(problems, 'Nothing was deleted.')
    elseif #problems > 0 then
        raise_incomplete(row, objects, problems)
    end
    if row.PREDICTION_UDF then
        local scripts, script_problems = M.drop_udf_and_row(context, row)
        if not scripts then
            raise_incomplete(row, objects, script_problems)
        end
        add_scripts(objects, row, scripts)
    elseif row.python_extension_connection then
        python_extension.drop(context.database, row.ENDPOINT_NAME, row.python_extension_connection, objects)
    end
    return objects
end

-- The result if there is no row and the arguments do not contain connection and Region. Not an error, so that an
-- endpoint can be deleted twice.
local not_in_table = 'not in the endpoint table; pass a connection and a Region to look it up in AWS'

--- @return the row for M.remove; or nil and the name if the endpoint cannot be looked up
local function check(context, arguments)
    local database, problems = context.database, {}
    local given = {}
    for key, value in pairs(arguments) do
        given[key] = not text.is_missing(value) and tostring(value) or nil
    end
    if not given.endpoint_name then
        errors.raise('E-SME-53.argument', { keys = 'endpoint_name' })
    end
    local name = aws_names.to_endpoint_name(given.endpoint_name)
    local function add(key, value, expected)
        if expected then
            problems[#problems + 1] = json_arguments.invalid_argument_error(key, value, expected)
        end
    end
    add('endpoint_name', given.endpoint_name, aws_names.endpoint_name(name))
    local row, unreadable = endpoint_table.find(database, context.endpoint_table, name)
    problems[#problems + 1] = unreadable
    local known = row or {}
    local region = given.aws_region or known.AWS_REGION
    local connection = given.aws_credentials_connection_name or known.AWS_CREDENTIALS_CONNECTION_NAME
    if region then
        add('aws_region', region, aws_names.region(region))
    end
    if connection then
        local found, problem = catalog.find_connection(database, connection)
        connection, problems[#problems + 1] = found, problem
    end
    local python_connection = not row and python_extension.find_connection(database, name) or nil
    if #problems == 0 and not (region and connection) then
        if not (region or connection or python_connection) then
            return nil, name
        end
        problems = { errors.format('E-SME-53.unknown_endpoint') }
    end
    if #problems == 0 and row then
        problems = endpoint_table.check_privileges(database, context.endpoint_table)
    end
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was deleted.')
    end
    -- An endpoint of the same name in another Region is a different endpoint.
    local own = row and row.AWS_REGION == region and row or { ENDPOINT_NAME = name }
    own.AWS_REGION, own.AWS_CREDENTIALS_CONNECTION_NAME = region, connection
    own.python_extension_connection = python_connection
    return own
end

--- @param arguments { endpoint_name, aws_credentials_connection_name, aws_region }; the last two may be missing if
-- the table contains the endpoint
-- @param context { database, schema, names = { endpoint_table, remove } }
-- @return rows of object, name and result
function M.run(arguments, context)
    context.endpoint_table = sql.qualified(context.schema, context.names.endpoint_table)
    local row, name = check(context, arguments)
    if not row then
        return { { 'endpoint', name, not_in_table } }
    end
    local rows = {}
    for index, object in ipairs(M.remove(context, row)) do
        rows[index] = { object.object, object.name, object.result }
    end
    return rows
end

return M
