--- Reports that Autopilot writes for a job. A running job has no report yet, so it has no rows. A job that has ended
-- without a report will never have one, so that is an error.
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local running = { InProgress = true, Stopping = true }

local function missing_report_error(response, job_name, subject)
    local values = {
        job = job_name,
        status = response.status,
        secondary_status = response.secondary_status,
        subject = subject,
        location = text.is_missing(response.location) and ''
            or (" '%s' contains none that sme can read."):format(response.location),
    }
    local reasons = table.concat(response.reasons, ' ')
    if #reasons > 0 then
        values.reason = errors.clean(reasons)
        return errors.format('E-SME-140.with_reason', values)
    end
    return errors.format('E-SME-140.without_reason', values)
end

--- @param response of the UDF
-- @param report { key = member of the response that contains the rows, subject = what the report is called in an error,
-- null = Exasol's NULL, integer_column = number of the column that is a DECIMAL, or nil }
-- @return the rows
function M.make(response, job_name, report)
    local found = response[report.key]
    if text.is_missing(found) then
        if running[response.status] then
            return {}
        end
        error(missing_report_error(response, job_name, report.subject), 0)
    end
    local rows = {}
    for index, cells in ipairs(found) do
        rows[index] = {}
        for column = 1, 3 do
            rows[index][column] = text.is_missing(cells[column]) and report.null or cells[column]
        end
        local integer = report.integer_column and math.tointeger(cells[report.integer_column])
        if integer then
            -- lua-cjson decodes every number as a float, which Exasol does not accept for a DECIMAL.
            rows[index][report.integer_column] = integer
        end
    end
    return rows
end

return M
