--- Reserves a job name for a training. A run writes its row before the export, and every later statement contains the
-- run's token, so a run whose row another run has taken over can neither change the row nor start a job.
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local transactions = require('sme.transactions')

local M = {}

M.EXPORTING, M.STARTING, M.STARTED = 'EXPORTING', 'STARTING', 'STARTED'

--- A token that is unique across sessions and statements, so that no two runs export to the same prefix.
function M.make_token(context)
    return ('%s-%s-%s'):format(os.date('!%Y%m%d%H%M%S', context.now), context.session_id, context.statement_id)
end

local columns = {
    'JOB_NAME',
    'RUN_STATE',
    'RUN_TOKEN',
    'SESSION_ID',
    'SCRIPT_USER',
    'S3_TRAIN_URI',
    'ROWS_EXPORTED',
    'FILES_EXPORTED',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
    'REQUEST_DIGEST',
    'MODEL_NAME',
}

local function to_run(row)
    return {
        job_name = row.JOB_NAME,
        state = row.RUN_STATE,
        token = row.RUN_TOKEN,
        session_id = row.SESSION_ID,
        user = row.SCRIPT_USER,
        train_uri = row.S3_TRAIN_URI,
        rows = math.tointeger(tonumber(row.ROWS_EXPORTED)),
        files = math.tointeger(tonumber(row.FILES_EXPORTED)),
        connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
        region = row.AWS_REGION,
        digest = row.REQUEST_DIGEST,
        model_name = row.MODEL_NAME,
    }
end

--- @return the run that has a job name, or nil; and a problem if the table cannot be read
function M.find(context, job_name)
    local row, message = job_table.find(context.database, context.job_table, columns, job_name)
    return row and to_run(row), message and job_table.unusable_table_error(context.job_table, message)
end

--- @return unfinished runs of the same command with a model name, newest first; and a problem if the table cannot be
-- read
function M.find_unfinished(context, model_name, digest)
    local condition = ("MODEL_NAME = %s AND REQUEST_DIGEST = %s AND RUN_STATE IN ('EXPORTING', 'STARTING')"):format(
        sql.literal(model_name),
        sql.literal(digest)
    )
    local rows, message = job_table.read(context.database, context.job_table, columns, condition)
    if not rows then
        return {}, job_table.unusable_table_error(context.job_table, message)
    end
    local runs = {}
    for index, row in ipairs(rows) do
        runs[index] = to_run(row)
    end
    return runs
end

--- The error about a job name that another session is using.
-- @param message Exasol's message if it is unknown whether that session still exists; otherwise nil
function M.name_in_use_error(run, message)
    local values = { session = run.session_id, user = run.user, job = run.job_name }
    if message then
        values.reason = message
        return errors.format('E-SME-260.unknown_session', values)
    end
    return errors.format('E-SME-260.running', values)
end

--- The error about a command that another session is still running: a second job would be billed.
-- @param message as for name_in_use_error
function M.repeated_command_error(run, message)
    if message then
        return errors.format('E-SME-266', { session = run.session_id, job = run.job_name, reason = message })
    end
    return errors.format('E-SME-263', { job = run.job_name, session = run.session_id, user = run.user })
end

local function where(job_name, token)
    return (' WHERE JOB_NAME = %s AND RUN_TOKEN = %s'):format(sql.literal(job_name), sql.literal(token))
end

local function update(context, run, cells, token)
    local assignments = {}
    for index, cell in ipairs(cells) do
        assignments[index] = ('%s = %s'):format(sql.identifier(cell[1]), cell.sql or sql.value(cell[2]))
    end
    local statement = ('UPDATE %s SET %s'):format(context.job_table, table.concat(assignments, ', '))
    local result, message = transactions.commit(context.database, statement .. where(run.arguments.job_name, token))
    if not result then
        return nil, message
    end
    return tonumber(tostring(result.rows_affected)) ~= 0
end

--- Writes the row of a run, or takes over the row of an earlier run that has ended. If two sessions try at once, the
-- primary key and the token decide.
-- @param row list of { column, value }; for NULL the value is nil
-- @param check returns a problem if another run of the same command has written its row. It runs before the COMMIT,
-- while no other session can write to the table, so that exactly one of several runs succeeds.
-- @return whether the run has the name; false, nil and the check's problem; or nil and Exasol's message if the table
-- cannot be written
function M.reserve(context, run, row, check)
    if run.earlier then
        local cells = { { 'DATETIME', sql = 'CURRENT_TIMESTAMP' }, table.unpack(row, 1, #row) }
        return update(context, run, cells, run.earlier.token)
    end
    local result, message = job_table.insert(context.database, context.job_table, row, nil, check)
    if result then
        return true
    elseif result == false then
        return false, nil, message
    end
    local holder = M.find(context, run.arguments.job_name)
    if holder then
        return false
    end
    return nil, message
end

--- Updates columns of the run's row and commits.
-- @return whether the row still belongs to the run; or nil and Exasol's message
function M.set(context, run, cells)
    return update(context, run, cells, run.token)
end

--- Deletes the run's row and commits.
-- @return the result; or nil and Exasol's message
function M.release(context, run)
    return transactions.commit(
        context.database,
        'DELETE FROM ' .. context.job_table .. where(run.arguments.job_name, run.token)
    )
end

return M
