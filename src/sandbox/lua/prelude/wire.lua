-- Encodes messages to the sandbox as JSON. Values are tagged strings ('i42', 'f0.5', 's…'), so that numbers keep all digits.
local decimals = ...

local wire = {}

local ESCAPES = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t' }

local function escape(character)
    return ESCAPES[character] or string.format('\\u%04x', string.byte(character))
end

function wire.text(value)
    return '"' .. string.gsub(value, '[%c"\\\127]', escape) .. '"'
end

function wire.list(items)
    return '[' .. table.concat(items, ',') .. ']'
end

--- @param fields alternating names and JSON texts; a field with nil is omitted
function wire.object(fields, count)
    local parts = {}
    for index = 1, count, 2 do
        if fields[index + 1] then
            parts[#parts + 1] = wire.text(fields[index]) .. ':' .. fields[index + 1]
        end
    end
    return '{' .. table.concat(parts, ',') .. '}'
end

--- A value with its type as prefix; for a value without an SQL counterpart, the name of its type.
function wire.value(value, null)
    local kind = math.type(value) or type(value)
    if kind == 'string' then
        return wire.text('s' .. value)
    elseif kind == 'integer' then
        return '"i' .. string.format('%d', value) .. '"'
    elseif kind == 'float' then
        return '"f' .. string.format('%.17g', value) .. '"'
    elseif kind == 'boolean' then
        return value and '"b1"' or '"b0"'
    elseif rawequal(value, null) then
        return '"n"'
    elseif decimals.is(value) then
        return '"d' .. tostring(value) .. '"'
    end
    return '"x' .. type(value) .. '"'
end

return wire
