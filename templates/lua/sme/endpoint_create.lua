--- From a job to an endpoint and its prediction UDF. Run again, it goes on where an earlier run stopped.
local aws_errors = require('sme.aws_errors')
local catalog = require('sme.catalog')
local endpoint_expiry = require('sme.endpoint_expiry')
local endpoint_table = require('sme.endpoint_table')
local errors = require('sme.errors')
local key_columns = require('sme.key_columns')
local internal_error = require('sme.internal_error')
local prediction_privileges = require('sme.prediction_privileges')
local prediction_scripts = require('sme.prediction_scripts')
local prediction_udf = require('sme.prediction_udf')
local endpoint_arguments = require('sme.endpoint_arguments')
local endpoint_conflicts = require('sme.endpoint_conflicts')
local endpoint_failures = require('sme.endpoint_failures')
local endpoint_delete = require('sme.endpoint_delete')
local sql = require('sme.sql')
local trained_job = require('sme.trained_job')
local udf = require('sme.udf')
local endpoint_row = require('sme.endpoint_row')

local M = {}

--- What of the arguments the database knows: job, connection, schema, key columns.
local function look_up(setting, arguments, problems)
    local database, run = setting.database, { arguments = arguments }
    local function note(value, problem)
        problems[#problems + 1] = problem
        return value
    end
    if arguments.job_name then
        run.job = note(trained_job.find(database, setting.job_table, arguments.job_name))
    end
    local row = run.job and run.job.row or {}
    arguments.job_name = row.JOB_NAME or arguments.job_name
    local connection = arguments.aws_credentials_connection_name or row.AWS_CREDENTIALS_CONNECTION_NAME
    if connection then
        run.connection = note(catalog.find_connection(database, connection))
    end
    run.region = arguments.aws_region or row.AWS_REGION
    if run.job and not run.region then
        local said = 'Missing: aws_region.'
        note(nil, errors.word('E-SME-53', said, "The job's row does not tell it, for an earlier version wrote it."))
    end
    local schema = arguments.prediction_schema or setting.open_schema
    run.schema = note(catalog.find_schema(database, schema, 'prediction_schema'))
    if run.job then
        local keys, faults = key_columns.resolve(database, arguments.key_columns, run.job)
        run.keys = keys
        errors.append(problems, faults)
    end
    if arguments.endpoint_name then
        run.row = note(endpoint_table.find(database, setting.endpoint_table, arguments.endpoint_name))
        arguments.endpoint_name = run.row and run.row.ENDPOINT_NAME or arguments.endpoint_name
    end
    return run
end

--- Asks AWS what the endpoint will consist of, and what of it is there.
local function plan(setting, run)
    local arguments = run.arguments
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.plan, {
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
        tags = arguments.tags,
    })
    if problem then
        return { problem }
    end
    run.plan, run.endpoint = answer.plan, type(answer.endpoint) == 'table' and answer.endpoint or nil
    return aws_errors.list(answer, endpoint_failures.context(run))
end

--- All that can be known to be wrong before anything is created, in one error.
local function check(setting, json)
    local database = setting.database
    local arguments, problems = endpoint_arguments.read(json)
    local run = look_up(setting, arguments, problems)
    if #problems == 0 then
        problems = endpoint_table.check_rights(database, setting.endpoint_table)
    end
    if #problems == 0 then
        problems = prediction_udf.check_columns({
            key_columns = run.keys,
            input_columns = run.job.inputs,
            target_type = run.job.target.type,
        })
    end
    -- The function of an endpoint that has a row was created already, possibly by someone else.
    if #problems == 0 and not run.row then
        problems = prediction_privileges.check(setting, {
            schema = run.schema,
            name = endpoint_row.choose_function_name(setting, run),
            connection = run.connection,
        })
    end
    if #problems == 0 then
        problems = plan(setting, run)
    end
    if #problems == 0 then
        run.wanted = endpoint_row.make(setting, run)
        problems = endpoint_conflicts.find(setting, run)
    end
    if #problems > 0 then
        errors.raise(problems, 'Nothing was created.')
    end
    return run
end

--- When the endpoint is to expire. Where there is one already, its row is told only once its tags are: until then the
-- row has what the tags have.
local function choose_expiry(setting, run)
    local wanted, row = run.wanted, run.row or {}
    local is_there = run.endpoint ~= nil and run.endpoint.status ~= 'Deleting'
    local expiry = endpoint_expiry.choose(run.arguments.time_to_live_in_seconds, run.row, is_there, setting.now)
    run.expiry = { TIME_TO_LIVE_IN_SECONDS = expiry.seconds, EXPIRES_AT_UTC = expiry.at }
    run.moves_expiry = expiry.at ~= row.EXPIRES_AT_UTC and (run.row ~= nil or is_there)
    local source = is_there and run.row or run.expiry
    for _, column in ipairs({ 'TIME_TO_LIVE_IN_SECONDS', 'EXPIRES_AT_UTC' }) do
        wanted[column] = source[column]
    end
