--- Stops a batch prediction. What it has exported or predicted so far is not imported, and is removed.
local batch_cleanup = require('sme.batch_cleanup')
local batch_finish = require('sme.batch_finish')
local batch_status = require('sme.batch_status')
local batch_table = require('sme.batch_table')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local required_arguments = require('sme.required_arguments')
local sql = require('sme.sql')

local M = {}

local is_running = { InProgress = true, Stopping = true }

--- @return the state of the transform job; { status = 'Stopped' } if there is none
local function stop_transform(context, row)
    local response, problem = batch_cleanup.call(context, context.names.stop, row)
    if not response then
        errors.raise('E-SME-407', { batch = row.BATCH_NAME, reason = problem })
    end
    return type(response.state) == 'table' and response.state or { status = batch_status.STOPPED }
end

local function stop(context, row)
    local phase = row.RUN_STATE
    if phase ~= batch_table.STARTED and batch_finish.is_in_use(context, row) then
        -- A session that waits for the transform job has created it already.
        local is_waiting = phase == batch_table.STARTING and is_running[stop_transform(context, row).status]
        if is_waiting then
            return { status = 'Stopping' }
        end
        errors.raise('E-SME-396.running', { batch = row.BATCH_NAME, session = row.session_id, user = row.user })
    end
    local state = phase == batch_table.EXPORTING and { status = batch_status.STOPPED } or stop_transform(context, row)
    if is_running[state.status] then
        batch_table.set(context, row, batch_table.state_cells(state))
        return state
    end
    -- The user does not want the predictions of a job that has completed meanwhile.
    state.status = state.status == batch_status.FAILED and state.status or batch_status.STOPPED
    local left = batch_finish.claim(context, row, state, phase) and batch_finish.discard(context, row, state)
    if left then
        errors.raise('E-SME-406', { batch = row.BATCH_NAME, reason = left })
    end
    return state
end

--- @param arguments { batch_name }
-- @param context as sme.script_context reads it, with names = { batch_table, stop, remove }
-- @return one row: batch, status
function M.run(arguments, context)
    context.batch_table = sql.qualified(context.schema, context.names.batch_table)
    required_arguments.read(arguments, { 'batch_name' })
    lock_wait.reset(context.database)
    local row = batch_table.get(context, arguments.batch_name)
    local state
    if row.RUN_STATE == batch_table.IMPORTED then
        local left = batch_finish.clean_up(context, row)
        if left then
            errors.raise('E-SME-406', { batch = row.BATCH_NAME, reason = left })
        end
    elseif row.RUN_STATE ~= batch_table.FINISHED then
        state = stop(context, row)
        row = batch_table.get(context, row.BATCH_NAME)
    end
    return { row.BATCH_NAME, batch_status.of_row(row, state) }
end

return M
