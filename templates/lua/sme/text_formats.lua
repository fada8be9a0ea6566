--- Formats of numbers and dates that are stored as text, and the SQL that converts them.
local sql = require('sme.sql')
local training_facts = require('sme.training_facts')

local M = {}

local time = '([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?Z?)?'
-- No character class: without a UTF-8 mode, it would match single bytes of these characters.
local currency = '([$]|€|£|¥|EUR|USD|GBP|CHF)?'

--- A number that may have a sign, a currency in front of it or after it, or a percent sign.
local function with_currency(number)
    return ' *[+-]?' .. currency .. ' *[+-]?' .. number .. ' *(%|' .. currency .. ') *'
end

-- Each is matched against the whole text.
M.patterns = {
    number = training_facts.number_pattern,
    integer = ' *[+-]?[0-9]+ *',
    leading_zero = ' *[+-]?0[0-9]+ *',
    decimal_comma = with_currency('([0-9]{1,3}([.][0-9]{3})+|[0-9]+),[0-9]+'),
    thousands = with_currency('[0-9]{1,3}(,[0-9]{3})+'),
    formatted = with_currency('([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?)'),
    iso_date = '[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])' .. time,
    dotted_date = '(0?[1-9]|[12][0-9]|3[01])[.](0?[1-9]|1[0-2])[.][0-9]{4}' .. time,
    slashed_date = '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}' .. time,
    day_first = '(1[3-9]|2[0-9]|3[01])/.*',
    month_first = '[0-9]{1,2}/(1[3-9]|2[0-9]|3[01])/.*',
    compact_date = '(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])',
}

--- A condition that is true if the text has a format.
function M.matches(value, format)
    return ('%s REGEXP_LIKE %s'):format(value, sql.literal(M.patterns[format]))
end

--- Characters with which a number, a date or a currency begins. Only columns in which most texts begin with one of
-- them are matched against the patterns, because that takes much more time than the other aggregates.
function M.begins_like_number(value)
    local first = {}
    for _, code in utf8.codes('0123456789+-. $€£¥') do
        first[#first + 1] = sql.literal(utf8.char(code))
    end
    return ('SUBSTR(%s, 1, 1) IN (%s)'):format(value, table.concat(first, ', '))
end

function M.is_missing_word(value)
    local words = {}
    for index, word in ipairs(training_facts.missing_words) do
        words[index] = sql.literal(word)
    end
    return ('UPPER(TRIM(%s)) IN (%s)'):format(value, table.concat(words, ', '))
end

--- SQL that converts a column to a number; what is not a number becomes NULL.
-- @param text SQL of the text without separators
local function to_number(text)
    return ('CASE WHEN IS_NUMBER(%s) THEN CAST(%s AS DOUBLE) END'):format(text, text)
end

M.conversions = {}

function M.conversions.number(column)
    return to_number(column)
end

function M.conversions.decimal_comma(column)
    return to_number(("REPLACE(REGEXP_REPLACE(%s, '[^0-9,+-]', ''), ',', '.')"):format(column))
end

function M.conversions.formatted(column)
    return to_number(("REGEXP_REPLACE(%s, '[^0-9.+-]', '')"):format(column))
end

function M.conversions.missing_word(column)
    return ('CASE WHEN NOT %s THEN %s END'):format(M.is_missing_word(column), column)
end

function M.conversions.code(column)
    return ("'X' || %s"):format(column)
end

--- @param format of TO_DATE, such as 'DD.MM.YYYY'
-- @param is_timestamp whether some texts have a time, which is ignored
function M.to_date(column, format, is_timestamp)
    local text = is_timestamp and ('SUBSTR(%s, 1, 10)'):format(column) or column
    return ('CASE WHEN IS_DATE(%s, %s) THEN TO_DATE(%s, %s) END'):format(
        text,
        sql.literal(format),
        text,
        sql.literal(format)
    )
end

return M
