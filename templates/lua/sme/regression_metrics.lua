--- Metrics of a regression, in one statement. A residual is the predicted minus the actual value.
local aggregate_value = require('sme.aggregate_value')
local errors = require('sme.errors')
local sql = require('sme.sql')

local M = {}

local quantiles = { '0', '0.05', '0.25', '0.5', '0.75', '0.95', '1' }

--- The mean is computed for each row first, because the sum of squares minus the square of the sum loses digits.
local function write_statement(from, columns)
    local residual = '("P" - "A")'
    local aggregates = {
        'COUNT("A")',
        'SQRT(AVG(%s * %s))',
        'AVG(ABS(%s))',
        'MEDIAN(ABS(%s))',
        'MAX(ABS(%s))',
        'AVG(%s)',
        'COUNT(CASE WHEN "A" = 0 THEN 1 END)',
        'AVG(CASE WHEN "A" <> 0 THEN ABS(%s / "A") END)',
        'SUM(%s * %s)',
        'SUM(("A" - "M") * ("A" - "M"))',
    }
    for _, quantile in ipairs(quantiles) do
        aggregates[#aggregates + 1] = ('PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %%s)'):format(quantile)
    end
    for _, count in ipairs({ 'COUNT(*)', 'COUNT("A0")', 'COUNT("P0")' }) do
        aggregates[#aggregates + 1] = count
    end
    for index, aggregate in ipairs(aggregates) do
        aggregates[index] = ('CAST(%s AS DOUBLE)'):format((aggregate:gsub('%%s', residual)))
    end
    -- Rows without an actual or predicted value are counted, but have neither A nor P, so no aggregate uses them.
    return ([[
SELECT %s
FROM (SELECT "A0", "P0", "A", "P", AVG("A") OVER () AS "M"
FROM (SELECT "A0", "P0", CASE WHEN "P0" IS NOT NULL THEN "A0" END AS "A",
CASE WHEN "A0" IS NOT NULL THEN "P0" END AS "P"
FROM (SELECT CAST(%s AS DOUBLE) AS "A0", CAST(%s AS DOUBLE) AS "P0" FROM %s)))]]):format(
        table.concat(aggregates, ', '),
        sql.identifier(columns.actual.name),
        sql.identifier(columns.predicted.name),
        from
    )
end

--- @param columns { actual, predicted }
-- @return list of metrics
function M.compute(database, from, columns)
    local rows, message = database.try(write_statement(from, columns))
    if not rows then
        errors.raise('E-SME-66', { reason = message })
    end
    local values = {}
    for index = 1, 13 + #quantiles do
        values[index] = aggregate_value.number(rows[1][index])
    end
    local evaluated = values[1]
    local total, with_actual = values[11 + #quantiles], values[12 + #quantiles]
    local no_actual, no_predicted = total - with_actual, with_actual - evaluated
    if evaluated == 0 then
        errors.raise('E-SME-572', { rows = total, no_actual = no_actual, no_predicted = no_predicted })
    end
    local metrics = {}
    local function add(name, value, threshold)
        metrics[#metrics + 1] = { name = name, value = value, threshold = threshold }
    end
    add('rows', total)
    add('rows_evaluated', evaluated)
    add('rows_without_actual', no_actual)
    add('rows_without_prediction', no_predicted)
    add('rmse', values[2])
    add('mae', values[3])
    add('median_absolute_error', values[4])
    add('max_absolute_error', values[5])
    add('mean_error', values[6])
    -- The relative error of an actual value of 0 is not defined.
    add('mape', values[7] == 0 and values[8] or nil)
    add('r2', values[10] > 0 and 1 - values[9] / values[10] or nil)
    for index, quantile in ipairs(quantiles) do
        add('residual_quantile', values[10 + index], tonumber(quantile))
    end
    return metrics
end

return M
