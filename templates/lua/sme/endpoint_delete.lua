--- Takes an endpoint away: endpoint, configuration and model in AWS, the prediction UDF, and last its row.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local aws_permissions = require('sme.aws_permissions')
local catalog = require('sme.catalog')
local endpoint_table = require('sme.endpoint_table')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local prediction_scripts = require('sme.prediction_scripts')
local python_extension = require('sme.python_extension')
local sql = require('sme.sql')
local text = require('sme.text')
local udf = require('sme.udf')

local M = {}

local function raise_incomplete(row, objects, problems)
    local done = {}
    for _, object in ipairs(objects) do
        done[#done + 1] = ("%s '%s' (%s)"):format(object.object, object.name, object.result)
    end
    local said = ("Not all of the endpoint '%s' is removed. So far: %s. %s"):format(
        row.ENDPOINT_NAME,
        #done > 0 and table.concat(done, ', ') or 'nothing',
        table.concat(problems, ' ')
    )
    error(errors.word('E-SME-148', said, 'Run the same command again when the cause is mended: it goes on.'), 0)
end

--- Drops the prediction UDF and the row, which goes last: as long as it is there, the same command finds all again.
-- @return what prediction_scripts.drop returns; or nil and a list of problems
function M.drop_udf_and_row(setting, row)
    local database = setting.database
    local scripts, problems = prediction_scripts.drop(database, row)
    if not scripts then
        return nil, problems
    end
    local done, problem = endpoint_table.delete(database, setting.endpoint_table, row.ENDPOINT_NAME)
    if not done then
        return nil, { problem }
    end
    return scripts
end

--- The prediction UDF's line of the result; one for each script that is not ours.
local function add_scripts(objects, row, scripts)
    local qualified = sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF)
    local own = { object = 'prediction UDF', name = qualified, result = 'was not there' }
    objects[#objects + 1] = own
    for _, script in ipairs(scripts) do
        if script.name == qualified then
            own.result = script.result
        elseif script.result ~= 'deleted' then
            objects[#objects + 1] = { object = 'script', name = script.name, result = script.result }
        end
    end
end

--- @param row of the table; or only ENDPOINT_NAME, AWS_REGION and AWS_CREDENTIALS_CONNECTION_NAME where there is none,
-- and the python_extension_connection of an endpoint of the Python extension
-- @return list of { object, name, result }
function M.remove(setting, row)
    local context = { connection = row.AWS_CREDENTIALS_CONNECTION_NAME, region = row.AWS_REGION }
    local kept_names, unusable
    if row.ENDPOINT_CONFIG_NAME then
        kept_names, unusable = endpoint_table.list_shared(setting.database, setting.endpoint_table, row)
        if unusable then
            errors.raise({ unusable })
        end
    end
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.remove, {
        connection = context.connection,
        region = context.region,
        endpoint_name = row.ENDPOINT_NAME,
        config_name = row.ENDPOINT_CONFIG_NAME,
        model_name = row.MODEL_NAME,
        kept_names = kept_names and #kept_names > 0 and kept_names or nil,
        from_python_extension = row.python_extension_connection ~= nil,
    })
    context.permissions = aws_permissions.ENDPOINT_DELETION
    local problems = problem and { problem } or aws_errors.list(answer, context)
    local objects = answer and answer.objects or {}
    if answer and answer.refused then
        errors.raise(problems)
    elseif #problems > 0 then
        raise_incomplete(row, objects, problems)
    end
    if row.PREDICTION_UDF then
        local scripts, faults = M.drop_udf_and_row(setting, row)
        if not scripts then
            raise_incomplete(row, objects, faults)
        end
        add_scripts(objects, row, scripts)
    elseif row.python_extension_connection then
        python_extension.drop(setting.database, row.ENDPOINT_NAME, row.python_extension_connection, objects)
    end
    return objects
end

-- Without a row, connection and Region there is nothing to look at. That is no error, so deleting twice is none either.
local nothing_left = 'nothing left: the endpoint table does not have it; give connection and Region to look in AWS'

--- @return what M.remove takes; or nil and the name where nothing is known of the endpoint
local function check(setting, arguments)
    local database, problems = setting.database, {}
    local given = {}
    for key, value in pairs(arguments) do
        given[key] = not text.is_missing(value) and tostring(value) or nil
    end
    if not given.endpoint_name then
        errors.raise({ errors.word('E-SME-53', 'Missing: endpoint_name.', 'Say which endpoint is to be deleted.') })
    end
    local name = aws_names.to_endpoint_name(given.endpoint_name)
    local fault = aws_names.endpoint_name(name)
    if fault then
        problems[#problems + 1] = json_arguments.word_wrong('endpoint_name', given.endpoint_name, fault)
    end
    local row, unusable = endpoint_table.find(database, setting.endpoint_table, name)
    problems[#problems + 1] = unusable
    local known = row or {}
    local region = given.aws_region or known.AWS_REGION
    local connection = given.aws_credentials_connection_name or known.AWS_CREDENTIALS_CONNECTION_NAME
    if region then
        local expected = aws_names.region(region)
        if expected then
            problems[#problems + 1] = json_arguments.word_wrong('aws_region', region, expected)
        end
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
        local said = 'Missing: aws_credentials_connection_name, aws_region.'
        problems = { errors.word('E-SME-53', said, 'The endpoint table does not have this endpoint: give both.') }
    end
    if #problems == 0 and row then
        problems = endpoint_table.check_rights(database, setting.endpoint_table)
    end
    if #problems > 0 then
        errors.raise(problems, 'Nothing was deleted.')
    end
    -- The same name in another region is another endpoint.
    local own = row and row.AWS_REGION == region and row or { ENDPOINT_NAME = name }
    own.AWS_REGION, own.AWS_CREDENTIALS_CONNECTION_NAME = region, connection
    own.python_extension_connection = python_connection
    return own
end

--- @param arguments { endpoint_name, aws_credentials_connection_name, aws_region }; the last two may be missing where
-- the table knows the endpoint
-- @param setting { database, schema, names = { endpoint_table, remove } }
-- @return rows of object, name, result
function M.run(arguments, setting)
    setting.endpoint_table = sql.qualified(setting.schema, setting.names.endpoint_table)
    local row, unknown = check(setting, arguments)
    if not row then
        return { { 'endpoint', unknown, nothing_left } }
    end
    local rows = {}
    for index, object in ipairs(M.remove(setting, row)) do
        rows[index] = { object.object, object.name, object.result }
    end
    return rows
end

return M
