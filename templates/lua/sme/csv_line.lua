--- The CSV line of a row as an SQL expression, with the expressions of the training export. src/tables/csv-line.ts
-- writes the same text; test/integration/csv-lines.test.ts compares them.
local csv_format = require('sme.csv_format')
local sql = require('sme.sql')

local M = {}

-- Replaces the decimal character of sessions that use a comma, and changes nothing in other sessions. The statement can
-- run in any session.
local decimal_character = ','
local quoted_kinds = { char = true, varchar = true }

local plain_types = {
    boolean = 'BOOLEAN',
    date = 'DATE',
    timestamp = 'TIMESTAMP',
    double = 'DOUBLE',
}

--- The type as a CAST takes it; nil for texts, which need no cast.
local function cast_type(column_type, kind)
    return plain_types[kind] or column_type:match('^DECIMAL%(%d+,%s*%d+%)')
end

local function scale(column_type)
    return column_type:match(',%s*(%d+)%)')
end

--- A prediction function converts its arguments to the types of the training. In a CSV line, a cast does that for a
-- column of another type.
-- @return the column as SQL, and the type that it has
local function convert(column, source_type)
    local name, column_type = sql.identifier(column.name), column.type:upper()
    local kind, source_kind = csv_format.kind(column_type), csv_format.kind(source_type or '')
    if not source_kind then
        return name, column_type
    elseif kind == 'local_timestamp' and source_kind ~= kind then
        kind, column_type = 'timestamp', 'TIMESTAMP'
    end
    local is_same = kind == source_kind and (kind ~= 'decimal' or scale(column_type) == scale(source_type))
    local target = not is_same and cast_type(column_type, kind)
    return target and ('CAST(%s AS %s)'):format(name, target) or name, column_type
end

--- @param columns list of { name, type }: the inputs of the model in the order of the training
-- @param source_types type by name for the columns of the source; nil if they are unknown
-- @param indent before each line but the first
-- @return SQL of type VARCHAR
function M.expression(columns, source_types, indent)
    local pieces, literal = {}, ''
    for index, column in ipairs(columns) do
        local value, column_type = convert(column, (source_types or {})[column.name])
        local kind = csv_format.kind(column_type) or 'varchar'
        local cell = csv_format.expression(value, column_type, decimal_character) or value
        if kind == 'integer' then
            cell = value
        elseif quoted_kinds[kind] then
            cell, literal = ([[REPLACE(%s, '"', '""')]]):format(cell), literal .. '"'
        end
        if literal ~= '' then
            pieces[#pieces + 1] = ("'%s' || "):format(literal)
        end
        if index > 1 then
            pieces[#pieces] = pieces[#pieces]:sub(1, -2) .. '\n' .. indent
        end
        pieces[#pieces + 1] = cell .. ' || '
        literal = (quoted_kinds[kind] and '"' or '') .. (index < #columns and ',' or '')
    end
    if literal ~= '' then
        pieces[#pieces + 1] = ("'%s' || "):format(literal)
    end
    local text = table.concat(pieces):sub(1, -5)
    -- One number alone would not be a text.
    local is_number = #columns == 1 and csv_format.kind(columns[1].type) == 'integer'
    return is_number and ('CAST(%s AS VARCHAR(100))'):format(text) or text
end

return M
