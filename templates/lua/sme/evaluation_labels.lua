--- The labels of a classification as text, so that columns of different types can be compared.
local column_type = require('sme.column_type')
local csv_format = require('sme.csv_format')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

local function word(type_name)
    local upper = (column_type.normalize(type_name) or type_name):upper()
    local first = upper:match('^%u+') or upper
    return first == 'CHAR' and 'VARCHAR' or first
end

local function is_decimal(type_name)
    return word(type_name) == 'DECIMAL'
end

--- Whether two columns can contain the same labels: both numbers, both text, or the same type.
function M.are_comparable(left, right)
    return csv_format.is_numeric(left) and csv_format.is_numeric(right) or word(left) == word(right)
end

local function scale(type_name)
    return tonumber(type_name:match(',%s*(%d+)%)')) or 0
end

--- SQL that writes a label as text. Equal labels of both columns have equal texts.
-- @param other type of the column to compare with
function M.expression(column, other)
    local name = sql.identifier(column.name)
    if word(column.type) == 'BOOLEAN' then
        return ("CASE WHEN %s THEN 'true' WHEN NOT %s THEN 'false' END"):format(name, name)
    elseif csv_format.is_numeric(column.type) then
        local common = 'DOUBLE'
        if is_decimal(column.type) and is_decimal(other) then
            common = ('DECIMAL(36,%d)'):format(math.max(scale(column.type), scale(other)))
        end
        -- A session can write decimal commas.
        local digits = ("REPLACE(CAST(CAST(%s AS %s) AS VARCHAR(2000)), ',', '.')"):format(name, common)
        local trimmed = "CASE WHEN INSTR(@, '.') > 0 AND INSTR(@, 'E') = 0 THEN RTRIM(RTRIM(@, '0'), '.') ELSE @ END"
        return (trimmed:gsub('@', (digits:gsub('%%', '%%%%'))))
    elseif column.type:upper():match('^CHAR') then
        return ('RTRIM(%s)'):format(name)
    end
    return ('CAST(%s AS VARCHAR(2000000))'):format(name)
end

--- Sorts labels: numbers by value, other texts by bytes.
function M.sort(labels)
    local are_numbers = true
    for _, label in ipairs(labels) do
        are_numbers = are_numbers and tonumber(label) ~= nil
    end
    table.sort(labels, function(left, right)
        local left_number, right_number = tonumber(left), tonumber(right)
        if are_numbers and left_number ~= right_number then
            return left_number < right_number
        end
        return left < right
    end)
end

--- The label that a value of the caller means: the same text, the same number, or true and false in any case.
-- @return the label, or nil
function M.find(labels, value)
    local wanted = type(value) == 'number' and text.number(value) or tostring(value)
    for _, label in ipairs(labels) do
        if label == wanted then
            return label
        end
    end
    for _, label in ipairs(labels) do
        local is_same_number = tonumber(label) ~= nil and tonumber(label) == tonumber(wanted)
        local is_same_boolean = (label == 'true' or label == 'false') and label == wanted:lower()
        if is_same_number or is_same_boolean then
            return label
        end
    end
end

return M
