--- The status of a batch prediction as users see it: a phase of the scripts, or the status of the transform job.
local batch_table = require('sme.batch_table')

local M = {}

M.IMPORTED, M.FAILED, M.STOPPED = 'Imported', 'Failed', 'Stopped'

local phases = {
    [batch_table.EXPORTING] = 'Exporting',
    [batch_table.STARTING] = 'Starting',
    [batch_table.IMPORTING] = 'Importing',
}

--- @param row of the batch
-- @param state of the transform job in AWS, if it was read
function M.of_row(row, state)
    local predicted = math.tointeger(tonumber(row.ROWS_PREDICTED))
    if row.RUN_STATE == batch_table.IMPORTED or row.RUN_STATE == batch_table.FINISHED then
        local status = row.TRANSFORM_STATUS
        local is_discarded = status == M.STOPPED or (status == M.FAILED and predicted == 0)
        return is_discarded and status or M.IMPORTED
    elseif row.RUN_STATE == batch_table.STARTED or (row.RUN_STATE == batch_table.STARTING and state) then
        return state and state.status or row.TRANSFORM_STATUS or 'InProgress'
    end
    return phases[row.RUN_STATE]
end

return M
