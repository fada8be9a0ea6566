--- Creates an endpoint for a job, and its prediction UDF. If the command runs again, it continues where it stopped.
local aws_errors = require('sme.aws_errors')
local catalog = require('sme.catalog')
local endpoint_arguments = require('sme.endpoint_arguments')
local endpoint_conflicts = require('sme.endpoint_conflicts')
local endpoint_delete = require('sme.endpoint_delete')
local endpoint_expiry = require('sme.endpoint_expiry')
local endpoint_failures = require('sme.endpoint_failures')
local endpoint_row = require('sme.endpoint_row')
local endpoint_table = require('sme.endpoint_table')
local errors = require('sme.errors')
local internal_error = require('sme.internal_error')
local json_arguments = require('sme.json_arguments')
local key_columns = require('sme.key_columns')
local prediction_privileges = require('sme.prediction_privileges')
local prediction_query = require('sme.prediction_query')
local prediction_scripts = require('sme.prediction_scripts')
local prediction_udf = require('sme.prediction_udf')
local prediction_view = require('sme.prediction_view')
local security_options = require('sme.security_options')
local sql = require('sme.sql')
local trained_job = require('sme.trained_job')
local udf = require('sme.udf')

local M = {}

--- Looks up job, connection, schema, key columns and stored row in the database.
local function look_up(context, arguments, problems)
    local database, run = context.database, { arguments = arguments }
    local function collect(value, problem)
        problems[#problems + 1] = problem
        return value
    end
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
    elseif run.region and not arguments.aws_region then
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
    if arguments.endpoint_name then
        run.row = collect(endpoint_table.find(database, context.endpoint_table, arguments.endpoint_name))
        arguments.endpoint_name = run.row and run.row.ENDPOINT_NAME or arguments.endpoint_name
    end
    return run
end

--- Reads from AWS what the endpoint will consist of, and whether it exists.
-- @return a list of problems
local function plan(context, run)
    local arguments = run.arguments
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
    })
    if problem then
        return { problem }
    end
    run.plan, run.endpoint = response.plan, type(response.endpoint) == 'table' and response.endpoint or nil
    return aws_errors.list_problems(response, endpoint_failures.describe_access(run))
end

--- Checks everything that can be checked before anything is created. Raises all problems in one error.
local function check(context, json)
    local database = context.database
    local arguments, problems = endpoint_arguments.read(json)
    local run = look_up(context, arguments, problems)
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
        problems = endpoint_conflicts.find(context, run)
    end
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was created.')
    end
    return run
end

--- Sets when the endpoint expires. If the endpoint exists, its tags change first; until then the row keeps the old
-- expiry, so that row and tags agree.
local function choose_expiry(context, run)
    local desired, row = run.desired, run.row or {}
    local exists = run.endpoint ~= nil and run.endpoint.status ~= 'Deleting'
    local expiry = endpoint_expiry.choose(run.arguments.time_to_live_in_seconds, run.row, exists, context.now)
    run.expiry = { TIME_TO_LIVE_IN_SECONDS = expiry.seconds, EXPIRES_AT_UTC = expiry.at }
    run.moves_expiry = expiry.at ~= row.EXPIRES_AT_UTC and (run.row ~= nil or exists)
    local source = exists and run.row or run.expiry
    for _, column in ipairs({ 'TIME_TO_LIVE_IN_SECONDS', 'EXPIRES_AT_UTC' }) do
        desired[column] = source[column]
    end
end

--- Writes the row and creates the prediction UDF, both committed before the first change in AWS. If the session dies
-- later, the same command finds the row; so nothing that is billed exists without a row. A UDF that is up to date is
-- kept with its grants.
local function prepare(context, run)
    local database, old, new = context.database, run.row, run.desired
    local is_same = old ~= nil and endpoint_table.is_same(old, new)
    internal_error.note_side_effect(
        ("the row of '%s' in %s, its prediction UDF, and its objects in AWS"):format(
            new.ENDPOINT_NAME,
            context.endpoint_table
        ),
        'Run the same command again to continue, or delete the endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.'
    )
    if is_same and run.has_udfs and (not run.view or run.view.exists) then
        return
    end
    if old and (old.PREDICTION_SCHEMA ~= new.PREDICTION_SCHEMA or old.PREDICTION_UDF ~= new.PREDICTION_UDF) then
        prediction_scripts.drop(database, old)
    elseif old then
        prediction_scripts.drop_other_view(database, old, run.view)
    end
    if not is_same then
        local is_written, problem = endpoint_table.put(database, context.endpoint_table, new, old)
        if not is_written then
            error(problem, 0)
        end
    end
    local name, problems = prediction_udf.create(database, {
        schema = run.schema,
        name = new.PREDICTION_UDF,
        endpoint_name = new.ENDPOINT_NAME,
        aws_region = run.region,
        connection_name = run.connection,
        key_columns = run.keys,
        input_columns = run.job.inputs,
        target_type = run.job.target.type,
        problem_type = run.plan.problem_type,
        response_keys = type(run.plan.response_keys) == 'table' and run.plan.response_keys or nil,
        serverless = run.arguments.serverless ~= nil,
        parallel_requests = run.arguments.parallel_requests,
        on_error = run.arguments.on_error,
        max_errors = run.arguments.max_errors,
        view = run.view,
    })
    if not name then
        if not run.endpoint and not old then
            endpoint_table.delete(database, context.endpoint_table, new.ENDPOINT_NAME)
        end
        errors.raise_all(problems, 'No endpoint was created.')
    end
