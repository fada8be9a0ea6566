--- Creates an endpoint for a job, and its prediction UDF. If the command runs again, it continues where it stopped.
local endpoint_arguments = require('sme.endpoint_arguments')
local endpoint_check = require('sme.endpoint_check')
local endpoint_delete = require('sme.endpoint_delete')
local endpoint_expiry = require('sme.endpoint_expiry')
local endpoint_failures = require('sme.endpoint_failures')
local endpoint_superseded = require('sme.endpoint_superseded')
local endpoint_table = require('sme.endpoint_table')
local errors = require('sme.errors')
local internal_error = require('sme.internal_error')
local prediction_query = require('sme.prediction_query')
local prediction_scripts = require('sme.prediction_scripts')
local prediction_udf = require('sme.prediction_udf')
local sql = require('sme.sql')
local udf = require('sme.udf')

local M = {}

local serve

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

--- What the prediction UDFs consist of.
local function make_spec(run)
    return {
        schema = run.schema,
        name = run.desired.PREDICTION_UDF,
        endpoint_name = run.desired.ENDPOINT_NAME,
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
    }
end

local function put_row(context, run, first)
    local is_written, problem =
        endpoint_table.put(context.database, context.endpoint_table, run.desired, run.row, first)
    if not is_written then
        error(problem, 0)
    end
end

