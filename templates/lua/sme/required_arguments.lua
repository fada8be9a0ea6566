--- Arguments of a script that have to be given.
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

--- Makes texts of them; raises E-SME-53 with all that are missing.
-- @param arguments by name
-- @param names in the order of the script's parameters
-- @param mitigation what to give
function M.read(arguments, names, mitigation)
    local missing = {}
    for _, name in ipairs(names) do
        if text.is_missing(arguments[name]) then
            missing[#missing + 1] = name
        else
            arguments[name] = tostring(arguments[name])
        end
    end
    if #missing > 0 then
        local said = ('Missing: %s.'):format(table.concat(missing, ', '))
        errors.raise({ errors.word('E-SME-53', said, mitigation) })
    end
end

return M
