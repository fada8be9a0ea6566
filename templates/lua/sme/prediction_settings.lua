--- The column PREDICTION_SETTINGS of the endpoint table: what the prediction functions and the view of an endpoint
-- depend on.
local cjson = require('cjson')
local column_type = require('sme.column_type')

local M = {}

--- Equal settings always give the same text, because lists have a fixed order and objects do not. Rows of version 0.1.0
-- lack functions: their endpoints have no functions for CSV lines.
-- @param settings { keys = list of { name, type }, parallel_requests, functions = list of the functions besides
-- prediction and statistics, on_error and max_errors or nil, view = { name, query or nil } or nil }
function M.write(settings)
    local keys = {}
    for index, column in ipairs(settings.keys) do
        keys[index] = cjson.encode({ column.name, column.type })
    end
    local parts = {
        ('"key_columns":[%s]'):format(table.concat(keys, ',')),
        ('"parallel_requests":%d'):format(settings.parallel_requests),
    }
    local function add(name, value)
        if value ~= nil then
            parts[#parts + 1] = ('"%s":%s'):format(name, cjson.encode(value))
        end
    end
    add('functions', settings.functions)
    add('on_error', settings.on_error)
    add('max_errors', settings.max_errors)
    if settings.view then
        add('view_name', settings.view.name)
        add('view_query', settings.view.query)
    end
    return '{' .. table.concat(parts, ',') .. '}'
end

--- @return what write takes; raises an error if the text is not such JSON
function M.read(text)
    local decoded, keys = cjson.decode(text), {}
    for index, key in ipairs(decoded.key_columns) do
        keys[index] = { name = key[1], type = column_type.normalize(key[2]) or key[2] }
    end
    return {
        keys = keys,
        parallel_requests = decoded.parallel_requests,
        functions = decoded.functions,
        on_error = decoded.on_error,
        max_errors = decoded.max_errors and math.tointeger(decoded.max_errors),
        view = decoded.view_name and { name = decoded.view_name, query = decoded.view_query } or nil,
    }
end

--- Converts the types in settings to the form that Exasol shows. Rows of version 0.1.0 contain types as the user wrote
-- them (INTEGER instead of DECIMAL(18,0)).
-- @param settings text from the table; text that is not such JSON is returned unchanged
function M.normalize(settings)
    local is_readable, normalized = pcall(function()
        return M.write(M.read(settings))
    end)
    return is_readable and normalized or settings
end

--- @param settings text from the table
-- @return { name, query or nil } of the view of the endpoint; nil if it has none
function M.view(settings)
    local is_readable, found = pcall(M.read, settings)
    local view = is_readable and found.view or nil
    return view and type(view.name) == 'string' and view or nil
end

return M