end

--- Row and prediction UDF, both committed before AWS is asked: a session that dies then leaves what the same command
-- finds again, and never something that bills and nobody knows of. A UDF that is as it should be stays, with the grants
-- on it.
local function prepare(setting, run)
    local database, old, new = setting.database, run.row, run.wanted
    local is_same = old ~= nil and endpoint_table.is_same(old, new)
    internal_error.note_side_effect(
        ("the row of '%s' in %s, its prediction UDF, and what AWS has of it"):format(
            new.ENDPOINT_NAME,
            setting.endpoint_table
        ),
        'Run the same command again, which goes on from there; or SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT removes it.'
    )
    if is_same and run.has_udf then
        return
    end
    if old and (old.PREDICTION_SCHEMA ~= new.PREDICTION_SCHEMA or old.PREDICTION_UDF ~= new.PREDICTION_UDF) then
        prediction_scripts.drop(database, old)
    end
    if not is_same then
        local done, problem = endpoint_table.put(database, setting.endpoint_table, new, old)
        if not done then
            errors.raise({ problem })
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
    })
    if not name then
        if not run.endpoint and not old then
            endpoint_table.delete(database, setting.endpoint_table, new.ENDPOINT_NAME)
        end
        errors.raise(problems, 'No endpoint was created.')
    end
end

local function start(setting, run)
    local wanted = run.wanted
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.start, {
        connection = run.connection,
        region = run.region,
        version = setting.version,
        endpoint_name = wanted.ENDPOINT_NAME,
        model_name = wanted.MODEL_NAME,
        config_name = wanted.ENDPOINT_CONFIG_NAME,
        model = run.plan.model,
        variant = run.plan.variant,
        tags = run.arguments.tags,
        expires_at = endpoint_expiry.to_tag(run.expiry.EXPIRES_AT_UTC),
        moves_expiry = run.moves_expiry and run.expiry.EXPIRES_AT_UTC ~= nil,
        wait_seconds = run.arguments.wait_seconds,
        only_if_there = run.arguments.only_if_there,
    })
    if not answer then
        answer = { outcome = 'unknown', problems = { problem } }
    end
    if answer.outcome == 'there' then
        return answer.status
    end
    local is_all_gone, faults = false, nil
    if answer.outcome == 'refused' and #(answer.left or {}) == 0 then
        is_all_gone, faults = endpoint_delete.drop_udf_and_row(setting, wanted)
    end
    error(endpoint_failures.word(run, answer, is_all_gone, faults), 0)
end

--- Where another session has deleted the endpoint while it was made, the deletion may not have seen it: what AWS has
-- is to have a row.
local function put_status(setting, wanted, status)
    local database, qualified = setting.database, setting.endpoint_table
    local done, problem = endpoint_table.put_status(database, qualified, wanted, status)
    if problem then
        errors.raise({ problem })
    elseif done then
        return
    end
    local said = ("Another session has deleted the endpoint '%s' while this one made it."):format(wanted.ENDPOINT_NAME)
    if status ~= 'Deleting' then
        done, problem = endpoint_table.put(database, qualified, wanted)
        said = said
            .. (" AWS has it all the same (status '%s')%s."):format(status, done and ', so its row is back' or '')
    end
    errors.raise({
        errors.word(
            'E-SME-142',
            said .. (problem and ' ' .. problem or ''),
            'SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT removes it; the same command again makes it anew.'
        ),
    })
end

--- @param json the parameters
-- @param setting as sme.script_context reads it, with version, null, names = { job_table, endpoint_table, plan, start,
-- remove }; the function is created in open_schema where the parameters name no schema; has_given_names: it has exactly
-- the name given for the endpoint
-- @return one row: endpoint, status, prediction UDF, model, configuration, job, candidate, expiry
function M.run(json, setting)
    setting.job_table = sql.qualified(setting.schema, setting.names.job_table)
    setting.endpoint_table = sql.qualified(setting.schema, setting.names.endpoint_table)
    local run = check(setting, json)
    if run.superseded then
        endpoint_delete.remove(setting, run.superseded)
        run.row = nil
    end
    choose_expiry(setting, run)
    prepare(setting, run)
    local status = start(setting, run)
    local wanted = run.wanted
    for column, value in pairs(run.expiry) do
        wanted[column] = value
    end
    put_status(setting, wanted, status)
    local udf_name = sql.qualified(wanted.PREDICTION_SCHEMA, wanted.PREDICTION_UDF)
    return {
        wanted.ENDPOINT_NAME,
        status,
        udf_name,
        wanted.MODEL_NAME,
        wanted.ENDPOINT_CONFIG_NAME,
        wanted.JOB_NAME,
        wanted.CANDIDATE_NAME,
        wanted.EXPIRES_AT_UTC or setting.null,
    }
end

return M