--- Replaces the prediction UDFs together with the row, so that the row always names the job whose columns they have.
local function put_row_and_udfs(context, run)
    local spec = make_spec(run)
    local statements, problems = prediction_udf.statements(spec)
    if not statements then
        errors.raise_all(problems, 'Nothing was changed.')
    end
    statements[#statements + 1] = run.view and run.view.statement
    put_row(context, run, {
        statements = statements,
        explain = function(failed, message)
            return prediction_udf.rejected_error(spec, failed, message)
        end,
    })
end

--- Writes the row and creates the prediction UDF, both committed before the first change in AWS. If the session dies
-- later, the same command finds the row; so nothing that is billed exists without a row. A UDF that is up to date is
-- kept with its grants.
local function prepare(context, run)
    local database, old, new = context.database, run.row, run.desired
    local is_same = old ~= nil and endpoint_table.is_same(old, new)
    local is_version = old ~= nil and run.arguments.model_name ~= nil
    internal_error.note_side_effect(
        ("the row of '%s' in %s, its prediction UDF, and its objects in AWS"):format(
            new.ENDPOINT_NAME,
            context.endpoint_table
        ),
        'Run the same command again to continue, or delete the endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.'
    )
    local has_functions = run.has_udfs and not run.replaces_function and (not run.view or run.view.exists)
    if has_functions and (is_same or is_version) then
        if not is_same then
            put_row(context, run)
        end
        return
    end
    if old and (old.PREDICTION_SCHEMA ~= new.PREDICTION_SCHEMA or old.PREDICTION_UDF ~= new.PREDICTION_UDF) then
        prediction_scripts.drop(database, old)
    elseif old then
        prediction_scripts.drop_other_view(database, old, run.view)
    end
    if is_version then
        put_row_and_udfs(context, run)
        return
    elseif not is_same then
        put_row(context, run)
    end
    local name, problems = prediction_udf.create(database, make_spec(run))
    if not name then
        if not run.endpoint and not old then
            endpoint_table.delete(database, context.endpoint_table, new.ENDPOINT_NAME)
        end
        errors.raise_all(problems, 'No endpoint was created.')
    end
end

--- Objects that an update replaced and that no other row uses.
local function list_replaced(context, run)
    local replaced, kept_names = endpoint_superseded.list_objects(run.desired), {}
    for _, object in ipairs(replaced or {}) do
        local names, problem = endpoint_table.list_shared(context.database, context.endpoint_table, {
            ENDPOINT_NAME = run.desired.ENDPOINT_NAME,
            AWS_REGION = run.desired.AWS_REGION,
            MODEL_NAME = object.model_name,
            ENDPOINT_CONFIG_NAME = object.config_name,
        })
        if not names then
            error(problem, 0)
        end
        errors.append(kept_names, names)
    end
    return replaced, #kept_names > 0 and kept_names or nil
end

--- Creates model, configuration and endpoint in AWS, each only if it does not exist, or updates the endpoint. When AWS
-- serves the desired model, what it replaced is deleted.
-- @return the response of the UDF
local function call_start(context, run)
    local desired, arguments = run.desired, run.arguments
    local replaced, kept_names = list_replaced(context, run)
    local response, problem = udf.call(context.database, context.schema, context.names.start, {
        connection = run.connection,
        region = run.region,
        version = context.version,
        endpoint_name = desired.ENDPOINT_NAME,
        model_name = desired.MODEL_NAME,
        config_name = desired.ENDPOINT_CONFIG_NAME,
        model = run.plan.model,
        variant = run.plan.variant,
        security = run.security,
        tags = arguments.tags,
        expires_at = endpoint_expiry.to_tag(run.expiry.EXPIRES_AT_UTC),
        moves_expiry = run.moves_expiry and run.expiry.EXPIRES_AT_UTC ~= nil,
        wait_seconds = arguments.wait_seconds,
        only_if_there = arguments.only_if_there,
        updates = arguments.model_name ~= nil,
        was_requested = run.was_requested,
        replaced = replaced,
        kept_names = kept_names,
    })
    return response or { outcome = 'unknown', problems = { problem } }
end

--- Sets row and prediction UDF back to what the endpoint still serves, and deletes the objects of the failed update.
-- @param entry of sme.endpoint_superseded
-- @return why that failed, or nil
local function restore(context, run, entry)
    local arguments = {
        model_name = run.arguments.model_name,
        job_name = entry.JOB_NAME,
        candidate_name = entry.CANDIDATE_NAME,
        endpoint_name = run.desired.ENDPOINT_NAME,
        aws_region = run.region,
        replace_function = true,
        only_if_there = true,
        wait_seconds = 0,
        key_columns = {},
        is_given = {},
    }
    local is_restored, problem = pcall(serve, context, arguments, {}, entry)
    return not is_restored and tostring(problem) or nil
end

--- @return the response if AWS has the endpoint; raises an error otherwise
local function start(context, run)
    local desired = run.desired
    local response = call_start(context, run)
    if response.outcome == 'there' then
        return response
    elseif response.outcome == 'kept' then
        local entry = not run.restored and endpoint_superseded.find(desired, response.config_name)
        if entry then
            local problem = restore(context, run, entry)
            error(endpoint_failures.failed_update_error(run, response, entry.JOB_NAME, problem), 0)
        end
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

--- Creates or updates the endpoint.
-- @param restored see endpoint_check.run
-- @return what endpoint_check.run returns, with status and remark
function serve(context, arguments, problems, restored)
    local run = endpoint_check.run(context, arguments, problems, restored)
    if run.abandoned then
        endpoint_delete.remove(context, run.abandoned)
        run.row, run.desired.SUPERSEDED, run.desired.PREVIOUS_JOB_NAME = nil, nil, nil
    end
    local desired = run.desired
    run.was_requested = run.row ~= nil and run.row.ENDPOINT_CONFIG_NAME == desired.ENDPOINT_CONFIG_NAME
    choose_expiry(context, run)
    prepare(context, run)
    local response = start(context, run)
    for column, value in pairs(run.expiry) do
        desired[column] = value
    end
    run.status, run.remark = response.status, run.version and run.version.remark
    if response.left and #response.left == 0 then
        desired.SUPERSEDED = nil
    elseif #(response.left or {}) > 0 then
        local left = 'AWS still has %s. The same command tries again to delete this.'
        run.remark = (run.remark and run.remark .. ' ' or '') .. left:format(table.concat(response.left, ', '))
    end
    store_status(context, desired, run.status)
    return run
end

--- @param json the parameters
-- @param context as sme.script_context reads it, with version, null, names = { job_table, endpoint_table, plan, start,
-- remove }. Without prediction_schema, the UDF is created in open_schema. With has_given_names, the UDF has exactly the
-- name given for the endpoint.
-- @return one row: endpoint, status, prediction UDF, model, configuration, job, candidate, expiry, view, query
function M.run(json, context)
    context.job_table = sql.qualified(context.schema, context.names.job_table)
    context.endpoint_table = sql.qualified(context.schema, context.names.endpoint_table)
    local run = serve(context, endpoint_arguments.read(json))
    local desired = run.desired
    local udf_name = sql.qualified(desired.PREDICTION_SCHEMA, desired.PREDICTION_UDF)
    return {
        desired.ENDPOINT_NAME,
        run.status,
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
        run.version and run.version.version or context.null,
        run.remark or context.null,
    }
end

return M
