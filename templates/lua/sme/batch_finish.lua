--- Finishes a batch prediction: imports the output of a transform job that has ended, then removes what is left in AWS.
local batch_cleanup = require('sme.batch_cleanup')
local batch_import = require('sme.batch_import')
local batch_status = require('sme.batch_status')
local batch_table = require('sme.batch_table')
local errors = require('sme.errors')
local internal_error = require('sme.internal_error')
local lock_wait = require('sme.lock_wait')
local required_arguments = require('sme.required_arguments')
local run_reservation = require('sme.run_reservation')
local s3_location = require('sme.s3_location')
local sql = require('sme.sql')
local unfinished_runs = require('sme.unfinished_runs')

local M = {}

local is_running = { InProgress = true, Stopping = true }

--- Reads the status of the transform job and, if it has ended, its files.
local function read_output(context, row)
    local location = s3_location.of_batch_row(row)
    local response, problem = batch_cleanup.call(context, context.names.output, row, {
        bucket = location.bucket,
        prefix = location.prefix,
        token = location.token,
    })
    if not response then
        errors.raise('E-SME-403', { batch = row.BATCH_NAME, reason = problem })
    end
    response.state = type(response.state) == 'table' and response.state or nil
    return response
end

--- Takes over the row, so that no other session imports the same batch, and stores the state of the transform job.
-- @return whether this session has the row
function M.claim(context, row, state, run_state)
    local token = run_reservation.make_token(context)
    local cells = batch_table.state_cells(state)
    errors.append(cells, {
        { 'RUN_STATE', run_state },
        { 'RUN_TOKEN', token },
        { 'SESSION_ID', context.session_id },
        { 'SCRIPT_USER', context.user },
    })
    if not batch_table.set(context, row, cells) then
        return false
    end
    row.RUN_STATE, row.RUN_TOKEN, row.TRANSFORM_STATUS = run_state, token, state.status
    return true
end

--- Removes what is left, then marks the batch as finished.
-- @return why something is left, or nil
function M.clean_up(context, row)
    local is_removed, problem = batch_cleanup.remove_all(context, row)
    if not is_removed then
        return problem
    end
    batch_table.set(context, row, { { 'RUN_STATE', batch_table.FINISHED } })
end

--- Ends a batch whose output is not imported.
-- @param state of the transform job: its status decides that of the batch
-- @return why something is left, or nil
function M.discard(context, row, state)
    local cells = batch_table.state_cells(state)
    errors.append(cells, {
        { 'RUN_STATE', batch_table.IMPORTED },
        { 'ROWS_PREDICTED', 0 },
        { 'ROWS_FAILED', math.tointeger(tonumber(row.ROWS_EXPORTED)) or 0 },
        { 'FAILURE_REASON', type(state.failure_reason) == 'string' and state.failure_reason or nil },
    })
    if batch_table.set(context, row, cells) then
        return M.clean_up(context, row)
    end
end

local function import(context, row, output)
    if not M.claim(context, row, output.state, batch_table.IMPORTING) then
        return
    end
    internal_error.note_side_effect(
        ("the batch '%s' in the state IMPORTING"):format(row.BATCH_NAME),
        'Run the same command again.'
    )
    batch_import.run(context, row, output)
    return M.clean_up(context, row)
end

--- Whether the session that works on a row still exists.
function M.is_in_use(context, row)
    local is_alive, message = unfinished_runs.is_alive(context.database, row, context.session_id)
    if is_alive == nil then
        errors.raise('E-SME-396.unknown_session', {
            batch = row.BATCH_NAME,
            session = row.session_id,
            reason = message,
        })
    end
    return is_alive
end

local function raise_not_started(row)
    errors.raise('E-SME-404', { batch = row.BATCH_NAME, session = row.session_id, user = row.user })
end

--- Continues a batch that has not been imported.
-- @return the state of its transform job, or nil; and why something is left, or nil
local function continue(context, row)
    local phase = row.RUN_STATE
    local is_busy = phase ~= batch_table.STARTED and M.is_in_use(context, row)
    if phase == batch_table.EXPORTING then
        if not is_busy then
            raise_not_started(row)
        end
        return nil
    elseif phase == batch_table.IMPORTING and is_busy then
        return nil
    end
    local output = read_output(context, row)
    if not output.state then
        if is_busy then
            return nil
        elseif phase == batch_table.STARTING then
            raise_not_started(row)
        end
        errors.raise('E-SME-405', { batch = row.BATCH_NAME, region = row.AWS_REGION })
    elseif is_running[output.state.status] or is_busy then
        return output.state
    elseif output.state.status == batch_status.STOPPED or #output.outputs == 0 then
        if M.claim(context, row, output.state, phase) then
            return output.state, M.discard(context, row, output.state)
        end
        return output.state
    end
    return output.state, import(context, row, output)
end

local function to_integer(context, value)
    return math.tointeger(tonumber(value)) or context.null
end

--- @param arguments { batch_name }
-- @param context as sme.script_context reads it, with null, names = { batch_table, output, remove, results }
-- @return one row: batch, status, rows exported, predicted and failed, target table, failure reason
function M.run(arguments, context)
    context.batch_table = sql.qualified(context.schema, context.names.batch_table)
    required_arguments.read(arguments, { 'batch_name' })
    lock_wait.reset(context.database)
    local row = batch_table.get(context, arguments.batch_name)
    local state, left
    if row.RUN_STATE == batch_table.IMPORTED then
        left = M.clean_up(context, row)
    elseif row.RUN_STATE ~= batch_table.FINISHED then
        state, left = continue(context, row)
        row = batch_table.get(context, row.BATCH_NAME)
    end
    local reason = left and errors.format('E-SME-406', { batch = row.BATCH_NAME, reason = left }) or row.FAILURE_REASON
    return {
        row.BATCH_NAME,
        batch_status.of_row(row, state),
        to_integer(context, row.ROWS_EXPORTED),
        to_integer(context, row.ROWS_PREDICTED),
        to_integer(context, row.ROWS_FAILED),
        batch_table.target(row),
        reason or context.null,
    }
end

return M
