--- Findings about the values of a single input column.
local findings_module = require('sme.findings')
local sql = require('sme.sql')
local text = require('sme.text')
local text_formats = require('sme.text_formats')

local M = {}

-- Thresholds. A share is that of the values that are not NULL, if nothing else is said.
local min_null_share = 0.9
local min_unique_share_of_text = 0.95
local min_unique_share_of_integers = 0.99
local min_values = 20
local min_format_share = 0.9
local max_exact_digits = 15
local long_average, long_maximum = 200, 4000
local min_categories, min_category_share = 1000, 0.5
-- A longer text is not an ID.
local max_id_length = 64

local function count_digits(number)
    return number and #number:gsub('[^0-9]', '') or 0
end

local function add_nearly_unique(findings, profile)
    findings.add('nearly_unique', profile.column.name, { distinct = profile.distinct, count = profile.count })
end

local function is_nearly_unique(profile)
    local share = profile.distinct / profile.count
    if profile.count < min_values then
        return false
    elseif profile.is_text then
        return share >= min_unique_share_of_text and profile.average_length <= max_id_length
    end
    return profile.kind == 'integer' and share >= min_unique_share_of_integers
end

local function check_text(findings, profile, rows)
    local name = profile.column.name
    local quoted = sql.identifier(name)
    if profile.missing_words > 0 then
        findings.add('missing_value_words', name, {
            count = profile.missing_words,
            rows = rows,
            value = text.trim(profile.missing_word),
            sql = text_formats.conversions.missing_word(quoted),
        })
    end
    if profile.average_length >= long_average or profile.max_length >= long_maximum then
        findings.add('long_text', name, {
            average = ('%.0f'):format(profile.average_length),
            max = profile.max_length,
        })
    elseif not is_nearly_unique(profile) then
        local is_large = profile.distinct >= min_categories
            or profile.distinct >= min_categories / 10 and profile.distinct / profile.count >= min_category_share
        if is_large then
            findings.add('high_cardinality', name, { distinct = profile.distinct, count = profile.count })
        end
    end
end

local function check_numbers(findings, profile)
    for _, number in ipairs({ profile.max or '', profile.min or '' }) do
        if count_digits(number) > max_exact_digits then
            findings.add('imprecise_numbers', profile.column.name, { value = number })
            return
        end
    end
end

--- Whether most texts of a column begin like a number or a date, so that its format has to be examined.
local function needs_format(profile)
    local words = profile.missing_words
    return profile.is_text
        and profile.count >= min_values
        and profile.number_like >= min_format_share * math.max(1, profile.count - words)
end

--- Adds what the statistics of a column show.
-- @param rows number of rows
function M.check(findings, profile, rows)
    local name = profile.column.name
    if profile.count == 0 then
        if rows > 0 then
            findings.add('all_null', name)
        end
        return
    elseif profile.is_constant then
        findings.add('constant', name, { value = text.trim(profile.min or '') })
        return
    end
    if rows - profile.count > min_null_share * rows then
        findings.add('mostly_null', name, { share = findings_module.share(rows - profile.count, rows) })
    end
    if is_nearly_unique(profile) and not needs_format(profile) then
        add_nearly_unique(findings, profile)
    end
    if profile.is_text then
        check_text(findings, profile, rows)
    elseif profile.kind == 'integer' or profile.kind == 'decimal' then
        check_numbers(findings, profile)
    end
end

local function count_if(condition)
    return ('COUNT(CASE WHEN %s THEN 1 END)'):format(condition)
end

local function example(alias, condition)
    return ('SUBSTR(MIN(CASE WHEN %s THEN %s END), 1, 100)'):format(condition, alias)
end

local counted = {
    'number',
    'integer',
    'leading_zero',
    'decimal_comma',
    'thousands',
    'formatted',
    'iso_date',
    'dotted_date',
    'slashed_date',
    'compact_date',
    'day_first',
    'month_first',
}
local shown = {
    'leading_zero',
    'decimal_comma',
    'formatted',
    'iso_date',
    'dotted_date',
    'slashed_date',
    'compact_date',
}