end

--- Creates model, configuration and endpoint in AWS, each only if it does not exist.
-- @return the status of the endpoint
local function start(context, run)
    local desired = run.desired
    local response, problem = udf.call(context.database, context.schema, context.names.start, {
        connection = run.connection,
        region = run.region,
        version = context.version,
        endpoint_name = desired.ENDPOINT_NAME,
        model_name = desired.MODEL_NAME,
        config_name = desired.ENDPOINT_CONFIG_NAME,
        model = run.plan.model,
        variant = run.plan.variant,
        security = run.arguments.security,
        tags = run.arguments.tags,
        expires_at = endpoint_expiry.to_tag(run.expiry.EXPIRES_AT_UTC),
        moves_expiry = run.moves_expiry and run.expiry.EXPIRES_AT_UTC ~= nil,
        wait_seconds = run.arguments.wait_seconds,
        only_if_there = run.arguments.only_if_there,
    })
    if not response then
        response = { outcome = 'unknown', problems = { problem } }
    end
    if response.outcome == 'there' then
        return response.status
    end
    local is_clean, problems = false, nil
    if response.outcome == 'refused' and #(response.left or {}) == 0 then
        is_clean, problems = endpoint_delete.drop_udf_and_row(context, desired)
    end
    error(endpoint_failures.failed_creation_error(run, response, is_clean, problems), 0)
end

--- Stores the status. If another session has deleted the endpoint meanwhile, its deletion may have missed objects that
-- this command was creating. They must not exist without a row, so the row is written again.
local function store_status(context, desired, status)
    local database, qualified = context.database, context.endpoint_table
    local is_stored, problem = endpoint_table.put_status(database, qualified, desired, status)
    if problem then
        error(problem, 0)
    elseif is_stored then
        return
    elseif status == 'Deleting' then
        errors.raise('E-SME-142.deleting', { endpoint = desired.ENDPOINT_NAME })
    end
    is_stored, problem = endpoint_table.put(database, qualified, desired)
    if is_stored then
        errors.raise('E-SME-142.restored', { endpoint = desired.ENDPOINT_NAME, status = status })
    end
    errors.raise('E-SME-142.not_restored', { endpoint = desired.ENDPOINT_NAME, status = status, reason = problem })
end

--- @param json the parameters
-- @param context as sme.script_context reads it, with version, null, names = { job_table, endpoint_table, plan, start,
-- remove }. Without prediction_schema, the UDF is created in open_schema. With has_given_names, the UDF has exactly the
-- name given for the endpoint.
-- @return one row: endpoint, status, prediction UDF, model, configuration, job, candidate, expiry, view, query
function M.run(json, context)
    context.job_table = sql.qualified(context.schema, context.names.job_table)
    context.endpoint_table = sql.qualified(context.schema, context.names.endpoint_table)
    local run = check(context, json)
    if run.superseded then
        endpoint_delete.remove(context, run.superseded)
        run.row = nil
    end
    choose_expiry(context, run)
    prepare(context, run)
    local status = start(context, run)
    local desired = run.desired
    for column, value in pairs(run.expiry) do
        desired[column] = value
    end
    store_status(context, desired, status)
    local udf_name = sql.qualified(desired.PREDICTION_SCHEMA, desired.PREDICTION_UDF)
    return {
        desired.ENDPOINT_NAME,
        status,
        udf_name,
        desired.MODEL_NAME,
        desired.ENDPOINT_CONFIG_NAME,
        desired.JOB_NAME,
        desired.CANDIDATE_NAME,
        desired.EXPIRES_AT_UTC or context.null,
        run.view and run.view.name or context.null,
        prediction_query.write_for_training_data(run.job.row, {
            schema = run.schema,
            name = desired.PREDICTION_UDF,
            keys = run.keys,
            inputs = run.job.inputs,
            groups = run.groups,
        }),
    }
end

return M
