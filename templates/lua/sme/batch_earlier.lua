--- Earlier runs of the command that starts a batch prediction.
local batch_cleanup = require('sme.batch_cleanup')
local batch_table = require('sme.batch_table')
local errors = require('sme.errors')
local run_reservation = require('sme.run_reservation')

local M = {}

M.BATCH_EXISTS = 'E-SME-393'

--- @param message Exasol's message if it is unknown whether the session still exists; otherwise nil
function M.in_use_error(run, message)
    local values = { batch = run.BATCH_NAME, session = run.session_id, user = run.user, reason = message }
    return errors.format(message and 'E-SME-396.unknown_session' or 'E-SME-396.running', values)
end

function M.exists_error(run)
    return errors.format(M.BATCH_EXISTS, { batch = run.BATCH_NAME })
end

local function find_transform(context, row)
    local response, problem = batch_cleanup.call(context, context.names.start, row, {
        input_uri = row.S3_INPUT_URI,
        only_look = true,
    })
    return response and response.outcome, problem
end

local function choose_action(context, earlier)
    return run_reservation.choose_action(context, earlier, {
        make_alive_error = M.in_use_error,
        make_exists_error = M.exists_error,
        find_in_aws = function()
            return find_transform(context, earlier)
        end,
    })
end

--- Looks for an earlier run of the same command: by the name of the batch, or by its parameters.
-- @return the row, the action for it ('take over', 'adopt' or 'answer'), and a problem
function M.find(context, arguments)
    local action, problem
    if arguments.batch_name then
        local earlier
        earlier, problem = batch_table.find(context, arguments.batch_name)
        if not earlier then
            return nil, nil, problem
        elseif earlier.REQUEST_DIGEST ~= context.digest then
            return nil, nil, M.exists_error(earlier)
        elseif earlier.state ~= batch_table.EXPORTING and earlier.state ~= batch_table.STARTING then
            return earlier, 'answer'
        end
        action, problem = choose_action(context, earlier)
        return earlier, action, problem
    end
    local rows
    rows, problem = batch_table.find_unfinished(context, context.digest)
    local found
    for _, earlier in ipairs(rows or {}) do
        local chosen
        chosen, problem = choose_action(context, earlier)
        if problem then
            return nil, nil, problem
        elseif not found then
            found, action = earlier, chosen
        end
    end
    return found, action, problem
end

return M
