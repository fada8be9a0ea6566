--- Prepares a training: runs all checks, looks for an earlier run of the same command, and reserves the job name.
local aws_errors = require('sme.aws_errors')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local job_reservation = require('sme.job_reservation')
local job_table = require('sme.job_table')
local request_digest = require('sme.request_digest')
local run_reservation = require('sme.run_reservation')
local training_arguments = require('sme.training_arguments')
local training_input = require('sme.training_input')
local training_row = require('sme.training_row')
local udf = require('sme.udf')

local M = {}

local S3_PREFIX_IN_USE = 'E-SME-100'
local AUTOML_JOB_EXISTS = 'E-SME-101'
local JOB_ROW_EXISTS = 'E-SME-73'
local JOB_NAME_IN_USE = 'E-SME-260'

local name_conflict_codes = {
    [S3_PREFIX_IN_USE] = true,
    [AUTOML_JOB_EXISTS] = true,
    [JOB_ROW_EXISTS] = true,
    [JOB_NAME_IN_USE] = true,
}
local max_name_attempts = 5

--- The request about a job for the UDFs. Before all checks have passed, parts of it may be missing.
function M.make_request(context, arguments, input, connection)
    local location = arguments.location or {}
    return {
        connection = connection,
        region = arguments.aws_region,
        version = context.version,
        job_name = arguments.job_name,
        role = arguments.iam_sagemaker_role,
        train_uri = location.train_uri,
        result_uri = location.result_uri,
        target = input and input.target.name,
        problem_type = arguments.problem_type,
        metric = arguments.metric,
        mode = arguments.mode,
        max_runtime_for_automl_job_in_seconds = arguments.max_runtime_for_automl_job_in_seconds,
        max_candidates = arguments.max_candidates,
        max_runtime_per_training_job_in_seconds = arguments.max_runtime_per_training_job_in_seconds,
        sample_weight_column = input and input.weight and input.weight.name,
        validation_fraction = arguments.validation_fraction,
        security = arguments.security,
        tags = arguments.tags,
    }
end

