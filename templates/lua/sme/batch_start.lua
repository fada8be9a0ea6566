--- Starts a batch prediction: checks everything, reserves the name, stages and exports the rows, creates the transform
-- job. If the command runs again, it continues where it stopped.
local batch_cleanup = require('sme.batch_cleanup')
local batch_preparation = require('sme.batch_preparation')
local batch_staging = require('sme.batch_staging')
local batch_status = require('sme.batch_status')
local batch_table = require('sme.batch_table')
local batch_target = require('sme.batch_target')
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local internal_error = require('sme.internal_error')
local lock_wait = require('sme.lock_wait')
local run_reservation = require('sme.run_reservation')
local s3_export = require('sme.s3_export')
local sql = require('sme.sql')
local transactions = require('sme.transactions')
local udf = require('sme.udf')
local aws_errors = require('sme.aws_errors')

local M = {}

local next_step = 'Run the same command again. It continues or starts over under the same name.'

local function own(context, run)
    return batch_table.own(context, run.row.BATCH_NAME, run.row.RUN_TOKEN)
end

--- Removes everything of the run, so that the same command starts over.
-- @return a sentence about the result
local function discard(context, run)
    local is_removed, problem = batch_cleanup.remove_all(context, run.row)
    if is_removed then
        is_removed, problem = run_reservation.release(own(context, run))
    end
    return is_removed and 'Its files, its tables and its row were deleted.'
        or ('Not everything of it could be deleted, so its row in %s remains: %s'):format(context.batch_table, problem)
end

local function raise_lost(context, run)
    errors.raise('E-SME-397', { batch = run.row.BATCH_NAME, table = context.batch_table })
end

--- Copies the rows into the input table. Drops what an earlier run of the same batch left.
local function stage(context, run)
    local database, row = context.database, run.row
    if run.earlier then
        local is_clean, problem = batch_cleanup.remove_all(context, run.earlier)
        if not is_clean then
            errors.raise('E-SME-398.leftovers', { batch = row.BATCH_NAME, reason = problem })
        end
    end
    run.input = run.numbered.has_more and batch_staging.input(row) or batch_staging.staging(row)
    local statement = batch_staging.create_statement(run.input, run.source.from, run.numbered.selected)
    local is_done, message = database.try(statement)
    if is_done then
        is_done, message = database.try('COMMIT')
    end
    if not is_done then
        database.try('ROLLBACK')
        errors.raise('E-SME-398.staging', {
            batch = row.BATCH_NAME,
            schema = row.TARGET_SCHEMA_NAME,
            reason = message,
            outcome = discard(context, run),
        })
    end
end

local function count(context, run)
    local counts = context.database.run(batch_staging.count_statement(run.input, run.numbered.features))[1]
    run.rows, run.line_breaks = math.tointeger(tonumber(counts[1])), math.tointeger(tonumber(counts[2]))
end

local function export(context, run)
    local nodes, separator = s3_export.read_settings(context.database)
    local function make_cell(name, column_type)
        return csv_format.expression(name, column_type, separator)
    end
    local request = {
        from = run.input,
        columns = batch_staging.export_columns(run.numbered.features, run.line_breaks > 0, make_cell),
        connection = run.row.AWS_CREDENTIALS_CONNECTION_NAME,
        prefix = run.location.input_prefix,
        uri = run.location.input_uri,
        -- Each instance needs at least one file.
        files = math.max(s3_export.file_count(run.rows, nodes), math.min(run.arguments.instance_count, run.rows)),
        separator = separator,
        rows = run.rows,
        compression = 'none',
        header = false,
        credentials_form = run.credentials_form,
        region = run.row.AWS_REGION,
        bucket = run.location.bucket,
        nodes = nodes,
        udf = { schema = context.schema, name = context.names.export },
    }
    local _, message = s3_export.run(context.database, request)
    if message then
        error(s3_export.failed_export_error(request, message, discard(context, run)), 0)
    end
end

--- Removes files without rows.
local function tidy(context, run)
    local response, problem = udf.call(context.database, context.schema, context.names.remove_empty_files, {
        connection = run.row.AWS_CREDENTIALS_CONNECTION_NAME,
        region = run.row.AWS_REGION,
        bucket = run.location.bucket,
        prefix = run.location.input_prefix,
        header_bytes = 0,
        abort_uploads = run.credentials_form == 'json' and 1 or nil,
    })
    local problems = problem and { problem }
        or aws_errors.list_problems(response, batch_cleanup.describe_access(run.row))
    if #problems > 0 or response.files == 0 then
        errors.raise(#problems > 0 and 'E-SME-71.not_checked' or 'E-SME-71.empty', {
            rows = run.rows,
            uri = run.location.input_uri,
            reason = table.concat(problems, ' '),
            outcome = discard(context, run),
        })
    end
    run.files = math.tointeger(response.files)
end

--- Keeps only numbers and keys, and stores that the transform job may exist from here on.
local function mark_starting(context, run)
    local statements = {}
    if run.numbered.has_more then
        statements = {
            batch_staging.copy_keys_statement(run.row, #run.settings.keys),
            'DROP TABLE ' .. run.input,
        }
    end
    statements[#statements + 1] = run_reservation.update_statement(own(context, run), {
        { 'RUN_STATE', batch_table.STARTING },
        { 'ROWS_EXPORTED', run.rows },
        { 'FILES_EXPORTED', run.files },
        { 'LINE_BREAKS_REPLACED', run.line_breaks },
    })
    local result, message = transactions.commit_all(context.database, statements)
    if not result then
        error(batch_table.unusable_table_error(context.batch_table, message), 0)
    elseif not run_reservation.has_changed(result) then
        raise_lost(context, run)
    end
    run.row.ROWS_EXPORTED, run.row.FILES_EXPORTED, run.row.LINE_BREAKS_REPLACED = run.rows, run.files, run.line_breaks
