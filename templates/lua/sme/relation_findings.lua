--- Findings about columns that are equal, or that contain the answer.
local column_profile = require('sme.column_profile')
local csv_format = require('sme.csv_format')
local sql = require('sme.sql')

local M = {}

local decimal_character = ','
-- More comparisons would take longer than they are worth.
local max_comparisons = 500
-- A column reveals the target if each of its values occurs in so many rows on average, always with the same class. Less
-- can be chance.
local min_rows_per_value = 20
local max_classes = 100
local min_correlation = 0.999
-- The square of a larger number could overflow.
local max_magnitude = 1e100

local function cell(column)
    return csv_format.expression(sql.identifier(column.name), column.type, decimal_character)
end

--- Requests a comparison of two columns of the same kind.
-- @param receive function that is called if they are equal in every row
local function request_comparison(aggregation, one, other, receive)
    aggregation.add({ sql.identifier(one.name), sql.identifier(other.name) }, function(left, right)
        local are_equal = ('%s = %s OR %s IS NULL AND %s IS NULL'):format(left, right, left, right)
        return { ('COUNT(*) - COUNT(CASE WHEN %s THEN 1 END)'):format(are_equal) }
    end, function(values)
        if tonumber(values[1]) == 0 then
            receive()
        end
    end)
end

--- Requests comparisons of all columns whose statistics are equal.
-- @param columns in their order, with target
-- @return the set of columns that are copies of the target, by name, filled when the aggregation has run
function M.request_copies(aggregation, findings, columns, profiles, target)
    local by_signature, comparisons, is_copy, copies_of_target = {}, 0, {}, {}
    for _, column in ipairs(columns) do
        local profile = profiles[column.name]
        if profile and profile.count > 0 and not profile.is_constant then
            local signature = column_profile.signature(profile)
            local earlier = by_signature[signature] or {}
            for _, other in ipairs(earlier) do
                comparisons = comparisons + 1
                if comparisons > max_comparisons then
                    return copies_of_target
                end
                request_comparison(aggregation, column, other, function()
                    if column == target or other == target then
                        local copy = column == target and other or column
                        copies_of_target[copy.name] = true
                        findings.add('copy_of_target', copy.name)
                    elseif not is_copy[column.name] then
                        is_copy[column.name] = true
                        findings.add('copy_of_column', column.name, { other = other.name })
                    end
                end)
            end
            earlier[#earlier + 1] = column
            by_signature[signature] = earlier
        end
    end
    return copies_of_target
end

--- Requests whether each value of a column occurs with only one class.
local function request_determination(aggregation, findings, profile, answer)
    local target, has_nulls = answer.target, profile.count < answer.rows
    aggregation.add({ cell(profile.column), cell(target) }, function(value, class)
        local text = ("COALESCE(LENGTH(%s), 0) || ':' || %s || '|' || %s"):format(value, value, class)
        return {
            ('COUNT(DISTINCT CASE WHEN %s IS NOT NULL THEN %s END)'):format(class, text),
            ('COUNT(DISTINCT CASE WHEN %s IS NOT NULL THEN %s END)'):format(class, value),
        }
    end, function(values)
        local pairs_found, distinct = tonumber(values[1]), tonumber(values[2])
        local is_pure = pairs_found == distinct + (has_nulls and 1 or 0)
        if is_pure and not answer.copies[profile.column.name] then
            answer.revealing[profile.column.name] = true
            findings.add('reveals_target', profile.column.name, { distinct = profile.distinct })
        end
    end)
end

--- Requests whether the classes of the rows with and without a value of a column are different.
local function request_null_classes(aggregation, findings, profile, answer)
    aggregation.add({ sql.identifier(profile.column.name), cell(answer.target) }, function(value, class)
        return {
            ('COUNT(DISTINCT CASE WHEN %s IS NULL THEN %s END)'):format(value, class),
            ('COUNT(DISTINCT CASE WHEN %s IS NOT NULL THEN %s END)'):format(value, class),
        }
    end, function(values)
        local without, with = tonumber(values[1]), tonumber(values[2])
        local is_decisive = without > 0 and with > 0 and without + with == answer.classes
        if is_decisive and not answer.revealing[profile.column.name] then
            findings.add('null_reveals_target', profile.column.name)
        end
    end)
end

local function is_moderate(profile)
    local min, max = tonumber(profile.min or ''), tonumber(profile.max or '')
    return min and max and math.max(math.abs(min), math.abs(max)) < max_magnitude
end

local function request_correlation(aggregation, findings, profile, answer)
    aggregation.add({ sql.identifier(profile.column.name), sql.identifier(answer.target.name) }, function(value, number)
        return { ('CORR(%s, %s)'):format(value, number) }
    end, function(values)
        local correlation = tonumber((tostring(values[1]):gsub(',', '.')))
        local is_copy = answer.copies[profile.column.name]
        if correlation and math.abs(correlation) >= min_correlation and not is_copy then
            findings.add('follows_target', profile.column.name, { correlation = ('%.5f'):format(correlation) })
        end
    end)
end

--- Requests whether a column contains the answer.
-- @param answer { target, profile, is_classification, classes, rows, copies = result of request_copies, revealing = set
-- of the columns found so far }
function M.request_leak(aggregation, findings, profile, answer)
    if profile.count == 0 or profile.is_constant and profile.count == answer.rows then
        return
    elseif answer.is_classification then
        if answer.classes < 2 or answer.classes > max_classes then
            return
        end
        if not profile.is_constant and profile.distinct * min_rows_per_value <= profile.count then
            request_determination(aggregation, findings, profile, answer)
        end
        local nulls = answer.rows - profile.count
        if nulls >= min_rows_per_value and profile.count >= min_rows_per_value then
            request_null_classes(aggregation, findings, profile, answer)
        end
    elseif
        csv_format.is_numeric(profile.column.type)
        and not profile.is_constant
        and is_moderate(profile)
        and is_moderate(answer.profile)
    then
        request_correlation(aggregation, findings, profile, answer)
    end
end

return M
