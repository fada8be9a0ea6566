--- Names and types of the columns of a prediction: the same in the prediction UDF of an endpoint and in the target
-- table of a batch prediction.
local M = {}

-- For key columns whose type no UDF can emit. Wide enough for any text.
M.any_text = 'VARCHAR(2000000) UTF8'

--- A type in a form that a signature can contain, or nil. Types come from a table that users can write, so each is
-- checked. A UDF cannot emit TIMESTAMP WITH LOCAL TIME ZONE, so it takes and emits a TIMESTAMP, in UTC as in the
-- training. CREATE SCRIPT accepts TIMESTAMP(n) since Exasol 8.25, while the system tables show it since 8.6.
function M.signature_type(column_type)
    local upper = column_type:upper()
    if upper:match('^TIMESTAMP%(?%d?%)?$') or upper:match('^TIMESTAMP%(?%d?%)? WITH LOCAL TIME ZONE$') then
        return 'TIMESTAMP'
    elseif not upper:match('^%u[%u%d ,()]*$') or upper:find('--', 1, true) then
        return nil
    elseif upper == 'DATE' or upper == 'BOOLEAN' or upper:match('^DOUBLE') then
        return upper:match('^DOUBLE') or upper
    elseif upper:match('^DECIMAL%(%d+,%s*%d+%)$') then
        return upper
    end
    return upper:match('^VARCHAR%(%d+%) %u[%u%d]*$')
        or upper:match('^CHAR%(%d+%) %u[%u%d]*$')
        or upper:match('^VARCHAR%(%d+%)$')
        or upper:match('^CHAR%(%d+%)$')
end

--- The type of the prediction. A regression can predict larger numbers than the target contains, so the precision of a
-- DECIMAL is not limited to that of the target.
function M.prediction_type(target_type, problem_type)
    local found = M.signature_type(target_type)
    local scale = found and found:match('^DECIMAL%(%d+,%s*(%d+)%)$')
    if scale and problem_type == 'Regression' then
        return ('DECIMAL(36,%s)'):format(scale)
    end
    return found
end

--- A name that no other column has: PREDICTIONS, or PREDICTIONS_2 if an input has that name. Marks it as used.
function M.free_name(name, taken)
    local candidate, number = name, 1
    while taken[candidate] do
        number = number + 1
        candidate = ('%s_%d'):format(name, number)
    end
    taken[candidate] = true
    return candidate
end

return M