end

--- The request that creates the transform job, or that only waits for one that exists.
local function make_request(context, run)
    local row, arguments = run.row, run.arguments
    local request = {
        connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
        region = row.AWS_REGION,
        batch_name = row.BATCH_NAME,
        input_uri = row.S3_INPUT_URI,
        wait_seconds = arguments.wait_seconds,
        only_look = run.action == 'adopt' or nil,
    }
    if run.action ~= 'adopt' then
        request.version = context.version
        request.output_uri = run.location.output_uri
        request.model_name, request.model = run.plan.model_name, run.plan.model
        request.max_payload_mb = run.plan.max_payload_mb
        request.response_columns = run.settings.response_keys and #run.settings.response_keys or 1
        request.instance_type, request.instance_count = arguments.instance_type, arguments.instance_count
        request.max_concurrent_transforms = arguments.max_concurrent_transforms
        request.security = arguments.security
        request.output_kms_key_id = run.job.row.KMS_KEY_ID
        request.tags = arguments.tags
    end
    return request
end

--- The options that the request to AWS has: those of the batch, and the key of the training's results. A request that
-- only looks for the job has none.
local function list_sent_options(run)
    if run.action == 'adopt' then
        return nil
    end
    local sent = { output_kms_key_id = run.job.row.KMS_KEY_ID }
    for option, value in pairs(run.arguments.security or {}) do
        sent[option] = value
    end
    return sent
end

local function start(context, run)
    local response, problem =
        udf.call(context.database, context.schema, context.names.start, make_request(context, run))
    local outcome = response and (response.outcome or 'refused') or 'unknown'
    local problems = problem and { problem }
        or aws_errors.list_problems(response, batch_cleanup.describe_access(run.row, list_sent_options(run)))
    local values = { batch = run.row.BATCH_NAME, reason = table.concat(problems, ' ') }
    if outcome == 'refused' and run.action ~= 'adopt' then
        values.outcome = discard(context, run)
        errors.raise('E-SME-399.refused', values)
    elseif outcome ~= 'created' then
        errors.raise('E-SME-399.unknown', values)
    end
    local state = type(response.state) == 'table' and response.state or { status = 'InProgress' }
    local cells = batch_table.state_cells(state)
    cells[#cells + 1] = { 'RUN_STATE', batch_table.STARTED }
    if not batch_table.set(context, run.row, cells) then
        raise_lost(context, run)
    end
    run.row.RUN_STATE, run.row.TRANSFORM_STATUS = batch_table.STARTED, state.status
    if #problems > 0 then
        errors.raise('E-SME-399.not_followed', values)
    end
end

--- Ends a batch without rows: there is nothing to predict, but the target table exists afterwards, as with rows.
local function finish_empty(context, run)
    local row, settings = run.row, run.settings
    local statements = {}
    if not run.target.columns then
        statements[1] = batch_target.create_statement(batch_table.target(row), settings, run.input)
    end
    errors.append(statements, batch_staging.drop_statements(row))
    statements[#statements + 1] = run_reservation.update_statement(own(context, run), {
        { 'RUN_STATE', batch_table.FINISHED },
        { 'ROWS_EXPORTED', 0 },
        { 'FILES_EXPORTED', 0 },
        { 'LINE_BREAKS_REPLACED', 0 },
        { 'ROWS_PREDICTED', 0 },
        { 'ROWS_FAILED', 0 },
    })
    local result, message = transactions.commit_all(context.database, statements)
    if not result then
        error(batch_table.unusable_table_error(context.batch_table, message), 0)
    elseif not run_reservation.has_changed(result) then
        raise_lost(context, run)
    end
    row.RUN_STATE, row.ROWS_EXPORTED, row.FILES_EXPORTED, row.LINE_BREAKS_REPLACED = batch_table.FINISHED, 0, 0, 0
    row.ROWS_PREDICTED = 0
end

local function run_all(context, run)
    internal_error.note_side_effect(
        ("the row of the batch '%s' in %s, its staging table in the schema %s, and files below '%s'"):format(
            run.row.BATCH_NAME,
            context.batch_table,
            sql.identifier(run.row.TARGET_SCHEMA_NAME),
            run.location.input_uri
        ),
        next_step
    )
    stage(context, run)
    count(context, run)
    if run.rows == 0 then
        return finish_empty(context, run)
    end
    export(context, run)
    tidy(context, run)
    mark_starting(context, run)
    internal_error.note_side_effect('and the transform job, if it was created', next_step)
    start(context, run)
end

local function to_integer(value)
    return math.tointeger(tonumber(value))
end

--- @param json the parameters
-- @param context as sme.script_context reads it, with version, null, names = { job_table, batch_table, plan, start,
-- remove, remove_empty_files }
-- @return one row: batch, status, rows, files, target table, values with line breaks
function M.run(json, context)
    context.job_table = sql.qualified(context.schema, context.names.job_table)
    context.batch_table = sql.qualified(context.schema, context.names.batch_table)
    lock_wait.reset(context.database)
    local run = batch_preparation.prepare(context, json)
    if run.action == 'adopt' then
        start(context, run)
    elseif run.action ~= 'answer' then
        run_all(context, run)
    end
    local row = run.row
    return {
        row.BATCH_NAME,
        batch_status.of_row(row),
        to_integer(row.ROWS_EXPORTED) or context.null,
        to_integer(row.FILES_EXPORTED) or context.null,
        batch_table.target(row),
        to_integer(row.LINE_BREAKS_REPLACED) or context.null,
    }
end

return M
