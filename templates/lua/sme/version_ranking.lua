--- Compares the versions of a model by the objective metric of their best candidates.
local metric_direction = require('sme.metric_direction')

local M = {}

--- @param version, other versions with the same metric and values, as model_list.read returns them
function M.is_worse(version, other)
    if metric_direction.is_minimized(version.metric) then
        return version.value > other.value
    end
    return version.value < other.value
end

--- The best completed version. Values of different metrics cannot be compared, so the metric of the newest completed
-- version decides. Of equal versions, the newest is the best.
-- @param versions of one model, newest first
-- @return the version, or nil
function M.find_best(versions)
    local best
    for _, version in ipairs(versions) do
        local is_candidate = version.status == 'Completed'
        if is_candidate and not best then
            best = version
        elseif is_candidate and best.value and version.value and version.metric == best.metric then
            best = M.is_worse(best, version) and version or best
        end
    end
    return best
end

return M
