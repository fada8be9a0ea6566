-- cjson.encode with lua-cjson's rules for arrays, values that cannot be serialized, and the format of numbers.
local null, array_mt, empty_array_mt = ...

local ESCAPES = {
    ['"'] = '\\"',
    ['\\'] = '\\\\',
    ['/'] = '\\/',
    ['\b'] = '\\b',
    ['\f'] = '\\f',
    ['\n'] = '\\n',
    ['\r'] = '\\r',
    ['\t'] = '\\t',
}

local function fail(...)
    error(string.format(...), 2)
end

local function escape(character)
    return ESCAPES[character] or string.format('\\u%04x', string.byte(character))
end

local function make_encoder(options)
    local append

    local function reject(value, why)
        fail('Cannot serialise %s: %s', type(value), why)
    end

    local function append_string(parts, text)
        parts[#parts + 1] = '"' .. string.gsub(text, '[%c"\\/\127]', escape) .. '"'
    end

    local function append_number(parts, number)
        if number ~= number or number == math.huge or number == -math.huge then
            if options.encode_invalid_numbers == 'null' then
                parts[#parts + 1] = 'null'
                return
            end
            reject(number, 'must not be NaN or Infinity')
        end
        parts[#parts + 1] = string.format('%.' .. options.encode_number_precision .. 'g', number)
    end

    --- Number of elements; nil if the table is not an array.
    local function array_length(list)
        local highest, items = 0, 0
        for key in pairs(list) do
            if type(key) ~= 'number' or key < 1 or math.floor(key) ~= key then
                return nil
            end
            highest, items = math.max(highest, key), items + 1
        end
        local ratio = options.sparse_ratio
        if ratio > 0 and highest > items * ratio and highest > options.sparse_safe then
            if not options.sparse_convert then
                reject(list, 'excessively sparse array')
            end
            return nil
        end
        return highest
    end

    local function append_array(parts, list, length, depth)
        parts[#parts + 1] = '['
        for index = 1, length do
            if index > 1 then
                parts[#parts + 1] = ','
            end
            append(parts, rawget(list, index), depth)
        end
        parts[#parts + 1] = ']'
    end

    local function append_object(parts, object, depth)
        local separator = '{'
        for key, value in next, object do
            parts[#parts + 1] = separator
            if type(key) == 'number' then
                parts[#parts + 1] = '"'
                append_number(parts, key)
                parts[#parts + 1] = '"'
            elseif type(key) == 'string' then
                append_string(parts, key)
            else
                reject(key, 'table key must be a number or string')
            end
            parts[#parts + 1] = ':'
            append(parts, value, depth)
            separator = ','
        end
        parts[#parts + 1] = separator == '{' and '{}' or '}'
    end

    function append(parts, value, depth)
        local kind = type(value)
        if kind == 'string' then
            append_string(parts, value)
        elseif kind == 'number' then
            append_number(parts, value)
        elseif kind == 'boolean' or kind == 'nil' or rawequal(value, null) then
            parts[#parts + 1] = (kind == 'nil' or kind == 'userdata') and 'null' or tostring(value)
        elseif kind ~= 'table' then
            reject(value, 'type not supported')
        else
            depth = depth + 1
            if depth > options.encode_max_depth then
                fail('Cannot serialise, excessive nesting (%d)', depth)
            end
            local metatable = getmetatable(value)
            local length = metatable == array_mt and #value or array_length(value)
            local is_array = length and (length > 0 or metatable == array_mt or metatable == empty_array_mt)
            if is_array or length == 0 and not options.encode_empty_table_as_object then
                append_array(parts, value, length, depth)
            else
                append_object(parts, value, depth)
            end
        end
    end

    return function(...)
        if select('#', ...) ~= 1 then
            fail("bad argument #1 to 'encode' (expected 1 argument)")
        end
        local parts = {}
        append(parts, (...), 0)
        return table.concat(parts)
    end
end

return make_encoder
