--- How much each column counts. A job that still runs has no report yet: no rows. One that has ended without a report
-- never will have one: an error that says why.
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local running = { InProgress = true, Stopping = true }

--- @param answer as the UDF gives it
-- @param null Exasol's NULL
-- @return rows of column, importance and share
function M.make(answer, job_name, null)
    if text.is_missing(answer.features) then
        if running[answer.status] then
            return {}
        end
        local where = text.is_missing(answer.location) and ''
            or (" Nothing that can be read as one lies at '%s'."):format(answer.location)
        local reasons = table.concat(answer.reasons, ' ')
        local said = ("Job '%s' (%s, %s) has no report on feature importance.%s"):format(
            job_name,
            answer.status,
            answer.secondary_status,
            where
        )
        local mitigation = #reasons > 0 and ('AWS says: %s'):format(errors.clean(reasons) .. '.')
            or 'Autopilot writes one for the best candidate of a job that was not stopped and whose time was not up.'
        errors.raise({ errors.word('E-SME-140', said, mitigation) })
    end
    local rows = {}
    for index, feature in ipairs(answer.features) do
        rows[index] = { feature[1], feature[2], text.is_missing(feature[3]) and null or feature[3] }
    end
    return rows
end

return M
