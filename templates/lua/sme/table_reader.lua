--- Reads rows of the tables of this extension. Values do not depend on the session's NLS settings.
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

local timestamps = {
    DATETIME = true,
    JOB_CREATION_TIME_UTC = true,
    JOB_END_TIME_UTC = true,
    EXPIRES_AT_UTC = true,
    CREATION_TIME_UTC = true,
    END_TIME_UTC = true,
    TRAINING_DATA_REMOVED_AT_UTC = true,
}
-- Lua reads a DOUBLE exactly, while its text would depend on the session's decimal character.
local doubles = { BEST_METRIC_VALUE = true, VALIDATION_FRACTION = true, HOLDOUT_FRACTION = true }
-- A DECIMAL can reach Lua as a number, as text or as userdata. As text it keeps all its digits.
local decimals = {
    SESSION_ID = true,
    ROWS_EXPORTED = true,
    FILES_EXPORTED = true,
    INSTANCE_COUNT = true,
    SERVERLESS_MEMORY_MB = true,
    SERVERLESS_MAX_CONCURRENCY = true,
    TIME_TO_LIVE_IN_SECONDS = true,
    MAX_CONCURRENT_TRANSFORMS = true,
    LINE_BREAKS_REPLACED = true,
    ROWS_PREDICTED = true,
    ROWS_FAILED = true,
    ROWS_HELD_OUT = true,
    SAMPLE_ROWS = true,
    SAMPLE_SEED = true,
    VERSION = true,
}

-- As text, a BOOLEAN is 'TRUE' or 'FALSE' however it reaches Lua.
local booleans = { KEEP_TRAINING_DATA = true }

local function select_column(column)
    if timestamps[column] then
        return ("TO_CHAR(%s, 'YYYY-MM-DD HH24:MI:SS')"):format(sql.identifier(column))
    elseif booleans[column] then
        return ("CASE WHEN %s THEN 'TRUE' WHEN NOT %s THEN 'FALSE' END"):format(column, column)
    elseif decimals[column] then
        return ('CAST(%s AS VARCHAR(40))'):format(column)
    end
    return column
end

--- @param qualified the table as SQL text
-- @param columns list of column names
-- @param clause SQL that follows the table name, such as "WHERE RUN_STATE = 'STARTED'"; may be empty
-- @return list of rows, each a table from column name to value: text, or a number for a DOUBLE; NULL is nil. Nil and
-- Exasol's message if the table cannot be read.
function M.read(database, qualified, columns, clause)
    local cells = {}
    for index, column in ipairs(columns) do
        cells[index] = select_column(column)
    end
    local statement = ('SELECT %s FROM %s %s'):format(table.concat(cells, ', '), qualified, clause)
    local result, message = database.try(statement)
    if not result then
        return nil, message
    end
    local rows = {}
    for index = 1, #result do
        local row = {}
        for position, column in ipairs(columns) do
            local value = text.optional(result[index][position])
            if value ~= nil then
                row[column] = doubles[column] and value or tostring(value)
            end
        end
        rows[index] = row
    end
    return rows
end

--- Of rows whose names differ in case only, the one that has exactly the name; otherwise the first.
function M.prefer_exact_name(rows, column, name)
    for _, row in ipairs(rows) do
        if row[column] == name then
            return row
        end
    end
    return rows[1]
end

return M
