--- When an endpoint has had its time. Nothing deletes it then by itself: the moment stands in the table and in tags,
-- for whoever clears away ("sme gc").
local utc = require('sme.utc')

local M = {}

--- The same command again must not move the moment, so it counts from the first call. Another time to live counts from
-- now, and none at all leaves what there is. An earlier moment counts no more where it is over and AWS has no endpoint.
-- @param wanted seconds, or nil
-- @param row of the table, or nil
-- @param is_there whether AWS has the endpoint
-- @param now seconds since 1970
-- @return { seconds, at = 'YYYY-MM-DD HH:MM:SS' }; empty where nothing is to expire
function M.choose(wanted, row, is_there, now)
    local at = row and row.EXPIRES_AT_UTC
    local seconds = at and tonumber(row.TIME_TO_LIVE_IN_SECONDS)
    if at and (is_there or utc.seconds(at) > now) and (not wanted or wanted == seconds) then
        return { seconds = seconds and math.tointeger(seconds), at = at }
    elseif not wanted then
        return {}
    end
    return { seconds = wanted, at = utc.write(now + wanted) }
end

--- The moment as a tag of AWS has it: '2026-11-23T08:15:00Z'.
function M.to_tag(at)
    return at and at:gsub(' ', 'T') .. 'Z' or nil
end

return M
