--- Names of the prediction functions of an endpoint and of their columns.
local prediction_columns = require('sme.prediction_columns')

local M = {}

--- The name of the prediction function: upper case with _ instead of -, so that SQL needs no quotes if it begins with a
-- letter. An endpoint name with capitals needs quotes anyway, so the function has exactly that name.
function M.choose(endpoint_name)
    if endpoint_name:find('%u') then
        return endpoint_name
    end
    return (endpoint_name:upper():gsub('-', '_'))
end

--- As choose, but an existing endpoint keeps the name in its row.
-- @param row of the endpoint, or nil
function M.keep_or_choose(endpoint_name, row)
    local function fold(name)
        return (name:upper():gsub('-', '_'))
    end
    local is_kept = row and row.PREDICTION_UDF and fold(row.PREDICTION_UDF) == fold(endpoint_name)
    return is_kept and row.PREDICTION_UDF or M.choose(endpoint_name)
end

--- The function that takes the features of a row as one CSV line.
function M.csv(name)
    return name .. '_CSV'
end

--- The function that also takes the number of bad rows that the query may have, and returns their errors.
function M.try(name)
    return name .. '_TRY'
end

function M.statistics(name)
    return name .. '_STATISTICS'
end

--- @return all functions of an endpoint; the prediction function is the first
function M.list(name)
    return { name, M.csv(name), M.try(name), M.statistics(name) }
end

--- The name of the column with the CSV line.
-- @param keys list of { name }
function M.line(keys)
    local taken = {}
    for _, key in ipairs(keys) do
        taken[key.name] = true
    end
    return prediction_columns.free_name('CSV_LINE', taken)
end

return M
