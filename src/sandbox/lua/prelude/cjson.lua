-- Reimplements lua-cjson (https://github.com/openresty/lua-cjson) with the same API, options, defaults and error texts.
-- Numbers decode to floats, as in cjson up to at least 2.1.0, which Exasol ships for Lua 5.4.
local load_prelude, null = ...

local array_mt, empty_array_mt = {}, {}
local empty_array = setmetatable({}, array_mt)
local make_decoder = load_prelude('cjson_decode', null, array_mt)
local make_encoder = load_prelude('cjson_encode', null, array_mt, empty_array_mt)

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

--- cjson.safe: encode and decode return nil and the message instead of raising an error.
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
