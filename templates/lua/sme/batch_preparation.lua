--- Prepares a batch prediction: runs all checks, looks for an earlier run of the same command, and reserves the name.
local aws_errors = require('sme.aws_errors')
local batch_arguments = require('sme.batch_arguments')
local batch_cleanup = require('sme.batch_cleanup')
local batch_earlier = require('sme.batch_earlier')
local batch_input = require('sme.batch_input')
local batch_row = require('sme.batch_row')
local batch_staging = require('sme.batch_staging')
local batch_table = require('sme.batch_table')
local batch_target = require('sme.batch_target')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local input_source = require('sme.input_source')
local prediction_privileges = require('sme.prediction_privileges')
local request_digest = require('sme.request_digest')
local run_reservation = require('sme.run_reservation')
local s3_location = require('sme.s3_location')
local security_options = require('sme.security_options')
local sql = require('sme.sql')
local trained_job = require('sme.trained_job')
local udf = require('sme.udf')

local M = {}

local TRANSFORM_JOB_EXISTS = 'E-SME-400'
local max_name_attempts = 5
-- Jobs of a model that are looked up in AWS until one has completed.
local max_versions = 10

local function add(problems)
    return function(value, problem)
        problems[#problems + 1] = problem
        return value
    end
end

--- Looks up jobs, connection, input and target schema in the database.
local function look_up(context, arguments, problems)
    local database, run, collect = context.database, { arguments = arguments }, add(problems)
    if arguments.job_name then
        local job = collect(trained_job.find(database, context.job_table, arguments.job_name))
        run.jobs = { job }
    elseif arguments.model_name then
        local name = arguments.model_name
        run.jobs = collect(trained_job.find_versions(database, context.job_table, name, max_versions))
    end
    local row = run.jobs and run.jobs[1] and run.jobs[1].row or {}
    local connection = arguments.aws_credentials_connection_name or row.AWS_CREDENTIALS_CONNECTION_NAME
    if connection then
        run.connection = collect(catalog.find_connection(database, connection))
    end
    run.region = arguments.aws_region or row.AWS_REGION
    if row.JOB_NAME and not run.region then
        collect(nil, errors.format('E-SME-53.region'))
    end
    if run.region and not arguments.aws_region then
        errors.append(problems, security_options.find_region_problems(arguments.security, run.region))
    end
    local where = { schema = context.open_schema, session_id = context.session_id }
    run.source = collect(input_source.find(database, arguments, where))
    local schema = arguments.target_schema_name or context.open_schema
    run.target_schema = collect(catalog.find_schema(database, schema, 'target_schema_name'))
    return run
end

--- Reads from AWS which job and candidate predict, and of what their model consists.
-- @param suffix of the batch's name, if the user gave none
-- @return a list of problems
local function plan(context, run, suffix)
    local arguments, jobs = run.arguments, {}
    for index, job in ipairs(run.jobs) do
        jobs[index] = {
            name = job.row.JOB_NAME,
            role = job.row.IAM_SAGEMAKER_ROLE,
            problem_type = job.row.PROBLEM_TYPE,
        }
    end
    local response, problem = udf.call(context.database, context.schema, context.names.plan, {
        connection = run.connection,
        region = run.region,
        jobs = jobs,
        model_name = arguments.model_name,
        candidate_name = arguments.candidate_name,
        batch_name = arguments.batch_name,
        name_suffix = suffix,
        tags = arguments.tags,
        security = arguments.security,
    })
    if problem then
        return { problem }
    end
    run.plan, run.credentials_form = response.plan, response.credentials_form
    local access = batch_cleanup.describe_access({
        AWS_CREDENTIALS_CONNECTION_NAME = run.connection,
        AWS_REGION = run.region,
    })
    return aws_errors.list_problems(response, access)
end

local function find_planned_job(run)
    for _, job in ipairs(run.jobs) do
        if job.row.JOB_NAME:upper() == run.plan.job_name:upper() then
            return job
        end
    end
    return run.jobs[1]
end

--- Chooses columns, target table and location.
-- @return a list of problems
local function choose_columns(context, run)
    local database, arguments = context.database, run.arguments
    run.job = find_planned_job(run)
    local features, problems = batch_input.find_features(database, run.source, run.job.inputs)
    local keys, key_problems = batch_input.find_keys(database, run.source, arguments.key_columns)
    errors.append(problems, key_problems)
    errors.append(problems, batch_input.check_names(keys, features))
    problems[#problems + 1] = batch_arguments.check_concurrency(arguments, run.plan.max_payload_mb)
    local job_row = run.job.row
    run.location = s3_location.of_batch(job_row, run.plan.job_name, run.plan.batch_name, context.token)
    if not run.location then
        problems[#problems + 1] = errors.format('E-SME-394', { job = job_row.JOB_NAME, table = context.job_table })
    end
    if #problems > 0 then
        return problems
    end
    run.numbered = batch_staging.number_columns(keys, features)
    run.target = batch_target.find(database, run.target_schema, arguments.target_table_name)
    local settings, problem = batch_row.make_settings(run, keys, features)
    run.settings = settings
    problems[#problems + 1] = problem
    return problems
end

--- IMPORT is a system privilege of its own. Without it, the predictions would be billed and could not be imported.
-- @return a list of problems
local function check_import(context, run)
    local privileges = prediction_privileges.read(context.database, run.target.schema)
    if run.credentials_form == 'json' or not privileges or privileges['ROLE DBA'] or privileges['IMPORT'] then
        return {}
    end
    return { errors.format('E-SME-408', { user = context.user, quoted_user = sql.identifier(context.user) }) }
end

--- Tries the statements that write to the target schema, without rows, and rolls them back. Otherwise a missing
-- privilege or a type that does not match would be found only after the transform job, which is billed.
-- @return a list of problems
local function try_target(context, run)
    local settings, target = run.settings, run.target
    local missing = target.columns and batch_target.find_missing_columns(target, settings)
    if missing then
        return { missing }
    end
    local name = sql.qualified(target.schema, target.name)
    local staging = batch_staging.staging({
        TARGET_SCHEMA_NAME = target.schema,
        STAGING_TABLE_NAME = batch_staging.name(context.token),
    })
    local steps = {
        { 'E-SME-395.staging', batch_staging.create_statement(staging, run.source.from, run.numbered.selected, true) },
        target.columns
                and { 'E-SME-395.insert', batch_target.insert_statement(name, settings, staging .. ' K WHERE FALSE') }
            or { 'E-SME-395.create', batch_target.create_statement(name, settings, staging) },
    }
    local problems = {}
    for _, step in ipairs(steps) do
        local is_done, message = context.database.try(step[2])
        if not is_done then
            problems = { errors.format(step[1], { table = name, schema = target.schema, reason = message }) }
            break
        end
    end
    context.database.try('ROLLBACK')
    return problems
end

--- Reserves the name of the batch.
-- @return a list of problems, empty if the name is reserved
local function reserve(context, run)
    local name = run.plan.batch_name
    local owner = batch_table.own(context, name, context.token)
    local row, cells = batch_row.make(context, run)
    local function find()
        return batch_table.find(context, name)
    end
    local function find_concurrent()
        local rows, problem = batch_table.find_unfinished(context, context.digest)
        return problem or run_reservation.find_concurrent(context, rows, batch_earlier.in_use_error)
    end
    local is_reserved, message, conflict = run_reservation.reserve(owner, run.earlier, cells, find, find_concurrent)
    if is_reserved then
        run.row = row
        return {}
    elseif message then
        return { batch_table.unusable_table_error(context.batch_table, message) }
    end
    local holder = find()
    return { conflict or batch_earlier.exists_error(holder or { BATCH_NAME = name }) }
end

--- Checks everything and reserves the name that results from a time.
-- @param seconds since 1970
-- @return the run and a list of problems
local function try_name(context, json, seconds)
    local arguments, problems = batch_arguments.read(json)
    local run = look_up(context, arguments, problems)
    if #problems == 0 then
        context.digest = context.digest or request_digest.make(json, { wait = true })
        local earlier, action, problem = batch_earlier.find(context, arguments)
        if problem then
            return run, { problem }
        elseif action == 'adopt' or action == 'answer' then
            return { arguments = arguments, row = earlier, action = action }, {}
        end
        run.earlier = action and earlier
        problems = batch_table.check_privileges(context.database, context.batch_table)
    end
    if #problems == 0 then
        if run.earlier then
            arguments.batch_name = run.earlier.BATCH_NAME
        end
        problems = plan(context, run, os.date('!%Y%m%d%H%M%S', seconds))
    end
    if #problems == 0 then
        problems = choose_columns(context, run)
    end
    if #problems == 0 then
        problems = check_import(context, run)
        errors.append(problems, try_target(context, run))
    end
    if #problems == 0 then
        problems = reserve(context, run)
    end
    return run, problems
end

local function is_name_conflict(run, problems)
    local code = #problems == 1 and problems[1]:match('^[%u-]+%d+')
    return not run.arguments.batch_name and (code == batch_earlier.BATCH_EXISTS or code == TRANSFORM_JOB_EXISTS)
end

--- @param json the parameters
-- @return the run, whose row is written; with action 'adopt' if its transform job exists already, with 'answer' if an
-- earlier call of the same command has started it
function M.prepare(context, json)
    context.token = run_reservation.make_token(context)
    local run, problems
    for delay = 0, max_name_attempts - 1 do
        run, problems = try_name(context, json, context.now + delay)
        if not is_name_conflict(run, problems) then
            break
        end
    end
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was exported, and no transform job was started.')
    end
    return run
end

return M