--- Checks everything that can be checked before the export.
-- @param arguments, problems from sme.training_arguments
-- @return input, name of the connection, the list of all problems, and the form of the credentials ('plain' or 'json')
local function find_problems(context, arguments, problems)
    local database = context.database
    local where = { schema = context.open_schema, session_id = context.session_id }
    local input, input_problems = training_input.examine(database, arguments, where)
    errors.append(problems, input_problems)

    local connection
    if arguments.aws_credentials_connection_name then
        local problem
        connection, problem = catalog.find_connection(database, arguments.aws_credentials_connection_name)
        problems[#problems + 1] = problem
    end
    local location, credentials_form = arguments.location or {}, nil
    if connection then
        local request = M.make_request(context, arguments, input, connection)
        request.bucket, request.prefix = location.bucket, location.train_prefix
        local response, problem = udf.call(database, context.schema, context.names.check, request)
        problems[#problems + 1] = problem
        if response then
            credentials_form = response.credentials_form
            errors.append(
                problems,
                aws_errors.list_problems(response, { connection = connection, region = tostring(arguments.aws_region) })
            )
        end
    end
    return input, connection, problems, credentials_form
end

--- Whether another attempt with the time of the next second can succeed: the name comes from a model name and the time,
-- and nothing but the name is in conflict.
local function has_only_name_conflicts(arguments, problems)
    for _, problem in ipairs(problems) do
        if not name_conflict_codes[problem:match('^[%u-]+%d+')] then
            return false
        end
    end
    return #problems > 0 and arguments.model_name ~= nil
end

--- Checks in AWS whether a run that ended while starting its job has created the job.
-- @return 'created', 'missing' or 'refused' (another job has the name); or nil and a problem if the call failed
local function find_job(context, earlier)
    local response, problem = udf.call(context.database, context.schema, context.names.start, {
        connection = earlier.connection,
        region = earlier.region,
        job_name = earlier.job_name,
        train_uri = earlier.train_uri,
        only_look = 1,
    })
    if problem then
        return nil, problem
    end
    local access = { connection = earlier.connection, region = earlier.region }
    local problems = aws_errors.list_problems(response, access)
    if #problems > 0 then
        return nil, table.concat(problems, ' ')
    end
    return response.outcome
end

local function job_exists_error(context, job_name)
    return errors.format('E-SME-73', { table = context.job_table, job = job_name })
end

--- What an earlier run means for this one; see run_reservation.choose_action.
local function choose_action(context, earlier)
    return run_reservation.choose_action(context, earlier, {
        make_exists_error = function()
            return job_exists_error(context, earlier.job_name)
        end,
        make_alive_error = function(_, message)
            local is_repeated = earlier.model_name and earlier.digest == context.digest
            local make_error = is_repeated and job_reservation.repeated_command_error
                or job_reservation.name_in_use_error
            return make_error(earlier, message)
        end,
        find_in_aws = function()
            return find_job(context, earlier)
        end,
    })
end

--- Looks for an unfinished run of the same command: by its job name, or by its model name and parameters.
-- @return the run, the action for it, and a problem if the given name cannot be used
local function find_earlier(context, arguments)
    if arguments.model_name then
        local runs, problem = job_reservation.find_unfinished(context, arguments.model_name, context.digest)
        local found, chosen
        for _, earlier in ipairs(runs) do
            local action, conflict = choose_action(context, earlier)
            if action and not found then
                found, chosen = earlier, action
            elseif conflict and not name_conflict_codes[conflict:match('^[%u-]+%d+')] then
                -- If the first job exists, a second one would be billed.
                return nil, nil, conflict
            end
        end
        return found, chosen, problem
    end
    local earlier, problem = job_reservation.find(context, arguments.job_name)
    if not earlier then
        return nil, nil, problem
    end
    local action
    action, problem = choose_action(context, earlier)
    local is_other_job = action == 'adopt' and earlier.digest ~= context.digest
    if is_other_job or (action and earlier.job_name ~= arguments.job_name) then
        action, problem = nil, job_exists_error(context, earlier.job_name)
    end
    return earlier, action, problem
end

--- Looks for another session that runs the same command and has reserved a name since this run looked for earlier runs.
-- @return a problem if that run continues and this one must stop
local function find_concurrent_run(context, run)
    local model_name = run.arguments.model_name
    if not model_name then
        return nil
    end
    local runs, problem = job_reservation.find_unfinished(context, model_name, context.digest)
    return problem or run_reservation.find_concurrent(context, runs, job_reservation.repeated_command_error)
end

--- Reserves the job name.
-- @return a list of problems, empty if the name is reserved
local function reserve(context, run)
    local problems = job_table.check_privileges(context.database, context.job_table)
    if #problems > 0 then
        return problems
    end
    run.row = training_row.make(context, run)
    local cells = { table.unpack(run.row) }
    errors.append(cells, {
        { 'RUN_STATE', job_reservation.EXPORTING },
        { 'ROWS_EXPORTED', nil },
        { 'FILES_EXPORTED', nil },
    })
    if not run.arguments.model_name then
        -- The row of a run with a model that this run takes over can have a number.
        cells[#cells + 1] = { 'VERSION', nil }
    end
    local is_reserved, message, conflict = job_reservation.reserve(context, run, cells, function()
        return find_concurrent_run(context, run)
    end)
    if is_reserved then
        return {}
    elseif conflict then
        return { conflict }
    elseif message then
        return { job_table.unusable_table_error(context.job_table, message) }
    end
    local holder = job_reservation.find(context, run.arguments.job_name)
    if holder and (holder.state == job_reservation.EXPORTING or holder.state == job_reservation.STARTING) then
        return { job_reservation.name_in_use_error(holder) }
    end
    return { job_exists_error(context, run.arguments.job_name) }
end

--- Checks everything and reserves the job name that results from a time.
-- @param seconds since 1970
-- @return the run and a list of problems
local function try_name(context, json, seconds)
    local timestamp = os.date('!%Y%m%d%H%M%S', seconds)
    local arguments, problems = training_arguments.read(json, timestamp, context.token)
    local earlier, action, problem
    if arguments.job_name then
        context.digest = context.digest or request_digest.make(json)
        earlier, action, problem = find_earlier(context, arguments)
        if action == 'adopt' then
            return { arguments = arguments, earlier = earlier, is_adopted = true }, {}
        elseif action and arguments.model_name then
            timestamp = earlier.job_name:sub(#arguments.model_name + 2)
            arguments, problems = training_arguments.read(json, timestamp, context.token)
        end
    end
    local input, connection, credentials_form
    input, connection, problems, credentials_form = find_problems(context, arguments, problems)
    problems[#problems + 1] = problem
    local run = {
        token = context.token,
        arguments = arguments,
        input = input,
        connection = connection,
        credentials_form = credentials_form,
        location = arguments.location,
        earlier = action and earlier,
    }
    if #problems == 0 then
        problems = reserve(context, run)
    end
    return run, problems
end

--- @param json the parameters
-- @return the run, whose name is reserved in the job table; or a run with is_adopted, whose job already exists in AWS
function M.prepare(context, json)
    context.token = run_reservation.make_token(context)
    local run, problems
    for delay = 0, max_name_attempts - 1 do
        run, problems = try_name(context, json, context.now + delay)
        if not has_only_name_conflicts(run.arguments, problems) then
            break
        end
    end
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was exported, and no job was started.')
    end
    return run
end

return M
