--- Statistics of columns, from one pass over the rows of a training.
local csv_format = require('sme.csv_format')
local sql = require('sme.sql')
local text_formats = require('sme.text_formats')

local M = {}

-- Works in sessions with a decimal point and with a decimal comma.
local decimal_character = ','
local max_value = 200
-- SUM of more digits could overflow.
local max_summed_digits = 18

local function is_text(kind)
    return kind == 'char' or kind == 'varchar'
end

local function count_if(condition)
    return ('COUNT(CASE WHEN %s THEN 1 END)'):format(condition)
end

local function precision(column_type)
    return math.tointeger(tonumber(column_type:match('^DECIMAL%((%d+)'))) or 0
end

--- The aggregates of a column in a fixed order: list of { name in the profile, SQL }.
local function list_aggregates(column, kind, alias, count_distinct)
    local aggregates = { { 'count', ('COUNT(%s)'):format(alias) } }
    local function add(name, aggregate)
        aggregates[#aggregates + 1] = { name, aggregate }
    end
    if kind == 'boolean' then
        add('true_count', count_if(alias))
        return aggregates
    end
    add('distinct', count_distinct(alias))
    if is_text(kind) then
        add('min', ('SUBSTR(MIN(%s), 1, %d)'):format(alias, max_value))
        add('is_constant', ('CASE WHEN MIN(%s) = MAX(%s) THEN 1 ELSE 0 END'):format(alias, alias))
        add('max_length', ('MAX(LENGTH(%s))'):format(alias))
        add('sum', ('SUM(LENGTH(%s))'):format(alias))
        add('number_like', count_if(text_formats.begins_like_number(alias)))
        add('missing_words', count_if(text_formats.is_missing_word(alias)))
        add(
            'missing_word',
            ('SUBSTR(MIN(CASE WHEN %s THEN %s END), 1, %d)'):format(
                text_formats.is_missing_word(alias),
                alias,
                max_value
            )
        )
        return aggregates
    end
    for _, name in ipairs({ 'min', 'max' }) do
        local extreme = ('%s(%s)'):format(name:upper(), alias)
        add(name, csv_format.expression(extreme, column.type, decimal_character))
    end
    if kind == 'integer' and precision(column.type) <= max_summed_digits then
        add('sum', ('SUM(%s)'):format(alias))
    end
    return aggregates
end

local counts = {
    count = true,
    distinct = true,
    true_count = true,
    max_length = true,
    number_like = true,
    missing_words = true,
}

local function read(profile, aggregates, values)
    for index, aggregate in ipairs(aggregates) do
        local name = aggregate[1]
        profile[name] = counts[name] and math.tointeger(tonumber(values[index] or '0')) or values[index]
    end
    if profile.kind == 'boolean' then
        local others = profile.count - profile.true_count
        profile.distinct = (profile.true_count > 0 and 1 or 0) + (others > 0 and 1 or 0)
        profile.min = profile.true_count > 0 and 'true' or 'false'
    end
    if profile.is_text and profile.count > 0 then
        profile.average_length = tonumber((profile.sum:gsub(',', '.'))) / profile.count
    end
    profile.is_constant = profile.count > 0
        and (profile.distinct == 1 or profile.is_constant == '1' or (profile.max and profile.min == profile.max))
end

--- Requests the statistics of columns.
-- @param aggregation of sme.aggregation
-- @param columns list of { name, type } with types that can be used for training
-- @param is_exact whether different values are counted exactly, or faster with an error of a few percent
-- @return profile by column name, filled when the aggregation has run: count, distinct, min, max, sum, is_constant, …
function M.request(aggregation, columns, is_exact)
    local function count_distinct(alias)
        return (is_exact and 'COUNT(DISTINCT %s)' or 'APPROXIMATE_COUNT_DISTINCT(%s)'):format(alias)
    end
    local profiles = {}
    for _, column in ipairs(columns) do
        local kind = csv_format.kind(column.type)
        local profile = { column = column, kind = kind, is_text = is_text(kind) }
        profiles[column.name] = profile
        local aggregates
        aggregation.add({ sql.identifier(column.name) }, function(alias)
            aggregates = list_aggregates(column, kind, alias, count_distinct)
            local expressions = {}
            for index, aggregate in ipairs(aggregates) do
                expressions[index] = aggregate[2]
            end
            return expressions
        end, function(values)
            read(profile, aggregates, values)
        end)
    end
    return profiles
end

--- A text that is equal for columns with the same values in every row. Columns with the same text need not be equal.
function M.signature(profile)
    local parts = {}
    for index, name in ipairs({ 'kind', 'count', 'distinct', 'true_count', 'min', 'max', 'max_length', 'sum' }) do
        parts[index] = tostring(profile[name])
    end
    return table.concat(parts, '\n')
end

return M
