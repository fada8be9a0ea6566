-- lua-cjson behind its own API (https://github.com/openresty/lua-cjson): the same options, defaults and error texts.
-- Numbers decode to floats, as in the versions that Exasol carries for Lua 5.4 at least up to cjson 2.1.0.
local null = ...

local TOKENS = {
    ['{'] = 'T_OBJ_BEGIN',
    ['}'] = 'T_OBJ_END',
    ['['] = 'T_ARR_BEGIN',
    [']'] = 'T_ARR_END',
    [','] = 'T_COMMA',
    [':'] = 'T_COLON',
}
local ESCAPED = { ['"'] = '"', ['\\'] = '\\', ['/'] = '/', b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }
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
local array_mt, empty_array_mt = {}, {}
local empty_array = setmetatable({}, array_mt)

local function fail(...)
    error(string.format(...), 2)
end

-- Decoding -------------------------------------------------------------------------------------------------------------------------

local function code_point_at(text, position)
    local hex = string.match(text, '^\\u(%x%x%x%x)', position)
    return hex and tonumber(hex, 16)
end

--- @return the text and the position after the quote; or nil, the position and the fault
local function read_string(text, start)
    local parts, position = {}, start + 1
    while true do
        local plain_end = string.find(text, '["\\%z]', position) or #text + 1
        parts[#parts + 1] = string.sub(text, position, plain_end - 1)
        local character = string.sub(text, plain_end, plain_end)
        if character == '"' then
            return table.concat(parts), plain_end + 1
        elseif character ~= '\\' then
            return nil, plain_end, 'unexpected end of string'
        end
        local code = string.sub(text, plain_end + 1, plain_end + 1)
        if code == 'u' then
            local high = code_point_at(text, plain_end)
            position = plain_end + 6
            if high and high & 0xF800 == 0xD800 then
                local low = code_point_at(text, position)
                high = high & 0x400 == 0
                        and low
                        and low & 0xFC00 == 0xDC00
                        and ((high & 0x3FF) << 10 | low & 0x3FF) + 0x10000
                    or nil
                position = position + 6
            end
            if not high then
                return nil, plain_end, 'invalid unicode escape code'
            end
            parts[#parts + 1] = utf8.char(high)
        elseif ESCAPED[code] then
            parts[#parts + 1] = ESCAPED[code]
            position = plain_end + 2
        else
            return nil, plain_end, 'invalid escape code'
        end
    end
end

--- @return token type, value, position of the token (of the fault for T_ERROR), position after it
local function next_token(text, position)
    position = string.find(text, '[^ \t\r\n]', position) or #text + 1
    local character = string.sub(text, position, position)
    if character == '' then
        return 'T_END', nil, position, position
    elseif TOKENS[character] then
        return TOKENS[character], nil, position, position + 1
    elseif character == '"' then
        local value, after, fault = read_string(text, position)
        if fault then
            return 'T_ERROR', fault, after, after
        end
        return 'T_STRING', value, position, after
    elseif string.find(character, '[-%d]') then
        if string.find(text, '^%-?0[%dxX]', position) or string.find(text, '^%-[iInN]', position) then
            return 'T_ERROR', 'invalid number', position, position
        end
        local digits = string.match(text, '^%-?%d*%.?%d*[eE][-+]?%d+', position)
            or string.match(text, '^%-?%d*%.?%d*', position)
        local number = tonumber(digits)
        if not number then
            return 'T_ERROR', 'invalid number', position, position
        end
        return 'T_NUMBER', number + 0.0, position, position + #digits
    end
    for word, token in pairs({ ['true'] = 'T_BOOLEAN', ['false'] = 'T_BOOLEAN', null = 'T_NULL' }) do
        if string.sub(text, position, position + #word - 1) == word then
            return token, word == 'true', position, position + #word
        end
    end
    return 'T_ERROR', 'invalid token', position, position
end

local function make_decoder(options)
    local text, after, depth

    local function expected(what, token, value, place)
        fail('Expected %s but found %s at character %d', what, token == 'T_ERROR' and value or token, place)
    end

    local function read()
        local token, value, place
        token, value, place, after = next_token(text, after)
        return token, value, place
    end

    local read_value

    local function descend()
        depth = depth + 1
        if depth > options.decode_max_depth then
            fail('Found too many nested data structures (%d) at character %d', depth, after - 1)
        end
    end

    local function read_object()
        local object = {}
        local token, key, place = read()
        while token ~= 'T_OBJ_END' do
            if token ~= 'T_STRING' then
                expected('object key string', token, key, place)
            end
            local colon, fault, colon_place = read()
            if colon ~= 'T_COLON' then
                expected('colon', colon, fault, colon_place)
            end
            object[key] = read_value(read())
            token, key, place = read()
            if token == 'T_COMMA' then
                token, key, place = read()
                if token == 'T_OBJ_END' then
                    expected('object key string', token, key, place)
                end
            elseif token ~= 'T_OBJ_END' then
                expected('comma or object end', token, key, place)
            end
        end
        return object
    end

    local function read_array()
        local array, count = options.decode_array_with_array_mt and setmetatable({}, array_mt) or {}, 0
        local token, value, place = read()
        if token == 'T_ARR_END' then
            return array
        end
        while true do
            count = count + 1
            array[count] = read_value(token, value, place)
            token, value, place = read()
            if token == 'T_ARR_END' then
                return array
            elseif token ~= 'T_COMMA' then
                expected('comma or array end', token, value, place)
            end
            token, value, place = read()
        end
    end

    function read_value(token, value, place)
        if token == 'T_STRING' or token == 'T_NUMBER' or token == 'T_BOOLEAN' then
            return value
        elseif token == 'T_NULL' then
            if options.decode_json_null then
                return null
            end
            return nil
        elseif token == 'T_OBJ_BEGIN' or token == 'T_ARR_BEGIN' then
            descend()
            local container = token == 'T_OBJ_BEGIN' and read_object() or token == 'T_ARR_BEGIN' and read_array()
            depth = depth - 1
            return container
        end
        expected('value', token, value, place)
    end

    return function(...)
        if select('#', ...) ~= 1 then
            fail("bad argument #1 to 'decode' (expected 1 argument)")
        end
        local source = ...
        if type(source) ~= 'string' and type(source) ~= 'number' then
            fail("bad argument #1 to 'decode' (string expected, got %s)", type(source))
        end
        text, after, depth = tostring(source), 1, 0
        local result = read_value(read())
        local token, value, place = read()
        if token ~= 'T_END' then
            expected('the end', token, value, place)
        end
        return result
    end
end

-- Encoding -------------------------------------------------------------------------------------------------------------------------

local function escape(character)
    return ESCAPES[character] or string.format('\\u%04x', string.byte(character))
end

local function make_encoder(options)
    local append

    local function refuse(value, why)
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
            refuse(number, 'must not be NaN or Infinity')
        end
        parts[#parts + 1] = string.format('%.' .. options.encode_number_precision .. 'g', number)
    end

    --- How many elements, nil where the table is no array.
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
                refuse(list, 'excessively sparse array')
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
                refuse(key, 'table key must be a number or string')
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
            refuse(value, 'type not supported')
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

-- The module -----------------------------------------------------------------------------------------------------------------------

local function new()
    local options = {
        encode_empty_table_as_object = true,
        decode_array_with_array_mt = false,
        decode_json_null = true,
        encode_max_depth = 1000,
        decode_max_depth = 1000,
        encode_number_precision = 14,
        encode_invalid_numbers = false,
        sparse_convert = false,
        sparse_ratio = 2,
        sparse_safe = 10,
    }
    local module = {
        encode = make_encoder(options),
        decode = make_decoder(options),
        new = new,
        null = null,
        array_mt = array_mt,
        empty_array_mt = empty_array_mt,
        empty_array = empty_array,
        _NAME = 'cjson',
        _VERSION = '2.1.0',
    }
    local function add_option(name)
        module[name] = function(value)
            if value ~= nil then
                options[name] = value
            end
            return options[name]
        end
    end
    for _, name in ipairs({
        'encode_empty_table_as_object',
        'decode_array_with_array_mt',
        'decode_json_null',
        'encode_max_depth',
        'decode_max_depth',
        'encode_number_precision',
        'encode_invalid_numbers',
    }) do
        add_option(name)
    end
    function module.encode_sparse_array(convert, ratio, safe)
        if convert ~= nil then
            options.sparse_convert = convert
        end
        options.sparse_ratio, options.sparse_safe = ratio or options.sparse_ratio, safe or options.sparse_safe
        return options.sparse_convert, options.sparse_ratio, options.sparse_safe
    end
    return setmetatable(module, {
        __index = function(_, name)
            error("the sandbox's cjson has no '" .. tostring(name) .. "'", 2)
        end,
    })
end

--- cjson.safe: encode and decode answer nil and the message instead of raising.
local function new_safe()
    local module = new()
    for _, name in ipairs({ 'encode', 'decode' }) do
        local convert = module[name]
        module[name] = function(...)
            local ok, result = pcall(convert, ...)
            if ok then
                return result
            end
            return nil, result
        end
    end
    module.new = new_safe
    return module
end

return { new = new, new_safe = new_safe }
