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

--- Settings with types in the form of Exasol. Rows of version 0.1.0 contain types as the user wrote them (INTEGER
-- instead of DECIMAL(18,0)).
-- @param settings text of the table; text in any other form is returned unchanged
function M.normalise(settings)
    local is_readable, normalised = pcall(function()
        local decoded, keys = cjson.decode(settings), {}
        for index, key in ipairs(decoded.key_columns) do
            keys[index] = { name = key[1], type = column_type.normalise(key[2]) or key[2] }
        end
        return M.write(keys, decoded.parallel_requests)
    end)
    return is_readable and normalised or settings
end

return M
