--- Lists all batch predictions of the table. Each connection and Region takes one call to AWS, for the batches whose
-- transform job may have changed.
local aws_errors = require('sme.aws_errors')
local batch_cleanup = require('sme.batch_cleanup')
local batch_status = require('sme.batch_status')
local batch_table = require('sme.batch_table')
local sql = require('sme.sql')
local state_groups = require('sme.state_groups')
local text = require('sme.text')
local udf = require('sme.udf')
local unfinished_runs = require('sme.unfinished_runs')
local utc = require('sme.utc')

local M = {}

local function is_open(row)
    return row.RUN_STATE == batch_table.STARTING or row.RUN_STATE == batch_table.STARTED
end

--- Requests the states of the open batches.
-- @return states by batch name, and problems by group
local function request_states(context, rows)
    local groups, order = {}, {}
    for _, row in ipairs(rows) do
        local name = state_groups.name(row.AWS_CREDENTIALS_CONNECTION_NAME, row.AWS_REGION)
        if is_open(row) and not groups[name] then
            groups[name], order[#order + 1] = { row = row, batches = {} }, name
        end
        if is_open(row) then
            table.insert(groups[name].batches, row.BATCH_NAME)
        end
    end
    local states, problems = {}, {}
    for _, name in ipairs(order) do
        local row = groups[name].row
        local response, problem = udf.call(context.database, context.schema, context.names.states, {
            connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
            region = row.AWS_REGION,
            batches = groups[name].batches,
        })
        local found = problem and { problem } or aws_errors.list_problems(response, batch_cleanup.describe_access(row))
        problems[name] = #found > 0 and table.concat(found, ' ') or nil
        for batch, state in pairs(response and response.states or {}) do
            states[batch] = state
        end
    end
    return states, problems
end

--- The remark on a batch that a session is working on, or was working on when it ended.
local function describe_session(context, row)
    local is_alive, message = unfinished_runs.is_alive(context.database, row, context.session_id)
    if is_alive then
        return ("Session %s of user '%s' is working on it."):format(row.session_id, row.user)
    elseif is_alive == nil then
        local remark = 'It is unknown whether session %s is still working on it: %s.'
        return remark:format(row.session_id, message)
    elseif row.RUN_STATE == batch_table.IMPORTING then
        return 'The import did not finish. Finish the batch again.'
    end
    return 'The start did not finish. Run the same command again, or stop the batch.'
end

local function make_remark(context, row, state, problem)
    local is_missing = state and state.missing
    if row.RUN_STATE == batch_table.IMPORTED then
        return 'Its files or its model were not deleted. Finish the batch again.'
    elseif row.RUN_STATE == batch_table.EXPORTING or row.RUN_STATE == batch_table.IMPORTING then
        return describe_session(context, row)
    elseif not is_open(row) then
        return nil
    elseif problem then
        return problem
    elseif row.RUN_STATE == batch_table.STARTING and (is_missing or not state) then
        return describe_session(context, row)
    elseif is_missing then
        return 'AWS has no transform job of this name in this account and Region.'
    elseif not state then
        return 'This call did not read its status, because the account has too many other transform jobs.'
    elseif state.status == 'Completed' or state.status == 'Failed' or state.status == 'Stopped' then
        return 'The transform job has ended. Finish the batch.'
    end
end

local function make_row(context, row, state, remark)
    local function integer(value)
        return math.tointeger(tonumber(value))
    end
    local known = state and not state.missing and state or nil
    local created = known and text.optional(known.created) or row.CREATION_TIME_UTC
    local ended = known and text.optional(known.ended) or row.END_TIME_UTC
    local started = created and utc.seconds(created)
    local cells = {
        row.BATCH_NAME,
        row.JOB_NAME,
        batch_status.of_row(row, known),
        created,
        started and math.max(0, context.now - started),
        started and math.max(0, (ended and utc.seconds(ended) or context.now) - started),
        integer(row.ROWS_EXPORTED),
        integer(row.ROWS_PREDICTED),
        integer(row.ROWS_FAILED),
        batch_table.target(row),
        row.INSTANCE_TYPE,
        integer(row.INSTANCE_COUNT),
        known and text.optional(known.failure_reason) or row.FAILURE_REASON,
        remark,
    }
    local made = {}
    for index = 1, 14 do
        made[index] = cells[index] == nil and context.null or cells[index]
    end
    return made
end

--- @param context as sme.script_context reads it, with null, names = { batch_table, states }
-- @return rows, newest batch first
function M.run(context)
    context.batch_table = sql.qualified(context.schema, context.names.batch_table)
    local rows, problem = batch_table.read(context)
    if not rows then
        error(problem, 0)
    end
    local states, problems = request_states(context, rows)
    local made = {}
    for index, row in ipairs(rows) do
        local state = states[row.BATCH_NAME]
        local group = state_groups.name(row.AWS_CREDENTIALS_CONNECTION_NAME, row.AWS_REGION)
        made[index] = make_row(context, row, state, make_remark(context, row, state, problems[group]))
    end
    return made
end

return M
