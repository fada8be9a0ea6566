--- SQL that writes a row as a line of CSV, with the same text as EXPORT with DELIMIT = ALWAYS: every cell is quoted,
-- quotes within a cell are doubled, and NULL is empty without quotes.
local csv_format = require('sme.csv_format')
local sql = require('sme.sql')

local M = {}

-- The maximum length of a VARCHAR in characters.
local max_length = 2000000
-- The longest text of a value that is not a text.
local max_scalar_length = 100

--- The maximum number of characters of a cell, when all of them are quotes; nil if it is not known.
local function max_cell_length(column)
    if not column.type then
        return nil
    end
    local length = column.type:upper():match('CHAR%((%d+)%)')
    return 2 * (length and math.tointeger(tonumber(length)) or max_scalar_length) + 3
end

local function cell(column, separator)
    local value = column.expression or csv_format.expression(sql.identifier(column.name), column.type, separator)
    return ('CAST(%s AS VARCHAR(%d))'):format(value, max_length)
end

local function quoted(value)
    return ([[CASE WHEN %s IS NOT NULL THEN '"' || REPLACE(%s, '"', '""') || '"' END]]):format(value, value)
end

--- The line in as few texts as fit into VARCHAR columns, whatever the values are. A comma belongs between them.
-- @param columns { name, type, expression } as for s3_export.statement
-- @return a list of { sql, is_raw }; a raw text is a single cell that is not quoted, because it might become too long
function M.pieces(columns, separator)
    local pieces, cells, length = {}, {}, 0
    local function finish()
        if #cells > 0 then
            pieces[#pieces + 1] = { sql = table.concat(cells, " || ',' || "), is_raw = false }
        end
        cells, length = {}, 0
    end
    for _, column in ipairs(columns) do
        local value, cell_length = cell(column, separator), max_cell_length(column)
        if not cell_length or cell_length > max_length then
            finish()
            pieces[#pieces + 1] = { sql = value, is_raw = true }
        else
            if length + cell_length > max_length then
                finish()
            end
            cells[#cells + 1], length = quoted(value), length + cell_length
        end
    end
    finish()
    return pieces
end

--- The first line, without its end.
function M.header(columns)
    local names = {}
    for index, column in ipairs(columns) do
        names[index] = '"' .. column.name:gsub('"', '""') .. '"'
    end
    return table.concat(names, ',')
end

return M
