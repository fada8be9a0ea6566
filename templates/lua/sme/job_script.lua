--- The common part of the scripts about one job: they check their three arguments, call a UDF and return its response.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local aws_permissions = require('sme.aws_permissions')
local catalog = require('sme.catalog')
local database = require('sme.database')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local required_arguments = require('sme.required_arguments')
local udf = require('sme.udf')
local unfinished_runs = require('sme.unfinished_runs')

local M = {}

--- @return the connection's name as stored
local function check(session, arguments)
    local problems = {}
    required_arguments.read(arguments, { 'job_name', 'aws_credentials_connection_name', 'aws_region' })
    local function add(key, expected)
        if expected then
            problems[#problems + 1] = json_arguments.invalid_argument_error(key, arguments[key], expected)
        end
    end
    add('job_name', aws_names.job_name(arguments.job_name, aws_names.max_job_name))
    add('aws_region', aws_names.region(arguments.aws_region))
    local connection, problem = catalog.find_connection(session, arguments.aws_credentials_connection_name)
    problems[#problems + 1] = problem
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was requested from AWS.')
    end
    return connection
end

--- @param meta exa.meta
-- @param pquery Exasol's global function of that name
-- @param names { udf, job_table, … }
-- @return the UDF's response about an existing job, and { database, schema, session_id, now, job_table, names,
-- job_name, access = { connection, region } }
function M.run(meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
    local context = {
        database = database.new(pquery),
        schema = tostring(meta.script_schema),
        session_id = tostring(meta.session_id),
        now = os.time(),
        job_table = names.job_table,
        names = names,
    }
    local arguments = {
        job_name = job_name,
        aws_credentials_connection_name = aws_credentials_connection_name,
        aws_region = aws_region,
    }
    local connection = check(context.database, arguments)
    context.job_name = arguments.job_name
    context.access = { connection = connection, region = arguments.aws_region }
    local response, problem = udf.call(context.database, context.schema, names.udf, {
        connection = connection,
        region = arguments.aws_region,
        job_name = arguments.job_name,
    })
    local problems = problem and { problem }
        or aws_errors.list_problems(response, {
            connection = connection,
            region = arguments.aws_region,
            permissions = aws_permissions.FOLLOW,
        })
    if #problems > 0 then
        errors.raise_all(problems, 'The job was not changed.')
    elseif response.missing then
        local values = { job = arguments.job_name, region = arguments.aws_region }
        error(unfinished_runs.missing_job_error(context, arguments.job_name) or errors.format('E-SME-85', values), 0)
    end
    return response, context
end

return M
