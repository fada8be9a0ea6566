--- A training from its parameters to the job: checks everything, reserves the job name, exports the data, creates the
-- job.
local aws_errors = require('sme.aws_errors')
local errors = require('sme.errors')
local internal_error = require('sme.internal_error')
local job_reservation = require('sme.job_reservation')
local job_table = require('sme.job_table')
local lock_wait = require('sme.lock_wait')
local s3_export = require('sme.s3_export')
local sql = require('sme.sql')
local training_preparation = require('sme.training_preparation')
local udf = require('sme.udf')

local M = {}

local next_step = 'Run the same command again. It continues or starts over under the same name.'

--- Deletes the run's row, so that the job name can be used again.
-- @return a sentence that reports whether the row was deleted
local function release_name(context, run)
    local is_released, message = job_reservation.release(context, run)
    return is_released and 'The job name is free again.'
        or ('Its row could not be deleted from %s: %s.'):format(context.job_table, message)
end

local function export(context, run)
    local nodes, separator = s3_export.read_settings(context.database)
    local request = {
        from = run.input.from,
        columns = run.input.columns,
        connection = run.connection,
        prefix = run.location.train_prefix,
        uri = run.location.train_uri,
        files = s3_export.file_count(run.input.rows, nodes),
        separator = separator,
        rows = run.input.rows,
        credentials_form = run.credentials_form,
        region = run.arguments.aws_region,
        bucket = run.location.bucket,
        nodes = nodes,
        udf = { schema = context.schema, name = context.names.export },
    }
    local rows, message = s3_export.run(context.database, request)
    if not rows then
        error(s3_export.failed_export_error(request, message, release_name(context, run)), 0)
    end
    return rows
end

--- Removes files without rows from the prefix.
-- @return number of remaining files
local function remove_empty_files(context, run)
    local response, problem = udf.call(context.database, context.schema, context.names.remove_empty_files, {
        connection = run.connection,
        region = run.arguments.aws_region,
        bucket = run.location.bucket,
        prefix = run.location.train_prefix,
        header_bytes = s3_export.header_bytes(run.input.columns),
        abort_uploads = run.credentials_form == 'json' and 1 or nil,
    })
    local access = { connection = run.connection, region = run.arguments.aws_region }
    local problems = problem and { problem } or aws_errors.list_problems(response, access)
    if #problems > 0 then
        errors.raise('E-SME-71.not_checked', {
            rows = run.rows,
            uri = run.location.train_uri,
            reason = table.concat(problems, ' '),
            outcome = release_name(context, run),
        })
    end
    local files = math.tointeger(response.files)
    if files == 0 then
        errors.raise('E-SME-71.empty', {
            rows = run.rows,
            uri = run.location.train_uri,
            outcome = release_name(context, run),
        })
    end
    return files
end

--- Sets the row to STARTING before the job is created, so that every job has a row even if the session dies in between.
-- The row of a version gets its number here, so that a version is what has a job, and numbers follow the order of the
-- jobs. The COMMIT ends the transaction that read and exported the data.
local function mark_starting(context, run)
    context.database.try('COMMIT')
    local holds_name, result = job_reservation.set_with_version(context, run, {
        { 'RUN_STATE', job_reservation.STARTING },
        { 'ROWS_EXPORTED', run.rows },
        { 'FILES_EXPORTED', run.files },
    })
    if holds_name then
        run.version = result
        return
    elseif holds_name == nil then
        errors.raise('E-SME-74', {
            job = run.arguments.job_name,
            table = context.job_table,
            reason = result,
            rows = run.rows,
            files = run.files,
            uri = run.location.train_uri,
        })
    end
    errors.raise('E-SME-261', {
        job = run.arguments.job_name,
        rows = run.rows,
        files = run.files,
        uri = run.location.train_uri,
    })
end

local function start(context, run)
    local arguments = run.arguments
    local access = { connection = run.connection, region = arguments.aws_region, security = arguments.security or {} }
    local request = training_preparation.make_request(context, arguments, run.input, run.connection)
    request.row = job_table.to_object(run.row)
    request.row.ROWS_EXPORTED, request.row.FILES_EXPORTED = run.rows, run.files
    request.row.VERSION = run.version
    local response, problem = udf.call(context.database, context.schema, context.names.start, request)
    local outcome = response and (response.outcome or 'refused') or 'unknown'
    if outcome == 'created' then
        -- A row that stays in STARTING does no harm: the same command finds the job in AWS.
        job_reservation.set(context, run, { { 'RUN_STATE', job_reservation.STARTED } })
        return
    end
    local reason = table.concat(problem and { problem } or aws_errors.list_problems(response, access), ' ')
    if outcome == 'refused' then
        errors.raise('E-SME-75', {
            job = arguments.job_name,
            rows = run.rows,
            files = run.files,
            uri = run.location.train_uri,
            reason = reason,
            outcome = release_name(context, run),
        })
    end
    errors.raise('E-SME-76', {
        job = arguments.job_name,
        table = context.job_table,
        uri = run.location.train_uri,
        reason = reason,
    })
end

--- Takes over a job that an earlier run of the same command created before its session ended.
local function adopt(context, earlier)
    job_reservation.set(context, { arguments = earlier, token = earlier.token }, {
        { 'RUN_STATE', job_reservation.STARTED },
    })
    return earlier.job_name, earlier.rows, earlier.files, earlier.train_uri
end

--- @param json the parameters
-- @param context as sme.script_context reads it, with version, names = { check, export, remove_empty_files, start,
-- job_table }
-- @return job name, rows, files and S3 URI of the training data
function M.run(json, context)
    context.job_table = sql.qualified(context.schema, context.names.job_table)
    lock_wait.reset(context.database)
    local run = training_preparation.prepare(context, json)
    if run.is_adopted then
        return adopt(context, run.earlier)
    end
    internal_error.note_side_effect(
        ("the row of job '%s' in %s, and the files that were exported to '%s'"):format(
            run.arguments.job_name,
            context.job_table,
            run.location.train_uri
        ),
        next_step
    )
    run.rows = export(context, run)
    run.files = remove_empty_files(context, run)
    mark_starting(context, run)
    internal_error.note_side_effect('and the job, if it was created', next_step)
    start(context, run)
    return run.arguments.job_name, run.rows, run.files, run.location.train_uri
end

return M
