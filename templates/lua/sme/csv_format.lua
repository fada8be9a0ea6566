--- SQL expressions that format a value of each type for a CSV cell, independent of the session's NLS settings and time
-- zone. A model sees only this text, so a prediction must format values in the same way. templates/README.md has the
-- rules as a table, src/scripts/facts.ts the expressions.
local facts = require('sme.facts')

local M = {}

-- The first pattern that matches the type wins.
local kinds = {
    { '^BOOLEAN', 'boolean' },
    { '^DATE', 'date' },
    { '^TIMESTAMP.*LOCAL TIME ZONE', 'local_timestamp' },
    { '^TIMESTAMP', 'timestamp' },
    { '^DECIMAL.*,%s*0%)', 'integer' },
    { '^DECIMAL', 'decimal' },
    { '^DOUBLE', 'double' },
    { '^CHAR', 'char' },
    { '^VARCHAR', 'varchar' },
}

--- @param column_type as EXA_ALL_COLUMNS.COLUMN_TYPE shows it
-- @return the kind of the type; nil for a type that cannot be used for training (HASHTYPE, GEOMETRY, INTERVAL)
function M.kind(column_type)
    for _, kind in ipairs(kinds) do
        if column_type:upper():match(kind[1]) then
            return kind[2]
        end
    end
    return nil
end

local function fill(name, column, separator)
    return (facts.csv_expressions[name]:gsub('[@#]', { ['@'] = column, ['#'] = separator:gsub("'", "''") }))
end

--- Digits with a decimal point. EXPORT and CAST write the session's decimal character, which is replaced if it differs.
local function number(column, separator)
    return separator == '.' and column or fill('number', column, separator)
end

--- A number without trailing zeros in its fraction: 1.5 for 1.50 and 2 for 2.00.
local function decimal(column, separator)
    local text = separator == '.' and ('CAST(%s AS VARCHAR(100))'):format(column) or number(column, separator)
    return fill('fraction', text, separator)
end

local writers = { integer = number, double = number, decimal = decimal }

--- @param column the column as SQL, quoted
-- @param column_type as EXA_ALL_COLUMNS.COLUMN_TYPE shows it
-- @param separator the session's decimal character (first of NLS_NUMERIC_CHARACTERS)
-- @return SQL expression; nil for a type that cannot be used for training
function M.expression(column, column_type, separator)
    local kind = M.kind(column_type)
    if writers[kind] then
        return writers[kind](column, separator)
    elseif facts.csv_expressions[kind] then
        return fill(kind, column, separator)
    end
    return kind and column
end

function M.is_supported(column_type)
    return M.kind(column_type) ~= nil
end

local numeric = { integer = true, decimal = true, double = true }

function M.is_numeric(column_type)
    return numeric[M.kind(column_type)] ~= nil
end

return M
