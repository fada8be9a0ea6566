-- cjson.decode with the tokens, positions and error texts of lua-cjson (https://github.com/openresty/lua-cjson).
local null, array_mt = ...

local TOKENS = {
    ['{'] = 'T_OBJ_BEGIN',
    ['}'] = 'T_OBJ_END',
    ['['] = 'T_ARR_BEGIN',
    [']'] = 'T_ARR_END',
    [','] = 'T_COMMA',
    [':'] = 'T_COLON',
}
local ESCAPED = { ['"'] = '"', ['\\'] = '\\', ['/'] = '/', b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }

local function fail(...)
    error(string.format(...), 2)
end

local function code_point_at(text, position)
    local hex = string.match(text, '^\\u(%x%x%x%x)', position)
    return hex and tonumber(hex, 16)
end

--- @return the text and the position after the quote; or nil, the position and the error
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

--- @return token type, value, position of the token (of the error for T_ERROR), position after it
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

return make_decoder
