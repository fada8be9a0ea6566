--- Reports that a job leaves. A job that still runs has none yet: no rows. One that has ended without a report never
-- will have one: an error that says why.
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local running = { InProgress = true, Stopping = true }

--- @param answer as the UDF gives it
-- @param report { key = what the answer calls the rows, subject = what it is about, in words, null = Exasol's NULL,
-- integer_column = number of the column that is a DECIMAL, or nil }
-- @return the rows, NULL where a cell is missing
function M.make(answer, job_name, report)
    local found = answer[report.key]
    if text.is_missing(found) then
        if running[answer.status] then
            return {}
        end
        local where = text.is_missing(answer.location) and ''
            or (" Nothing that can be read as one lies at '%s'."):format(answer.location)
        local reasons = table.concat(answer.reasons, ' ')
        local said = ("Job '%s' (%s, %s) has no %s.%s"):format(
            job_name,
            answer.status,
            answer.secondary_status,
            report.subject,
            where
        )
        local mitigation = #reasons > 0 and ('AWS says: %s'):format(errors.clean(reasons) .. '.')
            or 'Autopilot writes one for the best candidate of a job that was not stopped and whose time was not up.'
        errors.raise({ errors.word('E-SME-140', said, mitigation) })
    end
    local rows = {}
    for index, cells in ipairs(found) do
        rows[index] = {}
        for column = 1, 3 do
            rows[index][column] = text.is_missing(cells[column]) and report.null or cells[column]
        end
        local integer = report.integer_column and math.tointeger(cells[report.integer_column])
        if integer then
            -- lua-cjson reads every number as a float, which Exasol does not take for a DECIMAL.
            rows[index][report.integer_column] = integer
        end
    end
    return rows
end

return M
