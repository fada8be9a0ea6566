--- The table of batch predictions: one row for each, written before the export and kept as a record.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local run_reservation = require('sme.run_reservation')
local sql = require('sme.sql')
local table_privileges = require('sme.table_privileges')
local table_reader = require('sme.table_reader')
local text = require('sme.text')

local M = {}

M.EXPORTING, M.STARTING, M.STARTED = run_reservation.EXPORTING, run_reservation.STARTING, run_reservation.STARTED
M.IMPORTING, M.IMPORTED, M.FINISHED = 'IMPORTING', 'IMPORTED', 'FINISHED'

local columns = {
    'BATCH_NAME',
    'JOB_NAME',
    'MODEL_NAME',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
    'INSTANCE_TYPE',
    'INSTANCE_COUNT',
    'TARGET_SCHEMA_NAME',
    'TARGET_TABLE_NAME',
    'STAGING_TABLE_NAME',
    'S3_INPUT_URI',
    'ROWS_EXPORTED',
    'FILES_EXPORTED',
    'LINE_BREAKS_REPLACED',
    'SETTINGS',
    'RUN_STATE',
    'RUN_TOKEN',
    'REQUEST_DIGEST',
    'TRANSFORM_STATUS',
    'CREATION_TIME_UTC',
    'END_TIME_UTC',
    'ROWS_PREDICTED',
    'ROWS_FAILED',
    'FAILURE_REASON',
    'SESSION_ID',
    'SCRIPT_USER',
}

local max_suggestions = 100

function M.unusable_table_error(qualified, message)
    return lock_wait.locked_table_error(qualified, message)
        or errors.format(
            errors.is_refusal(message) and 'E-SME-387.privilege' or 'E-SME-387.other',
            { table = qualified, reason = message }
        )
end

--- See sme.table_privileges.
function M.check_privileges(database, qualified)
    return table_privileges.check(database, qualified, 'BATCH_NAME', M.unusable_table_error)
end

--- Adds what sme.run_reservation reads.
local function to_run(row)
    row.state, row.token, row.session_id, row.user = row.RUN_STATE, row.RUN_TOKEN, row.SESSION_ID, row.SCRIPT_USER
    return row
end

--- @param condition SQL, or nil for all rows
-- @param limit maximum number of rows, or nil
-- @return the rows, newest first; or nil and a problem
function M.read(context, condition, limit)
    local clause = condition and ('WHERE ' .. condition .. ' ') or ''
    clause = clause .. 'ORDER BY "DATETIME" DESC, BATCH_NAME' .. (limit and (' LIMIT %d'):format(limit) or '')
    local rows, message = table_reader.read(context.database, context.batch_table, columns, clause)
    if not rows then
        return nil, M.unusable_table_error(context.batch_table, message)
    end
    for _, row in ipairs(rows) do
        to_run(row)
    end
    return rows
end

--- @return the row of a batch; nil if it has no row; nil and a problem if the table cannot be read
function M.find(context, batch_name)
    local rows, problem = M.read(context, aws_names.where_batch(batch_name))
    if not rows then
        return nil, problem
    end
    return table_reader.prefer_exact_name(rows, 'BATCH_NAME', batch_name)
end

--- @return the row of a batch. Raises an error if it has none.
function M.get(context, batch_name)
    local row, problem = M.find(context, batch_name)
    if row then
        return row
    elseif problem then
        error(problem, 0)
    end
    local names = {}
    for index, other in ipairs(M.read(context, nil, max_suggestions) or {}) do
        names[index] = other.BATCH_NAME
    end
    errors.raise('E-SME-388', {
        table = context.batch_table,
        batch = batch_name,
        suggestion = text.suggest(batch_name, names),
    })
end

--- @return the unfinished runs of the same command, newest first; or nil and a problem
function M.find_unfinished(context, digest)
    local condition = "REQUEST_DIGEST = %s AND RUN_STATE IN ('EXPORTING', 'STARTING')"
    return M.read(context, condition:format(sql.literal(digest)))
end

--- @param token of the run that owns the row
function M.own(context, batch_name, token)
    return {
        database = context.database,
        table = context.batch_table,
        name_column = 'BATCH_NAME',
        name = batch_name,
        token = token,
    }
end

--- @param state from the response of a UDF: { status, created, ended, failure_reason }
-- @return cells of an UPDATE
function M.state_cells(state)
    local function time(value)
        -- A literal of this form does not depend on the session's NLS_TIMESTAMP_FORMAT.
        return text.is_missing(value) and 'NULL' or 'TIMESTAMP ' .. sql.literal(value .. '.000')
    end
    return {
        { 'TRANSFORM_STATUS', state.status },
        { 'CREATION_TIME_UTC', sql = time(state.created) },
        { 'END_TIME_UTC', sql = time(state.ended) },
    }
end

--- Updates columns of a row and commits. Raises an error if the table cannot be written.
-- @return whether the row still has the token
function M.set(context, row, cells)
    local is_changed, message = run_reservation.set(M.own(context, row.BATCH_NAME, row.RUN_TOKEN), cells)
    if message then
        error(M.unusable_table_error(context.batch_table, message), 0)
    end
    return is_changed
end

function M.target(row)
    return sql.qualified(row.TARGET_SCHEMA_NAME, row.TARGET_TABLE_NAME)
end

return M