local function format_aggregates(alias)
    local aggregates = {}
    for _, format in ipairs(counted) do
        aggregates[#aggregates + 1] = count_if(text_formats.matches(alias, format))
    end
    for _, format in ipairs(shown) do
        aggregates[#aggregates + 1] = example(alias, text_formats.matches(alias, format))
    end
    aggregates[#aggregates + 1] = example(alias, 'NOT ' .. text_formats.matches(alias, 'number'))
    -- a formatted number that is not a plain one
    local conditions = { text_formats.matches(alias, 'formatted'), 'NOT ' .. text_formats.matches(alias, 'number') }
    aggregates[#aggregates + 1] = example(alias, table.concat(conditions, ' AND '))
    return aggregates
end

local function read_formats(values)
    local formats = { examples = {} }
    for index, format in ipairs(counted) do
        formats[format] = math.tointeger(tonumber(values[index] or '0'))
    end
    for index, format in ipairs(shown) do
        formats.examples[format] = values[#counted + index]
    end
    formats.examples.no_number = values[#counted + #shown + 1]
    formats.examples.only_formatted = values[#counted + #shown + 2]
    return formats
end

--- The format of dates: the finding, the format for TO_DATE and an example; nil if the texts are not dates.
local function find_date(formats, least)
    local examples = formats.examples
    if formats.iso_date >= least then
        return 'dates_as_text', 'YYYY-MM-DD', examples.iso_date
    elseif formats.dotted_date >= least then
        return 'dates_as_text', 'DD.MM.YYYY', examples.dotted_date
    elseif formats.compact_date >= least then
        return 'dates_as_text', 'YYYYMMDD', examples.compact_date
    elseif formats.slashed_date >= least then
        if formats.day_first > 0 and formats.month_first == 0 then
            return 'dates_as_text', 'DD/MM/YYYY', examples.slashed_date
        elseif formats.month_first > 0 and formats.day_first == 0 then
            return 'dates_as_text', 'MM/DD/YYYY', examples.slashed_date
        end
        return 'ambiguous_dates', 'DD/MM/YYYY', examples.slashed_date
    end
end

--- The finding about numbers, how many values have it, an example, and the SQL that converts them.
local function find_number(formats, profile, least, quoted)
    local convert, examples = text_formats.conversions, formats.examples
    if formats.decimal_comma >= least and formats.decimal_comma > formats.thousands then
        return 'decimal_commas', formats.decimal_comma, examples.decimal_comma, convert.decimal_comma(quoted)
    elseif formats.formatted >= least and formats.number < formats.formatted then
        return 'formatted_numbers',
            formats.formatted,
            examples.only_formatted or examples.formatted,
            convert.formatted(quoted)
    elseif formats.number < least then
        return nil
    elseif formats.leading_zero > 0 then
        return 'leading_zeros', formats.leading_zero, examples.leading_zero, convert.number(quoted)
    elseif formats.number == profile.count then
        return 'numbers_as_text', formats.number, nil, convert.number(quoted)
    end
    return 'mostly_numbers_as_text', formats.number, examples.no_number, convert.number(quoted)
end

local function report_format(findings, profile, formats)
    local name = profile.column.name
    local quoted = sql.identifier(name)
    local least = min_format_share * (profile.count - profile.missing_words)
    local finding, date_format, value = find_date(formats, least)
    if finding then
        local has_time = (profile.max_length or 0) > #date_format
        findings.add(finding, name, {
            count = formats.iso_date + formats.dotted_date + formats.compact_date + formats.slashed_date,
            rows = profile.count,
            value = value,
            sql = text_formats.to_date(quoted, date_format, has_time),
        })
        return
    end
    local count, conversion
    finding, count, value, conversion = find_number(formats, profile, least, quoted)
    if finding then
        findings.add(finding, name, {
            count = count,
            rows = profile.count,
            value = text.trim(value or ''),
            sql = conversion,
            code = text_formats.conversions.code(quoted),
        })
    end
    local has_fractions = formats.number > formats.integer or finding == 'decimal_commas'
    if is_nearly_unique(profile) and not has_fractions and finding ~= 'formatted_numbers' then
        add_nearly_unique(findings, profile)
    end
end

--- Whether the numbers of a column are in the range of dates such as 20261122.
local function may_be_dates(profile)
    local min, max = tonumber(profile.min or ''), tonumber(profile.max or '')
    return profile.kind == 'integer' and min and min >= 19000101 and max <= 21001231
end

local function request_dates(aggregation, findings, profile)
    local name = profile.column.name
    aggregation.add({ sql.identifier(name) }, function(alias)
        local month = ('MOD(FLOOR(%s / 100), 100) BETWEEN 1 AND 12'):format(alias)
        return { count_if(('MOD(%s, 100) BETWEEN 1 AND 31 AND %s'):format(alias, month)) }
    end, function(values)
        if tonumber(values[1]) == profile.count then
            local digits = ('CAST(%s AS VARCHAR(8))'):format(sql.identifier(name))
            findings.add('dates_as_numbers', name, {
                count = profile.count,
                value = profile.min,
                sql = ("TO_DATE(%s, 'YYYYMMDD')"):format(digits),
            })
        end
    end)
end

--- Requests what the statistics alone cannot show: the format of texts and of numbers that may be dates.
function M.request_details(aggregation, findings, profile)
    if profile.is_constant or profile.count == 0 then
        return
    elseif needs_format(profile) then
        aggregation.add({ sql.identifier(profile.column.name) }, format_aggregates, function(values)
            report_format(findings, profile, read_formats(values))
        end)
    elseif may_be_dates(profile) then
        request_dates(aggregation, findings, profile)
    end
end

return M
