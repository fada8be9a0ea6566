--- A training from its parameters to the job: check all, reserve the name, export, create the job.
local aws_errors = require('sme.aws_errors')
local errors = require('sme.errors')
local job_reservation = require('sme.job_reservation')
local job_table = require('sme.job_table')
local lock_wait = require('sme.lock_wait')
local internal_error = require('sme.internal_error')
local s3_export = require('sme.s3_export')
local sql = require('sme.sql')
local training_preparation = require('sme.training_preparation')
local udf = require('sme.udf')

local M = {}

local repeat_command = 'Run the same command again: it continues or starts over under the same name.'

--- Takes the row back, so that the name is free, and ends the script.
local function raise_released(setting, run, code, said, mitigation)
    local released, message = job_reservation.release(setting, run)
    local row = released and ' The job name is free again.'
        or (' Its row could not be deleted from %s: %s.'):format(setting.job_table, message)
    error(errors.word(code, said .. row, mitigation), 0)
end

local function word_files(run)
    return ("%d rows in %d files stay at '%s', which belongs to this run alone: you can delete them."):format(
        run.rows,
        run.files,
        run.location.train_uri
    )
end

local function export(setting, run)
    local nodes, separator = s3_export.read_settings(setting.database)
    local rows, message, mitigation = s3_export.run(setting.database, {
        from = run.input.from,
        columns = run.input.columns,
        connection = run.connection,
        prefix = run.location.train_prefix,
        files = s3_export.file_count(run.input.rows, nodes),
        separator = separator,
        rows = run.input.rows,
    })
    if not rows then
        local said = ("The export to '%s' failed: %s. No job was started; some files may have been written."):format(
            run.location.train_uri,
            message
        )
        raise_released(setting, run, 'E-SME-70', said, mitigation)
    end
    return rows
end

--- Takes files without rows out of the prefix.
-- @return number of files left
local function tidy(setting, run)
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.tidy, {
        connection = run.connection,
        region = run.arguments.aws_region,
        bucket = run.location.bucket,
        prefix = run.location.train_prefix,
        header_bytes = s3_export.header_bytes(run.input.columns),
    })
    local problems = problem and { problem }
        or aws_errors.list(answer, {
            connection = run.connection,
            region = run.arguments.aws_region,
        })
    if #problems > 0 then
        raise_released(
            setting,
            run,
            'E-SME-71',
            (
                "%d rows were exported to '%s', but files without rows could not be looked for "
                .. 'there, so no job was started: %s'
            ):format(run.rows, run.location.train_uri, table.concat(problems, ' ')),
            'Fix the cause and run the same command again.'
        )
    end
    local files = math.tointeger(answer.files)
    if files == 0 then
        raise_released(
            setting,
            run,
            'E-SME-71',
            ("The export wrote %d rows, but '%s' holds no file with rows. No job was started."):format(
                run.rows,
                run.location.train_uri
            ),
            'Check that nothing else removes objects there, and run the same command again.'
        )
    end
    return files
end

--- Marks the row before AWS is asked: a session that dies in between leaves a row that says so, never a job without a
-- row. The COMMIT before it ends the transaction that read and exported.
local function mark_starting(setting, run)
    setting.database.try('COMMIT')
    local is_ours, message = job_reservation.set(setting, run, {
        { 'RUN_STATE', job_reservation.STARTING },
        { 'ROWS_EXPORTED', run.rows },
        { 'FILES_EXPORTED', run.files },
    })
    if is_ours then
        return
    end
    local job_name = run.arguments.job_name
    if message then
        local said = ("The row of job '%s' could not be written to %s: %s. No job was started. %s"):format(
            job_name,
            setting.job_table,
            message,
            word_files(run)
        )
        error(errors.word('E-SME-74', said, repeat_command), 0)
    end
    local said = ("Another run has taken over the job name '%s', so this run started no job. %s"):format(
        job_name,
        word_files(run)
    )
    error(errors.word('E-SME-261', said, 'Poll the job that the other run starts.'), 0)
end

local function start(setting, run)
    local arguments = run.arguments
    local context = { connection = run.connection, region = arguments.aws_region }
    local request = training_preparation.make_request(setting, arguments, run.input, run.connection)
    request.row = job_table.to_object(run.row)
    request.row.ROWS_EXPORTED, request.row.FILES_EXPORTED = run.rows, run.files
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.start, request)
    local outcome = answer and (answer.outcome or 'refused') or 'unknown'
    if outcome == 'created' then
        -- A row that stays in STARTING is no harm: the same command finds the job in AWS.
        job_reservation.set(setting, run, { { 'RUN_STATE', job_reservation.STARTED } })
        return
    end
    local problems = table.concat(problem and { problem } or aws_errors.list(answer, context), ' ')
    if outcome == 'refused' then
        local said = ("Job '%s' was not started. %s %s"):format(arguments.job_name, word_files(run), problems)
        raise_released(setting, run, 'E-SME-75', said, 'Fix the cause that AWS names, then run the command again.')
    end
    local said = ("It is not known whether job '%s' was started. Its row stays in %s, its files at '%s'. %s"):format(
        arguments.job_name,
        setting.job_table,
        run.location.train_uri,
        problems
    )
    error(errors.word('E-SME-76', said, 'Run the same command again: it asks AWS for the job first.'), 0)
end

--- The answer of a run whose job exists in AWS although its session ended before it could say so.
local function adopt(setting, earlier)
    job_reservation.set(setting, { arguments = earlier, token = earlier.token }, {
        { 'RUN_STATE', job_reservation.STARTED },
    })
    return earlier.job_name, earlier.rows, earlier.files, earlier.train_uri
end

--- @param json the parameters
-- @param setting as sme.script_context reads it, with version, names = { check, tidy, start, job_table }
-- @return job name, rows, files and S3 URI of the training data
function M.run(json, setting)
    setting.job_table = sql.qualified(setting.schema, setting.names.job_table)
    lock_wait.reset(setting.database)
    local run = training_preparation.prepare(setting, json)
    if run.is_adopted then
        return adopt(setting, run.earlier)
    end
    internal_error.note_side_effect(
        ("the row of job '%s' in %s, and what was exported to '%s'"):format(
            run.arguments.job_name,
            setting.job_table,
            run.location.train_uri
        ),
        repeat_command
    )
    run.rows = export(setting, run)
    run.files = tidy(setting, run)
    mark_starting(setting, run)
    internal_error.note_side_effect('and the job, if AWS was asked for it', repeat_command)
    start(setting, run)
    return run.arguments.job_name, run.rows, run.files, run.location.train_uri
end

return M
