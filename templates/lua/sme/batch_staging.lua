--- The tables of a batch prediction in the target schema. The staging table has the number and the keys of each row.
-- The input table has the other exported columns, too, while they are exported; the output table has the rows that the
-- transform job wrote, while they are imported. Columns are numbered, so that any name and any type works: N is the
-- row number, K1 … are the keys, F1 … the columns that are exported only.
local sql = require('sme.sql')

local M = {}

--- @param token of the run
function M.name(token)
    return 'SME_BATCH_' .. token:gsub('-', '_')
end

local function qualified(batch, suffix)
    return sql.qualified(batch.TARGET_SCHEMA_NAME, batch.STAGING_TABLE_NAME .. suffix)
end

--- @param batch with TARGET_SCHEMA_NAME and STAGING_TABLE_NAME, such as its row
function M.staging(batch)
    return qualified(batch, '')
end

function M.input(batch)
    return qualified(batch, '_INPUT')
end

function M.output(batch)
    return qualified(batch, '_OUTPUT')
end

--- Statements that drop all of them. Only sme uses names that contain the token of a run.
function M.drop_statements(batch)
    local statements = {}
    for index, name in ipairs({ M.staging(batch), M.input(batch), M.output(batch) }) do
        statements[index] = 'DROP TABLE IF EXISTS ' .. name
    end
    return statements
end

--- Gives each column its number.
-- @param keys, features lists of { name, type }
-- @return selected = list of { name (in the source), column (in the table) }, features = list of { column, type } in
-- the order of the model's inputs, has_more: whether columns other than keys are exported
function M.number_columns(keys, features)
    local numbered, selected, exported, has_more = {}, {}, {}, false
    for index, key in ipairs(keys) do
        numbered[key.name] = 'K' .. index
        selected[#selected + 1] = { name = key.name, column = numbered[key.name] }
    end
    for index, feature in ipairs(features) do
        local column = numbered[feature.name]
        if not column then
            column, has_more = 'F' .. index, true
            selected[#selected + 1] = { name = feature.name, column = column }
        end
        exported[index] = { name = column, type = feature.type }
    end
    return { selected = selected, features = exported, has_more = has_more }
end

--- ROWNUM gives each row a number of its own, whatever the order. All rows are read once, so that the numbers of export
-- and keys agree even if the source changes or its order is not stable.
-- @param name of the table as SQL
-- @param from the source as SQL
-- @param selected see number_columns
-- @param is_empty true for a table without rows
function M.create_statement(name, from, selected, is_empty)
    local cells = { ('CAST(%s AS DECIMAL(18,0)) AS "N"'):format(is_empty and 'NULL' or 'ROWNUM') }
    for _, column in ipairs(selected) do
        cells[#cells + 1] = ('%s AS "%s"'):format(sql.identifier(column.name), column.column)
    end
    return ('CREATE TABLE %s AS SELECT\n    %s\nFROM %s'):format(name, table.concat(cells, ',\n    '), from)
        .. (is_empty and ' WHERE FALSE' or '')
end

--- @param key_count number of key columns
function M.copy_keys_statement(batch, key_count)
    local cells = { '"N"' }
    for index = 1, key_count do
        cells[#cells + 1] = ('"K%d"'):format(index)
    end
    return ('CREATE TABLE %s AS SELECT %s FROM %s'):format(M.staging(batch), table.concat(cells, ', '), M.input(batch))
end

local function is_text(column)
    return column.type:upper():find('CHAR', 1, true) ~= nil
end

--- SELECT of the number of rows and of the number of exported values that contain a line break.
function M.count_statement(name, features)
    local counts = {}
    for _, column in ipairs(features) do
        if is_text(column) then
            local condition = 'INSTR("%s", CHR(10)) > 0 OR INSTR("%s", CHR(13)) > 0'
            counts[#counts + 1] = ('COUNT(CASE WHEN ' .. condition .. ' THEN 1 END)'):format(column.name, column.name)
        end
    end
    return ('SELECT CAST(COUNT(*) AS VARCHAR(40)), CAST(%s AS VARCHAR(40)) FROM %s'):format(
        #counts > 0 and table.concat(counts, ' + ') or '0',
        name
    )
end

--- The columns of the EXPORT. A transform job reads one row per line, even within quotes, so line breaks become blanks.
-- @param make_cell csv_format.expression with the session's decimal character
function M.export_columns(features, has_line_breaks, make_cell)
    local columns = { { name = 'N', type = 'DECIMAL(18,0)', expression = '"N"' } }
    for index, column in ipairs(features) do
        local cell = make_cell(sql.identifier(column.name), column.type)
        if has_line_breaks and is_text(column) then
            cell = ("TRANSLATE(%s, CHR(13) || CHR(10), '  ')"):format(cell)
        end
        columns[index + 1] = { name = column.name, type = column.type, expression = cell }
    end
    return columns
end

return M
