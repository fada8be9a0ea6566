--- Reserves a job name for a training; see sme.run_reservation.
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local run_reservation = require('sme.run_reservation')
local sql = require('sme.sql')
local version_numbers = require('sme.version_numbers')

local M = {}

M.EXPORTING, M.STARTING, M.STARTED = run_reservation.EXPORTING, run_reservation.STARTING, run_reservation.STARTED

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

local function own(context, run)
    return {
        database = context.database,
        table = context.job_table,
        name_column = 'JOB_NAME',
        name = run.arguments.job_name,
        token = run.token,
    }
end

--- @param row, check and results: see run_reservation.reserve
function M.reserve(context, run, row, check)
    local function find()
        return M.find(context, run.arguments.job_name)
    end
    return run_reservation.reserve(own(context, run), run.earlier, row, find, check)
end

--- Updates columns of the run's row and commits.
-- @return whether the row still belongs to the run; or nil and Exasol's message
function M.set(context, run, cells)
    return run_reservation.set(own(context, run), cells)
end

--- Updates columns of the run's row, gives it the next version number of its model, and commits.
-- @return whether the row still belongs to the run, and the number (nil without a model); or nil and Exasol's message
function M.set_with_version(context, run, cells)
    local job_name, model_name = run.arguments.job_name, run.arguments.model_name
    local number
    local holds_name, message = run_reservation.set(own(context, run), cells, nil, model_name and function()
        local problem
        number, problem = version_numbers.assign(context.database, context.job_table, job_name, model_name)
        return number, problem
    end)
    if holds_name == nil then
        return nil, message
    end
    return holds_name, number
end

--- Deletes the run's row and commits.
-- @return the result; or nil and Exasol's message
function M.release(context, run)
    return run_reservation.release(own(context, run))
end

return M
