--- When an endpoint expires. Neither AWS nor Exasol deletes it then: its row and its tags contain the time, and sme
-- cleanup deletes expired endpoints.
local utc = require('sme.utc')

local M = {}

--- Chooses the expiry. Repeating a command does not move it: the time to live counts from the first call. A different
-- time to live counts from now. Without one, the stored expiry is kept. An expiry in the past is ignored if the
-- endpoint does not exist.
-- @param time_to_live in seconds, or nil
-- @param row of the table, or nil
-- @param exists whether the endpoint exists in AWS
-- @param now seconds since 1970
-- @return { seconds, at = 'YYYY-MM-DD HH:MM:SS' }; empty if the endpoint does not expire
function M.choose(time_to_live, row, exists, now)
    local at = row and row.EXPIRES_AT_UTC
    local seconds = at and tonumber(row.TIME_TO_LIVE_IN_SECONDS)
    if at and (exists or utc.seconds(at) > now) and (not time_to_live or time_to_live == seconds) then
        return { seconds = seconds and math.tointeger(seconds), at = at }
    elseif not time_to_live then
        return {}
    end
    return { seconds = time_to_live, at = utc.write(now + time_to_live) }
end

--- The expiry in the form of the AWS tag: '2026-11-23T08:15:00Z'.
function M.to_tag(at)
    return at and at:gsub(' ', 'T') .. 'Z' or nil
end

return M
