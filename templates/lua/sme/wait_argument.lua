--- The parameter wait: whether and how long a script waits for AWS.
local json_arguments = require('sme.json_arguments')

local M = {}

-- AWS takes minutes to create an endpoint or to run a transform job; boto3's own waiters give up after an hour.
local default_seconds = 1800
local max_seconds = 3600

--- @return seconds; nil for an invalid value, which becomes a problem
function M.read(wait, problems)
    local seconds = tonumber(wait)
    local integer = seconds and math.tointeger(seconds)
    if wait == nil or wait == false or wait == 'false' then
        return 0
    elseif wait == true or wait == 'true' then
        return default_seconds
    elseif integer and integer >= 0 and integer <= max_seconds then
        return integer
    end
    local expected = ('must be true, false or a number of seconds up to %d'):format(max_seconds)
    problems[#problems + 1] = json_arguments.invalid_argument_error('wait', wait, expected)
end

return M
