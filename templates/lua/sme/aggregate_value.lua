--- Values of a result that aggregates rows. NULL is userdata in Exasol, which is truthy.
local text = require('sme.text')

local M = {}

--- @return the number, or nil for NULL
function M.number(value)
    return tonumber(tostring(text.optional(value)))
end

--- @return the text, or nil for NULL
function M.text(value)
    local found = text.optional(value)
    return found ~= nil and tostring(found) or nil
end

return M
