--- A digest of a command's parameters, by which a repeated command is recognized.
local cjson = require('cjson')

local M = {}

local function write_canonical(value)
    if type(value) ~= 'table' then
        return cjson.encode(value)
    end
    local parts = {}
    if #value > 0 then
        for index, element in ipairs(value) do
            parts[index] = write_canonical(element)
        end
        return '[' .. table.concat(parts, ',') .. ']'
    end
    local keys = {}
    for key in pairs(value) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    for index, key in ipairs(keys) do
        parts[index] = cjson.encode(key) .. ':' .. write_canonical(value[key])
    end
    return '{' .. table.concat(parts, ',') .. '}'
end

--- FNV-1a with 64 bits, and the length: enough to distinguish the commands of one model name. The order of keys and
-- white space do not matter.
-- @param json a JSON object
-- @param ignored set of keys that do not distinguish commands, or nil
function M.make(json, ignored)
    local parameters = cjson.decode(json)
    for key in pairs(ignored or {}) do
        parameters[key] = nil
    end
    local canonical = write_canonical(parameters)
    local hash = 0xcbf29ce484222325
    for index = 1, #canonical do
        hash = (hash ~ canonical:byte(index)) * 0x100000001b3
    end
    return ('%016x-%d'):format(hash, #canonical)
end

return M
