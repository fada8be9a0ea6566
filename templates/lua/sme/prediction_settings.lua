--- The column PREDICTION_SETTINGS of the endpoint table: key columns and parallel requests of a prediction UDF.
local cjson = require('cjson')
local column_type = require('sme.column_type')

local M = {}

--- Equal settings always give the same text, because lists have a fixed order and objects do not.
-- @param keys list of { name, type }
function M.write(keys, parallel_requests)
    local written = {}
    for index, column in ipairs(keys) do
        written[index] = cjson.encode({ column.name, column.type })
    end
    return ('{"key_columns":[%s],"parallel_requests":%d}'):format(table.concat(written, ','), parallel_requests)
end

--- Converts the types in settings to the form that Exasol shows. Rows of version 0.1.0 contain types as the user wrote
-- them (INTEGER instead of DECIMAL(18,0)).
-- @param settings text from the table; text that is not such JSON is returned unchanged
function M.normalize(settings)
    local is_readable, normalized = pcall(function()
        local decoded, keys = cjson.decode(settings), {}
        for index, key in ipairs(decoded.key_columns) do
            keys[index] = { name = key[1], type = column_type.normalize(key[2]) or key[2] }
        end
        return M.write(keys, decoded.parallel_requests)
    end)
    return is_readable and normalized or settings
end

return M
