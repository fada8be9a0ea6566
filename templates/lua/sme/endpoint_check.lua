--- Checks everything about an endpoint that can be checked before anything is created or changed.
local aws_errors = require('sme.aws_errors')
local catalog = require('sme.catalog')
local endpoint_conflicts = require('sme.endpoint_conflicts')
local endpoint_failures = require('sme.endpoint_failures')
local endpoint_function = require('sme.endpoint_function')
local endpoint_row = require('sme.endpoint_row')
local endpoint_superseded = require('sme.endpoint_superseded')
local endpoint_table = require('sme.endpoint_table')
local endpoint_version = require('sme.endpoint_version')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local key_columns = require('sme.key_columns')
local prediction_privileges = require('sme.prediction_privileges')
local prediction_query = require('sme.prediction_query')
local prediction_udf = require('sme.prediction_udf')
local prediction_view = require('sme.prediction_view')
local security_options = require('sme.security_options')
local trained_job = require('sme.trained_job')
local udf = require('sme.udf')

local M = {}

--- Finds the row of the endpoint and, for a model, the version to serve. Completes the arguments.
-- @param restored see M.run
local function choose_version(context, arguments, restored, collect)
    local run = { arguments = arguments, restored = restored }
    if arguments.endpoint_name then
        run.row = collect(endpoint_table.find(context.database, context.endpoint_table, arguments.endpoint_name))
        arguments.endpoint_name = run.row and run.row.ENDPOINT_NAME or arguments.endpoint_name
    end
    if not arguments.model_name then
        return run
    end
    if not restored and arguments.endpoint_name then
        run.version = collect(endpoint_version.resolve(context, arguments, run.row))
    end
    if run.version or restored then
        endpoint_version.inherit(arguments, restored or run.row)
        if not arguments.instance_type and not arguments.serverless then
            collect(nil, errors.format('E-SME-53.endpoint', { keys = 'instance_type or serverless' }))
        end
    end
    return run
end

--- Looks up job, connection, schema, key columns and stored row in the database.
local function look_up(context, arguments, problems, restored)
    local database = context.database
    local function collect(value, problem)
        problems[#problems + 1] = problem
        return value
    end
    local has_given_region = arguments.aws_region ~= nil
    local run = choose_version(context, arguments, restored, collect)
    if arguments.job_name then
        run.job = collect(trained_job.find(database, context.job_table, arguments.job_name))
    end
    local row = run.job and run.job.row or {}
    arguments.job_name = row.JOB_NAME or arguments.job_name
    local connection = arguments.aws_credentials_connection_name or row.AWS_CREDENTIALS_CONNECTION_NAME
    if connection then
        run.connection = collect(catalog.find_connection(database, connection))
    end
    run.region = arguments.aws_region or row.AWS_REGION
    if run.job and not run.region then
        collect(nil, errors.format('E-SME-53.region'))
    elseif run.region and not has_given_region then
        errors.append(problems, security_options.find_region_problems(arguments.security, run.region))
    end
    local schema = arguments.prediction_schema or context.open_schema
    run.schema = collect(catalog.find_schema(database, schema, 'prediction_schema'))
    if arguments.view_name then
        local name, expected = prediction_view.read_name(database, arguments.view_name)
        collect(nil, expected and json_arguments.invalid_argument_error('view_name', arguments.view_name, expected))
        arguments.view_name = name
    end
    local parallel_requests = arguments.parallel_requests or prediction_udf.default_parallel_requests
    run.groups = prediction_query.choose_groups(arguments.serverless, parallel_requests)
    if run.job then
        local keys, key_problems = key_columns.resolve(database, arguments.key_columns, run.job)
        run.keys = keys
        errors.append(problems, key_problems)
    end
    return run
end

--- Reads from AWS what the endpoint will consist of, and whether it exists.
-- @return a list of problems
local function plan(context, run)
    local arguments = run.arguments
    local is_update = arguments.model_name and run.row
    run.installed = is_update and endpoint_function.read_settings(context.database, run.row)
    local response, problem = udf.call(context.database, context.schema, context.names.plan, {
        connection = run.connection,
        region = run.region,
        job_name = arguments.job_name,
        candidate_name = arguments.candidate_name,
        endpoint_name = arguments.endpoint_name,
        role = run.job.row.IAM_SAGEMAKER_ROLE,
        problem_type = run.job.row.PROBLEM_TYPE,
        instance_type = arguments.instance_type,
        instance_count = arguments.instance_count,
        serverless = arguments.serverless,
        config_name = run.row and run.row.ENDPOINT_CONFIG_NAME,
        security = arguments.security,
        tags = arguments.tags,
        replaced_configs = is_update and endpoint_superseded.list_configs(run.row) or nil,
        response_keys = run.installed and run.installed.response_keys or nil,
    })
    if problem then
        return { problem }
    end
    run.plan, run.endpoint = response.plan, type(response.endpoint) == 'table' and response.endpoint or nil
    -- An update keeps the security options of the endpoint, which only AWS knows.
    run.security = type(response.security) == 'table' and response.security or arguments.security
    return aws_errors.list_problems(response, endpoint_failures.describe_access(run))
end

--- Checks everything that can be checked before anything is created. Raises all problems in one error.
-- @param arguments from sme.endpoint_arguments, with problems
-- @param restored the entry of sme.endpoint_superseded that the endpoint returns to after a failed update, or nil
-- @return what the command does: arguments, job, connection, region, schema, keys, groups, row, plan, endpoint,
-- security, desired, version, restored, and what sme.endpoint_conflicts sets
function M.run(context, arguments, problems, restored)
    local database = context.database
    local run = look_up(context, arguments, problems, restored)
    if #problems == 0 then
        problems = endpoint_table.check_privileges(database, context.endpoint_table)
    end
    if #problems == 0 then
        problems = prediction_udf.check_columns({
            key_columns = run.keys,
            input_columns = run.job.inputs,
            target_type = run.job.target.type,
        })
    end
    -- If the endpoint has a row, its prediction UDF already exists, possibly created by another user.
    if #problems == 0 and not run.row then
        problems = prediction_privileges.check(context, {
            schema = run.schema,
            name = endpoint_row.choose_udf_name(context, run),
            connection = run.connection,
        })
    end
    if #problems == 0 then
        problems = plan(context, run)
    end
    if #problems == 0 then
        run.desired = endpoint_row.make(context, run)
        endpoint_superseded.set(run.desired, run.row, restored)
        problems = endpoint_conflicts.find(context, run)
    end
    if #problems > 0 then
        errors.raise_all(
            problems,
            run.row and arguments.model_name and 'Nothing was changed.' or 'Nothing was created.'
        )
    end
    return run
end

return M
