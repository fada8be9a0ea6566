--- SQL expressions that format a value of each type for a CSV cell, independent of the session's NLS settings and time
-- zone. A model sees only this text, so a prediction must format values in the same way. templates/README.md has the
-- rules as a table.
local M = {}

M.date_format = 'YYYY-MM-DD'
M.timestamp_format = 'YYYY-MM-DD HH24:MI:SS.FF3'

--- Digits with a decimal point. EXPORT and CAST write the session's decimal character, which is replaced if it differs.
local function number(column, separator)
    if separator == '.' then
        return column
    end
    return ("REPLACE(CAST(%s AS VARCHAR(100)), '%s', '.')"):format(column, separator:gsub("'", "''"))
end

--- A number without trailing zeros in its fraction: 1.5 for 1.50 and 2 for 2.00.
local function decimal(column, separator, column_type)
    local text = number(column, separator)
    if column_type:match(',%s*0%)') then
        return text
    end
    text = separator == '.' and ('CAST(%s AS VARCHAR(100))'):format(column) or text
    return ("CASE WHEN INSTR(%s, '.') > 0 THEN RTRIM(RTRIM(%s, '0'), '.') ELSE %s END"):format(text, text, text)
end

local rules = {
    {
        '^BOOLEAN',
        function(column)
            return ("CASE WHEN %s THEN 'true' WHEN NOT %s THEN 'false' END"):format(column, column)
        end,
    },
    {
        '^DATE',
        function(column)
            return ("TO_CHAR(%s, '%s')"):format(column, M.date_format)
        end,
    },
    -- The text of this type depends on the session's time zone; CONVERT_TZ returns a TIMESTAMP in UTC.
    {
        '^TIMESTAMP.*LOCAL TIME ZONE',
        function(column)
            return ("TO_CHAR(CONVERT_TZ(%s, SESSIONTIMEZONE, 'UTC'), '%s')"):format(column, M.timestamp_format)
        end,
    },
    {
        '^TIMESTAMP',
        function(column)
            return ("TO_CHAR(%s, '%s')"):format(column, M.timestamp_format)
        end,
    },
    { '^DECIMAL', decimal },
    { '^DOUBLE', number },
    -- CHAR is padded with blanks. A model would treat the padded text as a separate category.
    {
        '^CHAR',
        function(column)
            return ('RTRIM(%s)'):format(column)
        end,
    },
    {
        '^VARCHAR',
        function(column)
            return column
        end,
    },
}

--- @param column the column as SQL, quoted
-- @param column_type as EXA_ALL_COLUMNS.COLUMN_TYPE shows it
-- @param separator the session's decimal character (first of NLS_NUMERIC_CHARACTERS)
-- @return SQL expression; nil for a type that cannot be used for training (HASHTYPE, GEOMETRY, INTERVAL)
function M.expression(column, column_type, separator)
    for _, rule in ipairs(rules) do
        if column_type:upper():match(rule[1]) then
            return rule[2](column, separator, column_type)
        end
    end
    return nil
end

function M.is_supported(column_type)
    return M.expression('', column_type, '.') ~= nil
end

function M.is_numeric(column_type)
    return column_type:upper():match('^DECIMAL') ~= nil or column_type:upper():match('^DOUBLE') ~= nil
end

return M
