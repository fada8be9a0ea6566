--- Positional arguments of a script that must not be NULL.
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

--- Converts the arguments to text. Raises one error that names all missing ones.
-- @param arguments values by name
-- @param names in the order of the script's parameters
function M.read(arguments, names)
    local missing = {}
    for _, name in ipairs(names) do
        if text.is_missing(arguments[name]) then
            missing[#missing + 1] = name
        else
            arguments[name] = tostring(arguments[name])
        end
    end
    if #missing > 0 then
        errors.raise('E-SME-53.argument', { keys = table.concat(missing, ', ') })
    end
end

return M
