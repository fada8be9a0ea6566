--- Metrics of the probability of one label, the positive one, as scikit-learn defines them: ROC AUC counts ties half,
-- PR AUC is the average precision, and log loss clips probabilities to the precision of a DOUBLE.
local aggregate_value = require('sme.aggregate_value')
local errors = require('sme.errors')
local evaluation_labels = require('sme.evaluation_labels')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

-- Thresholds 0, 0.05 … 1.
local threshold_steps = 20
local min_probability = '2.220446049250313E-16'

--- The label whose probability is ranked. Without a choice of the caller: of two labels the one that sorts last, such
-- as yes, true or 1. The probability of the predicted label is not enough for more than two labels.
-- @return the label, or nil if there is no probability of one label
function M.find_positive(labels, columns, arguments)
    if arguments.positive_label ~= nil then
        local found = evaluation_labels.find(labels, arguments.positive_label)
        if not found then
            local label = tostring(arguments.positive_label)
            errors.raise('E-SME-574.unknown', { label = label, labels = text.list(labels) })
        elseif #labels > 2 and columns.probability and arguments.probability_of ~= 'positive_label' then
            errors.raise('E-SME-574.many', { count = #labels })
        end
        return found
    elseif arguments.probability_of == 'positive_label' and #labels > 2 then
        errors.raise('E-SME-574.missing', { count = #labels })
    end
    return #labels == 2 and labels[2] or nil
end

--- SQL of one row: Y is 1 for the positive label, SCORE its probability, PA the probability of the actual label.
local function write_rows(from, columns, options)
    local positive = sql.literal(options.positive)
    local score, actual = '"S"'
    if options.is_of_positive then
        actual = ('CASE WHEN "A" = %s THEN "S" ELSE 1 - "S" END'):format(positive)
    else
        -- ROUND, because 1 - 0.9 is a little less than 0.1.
        score = ('CASE WHEN "P" = %s THEN "S" ELSE ROUND(1 - "S", 12) END'):format(positive)
        actual = 'CASE WHEN "A" = "P" THEN "S" ELSE 1 - "S" END'
    end
    return ([[
SELECT CAST(CASE WHEN "A" = %s THEN 1 ELSE 0 END AS DOUBLE) AS "Y", CAST(%s AS DOUBLE) AS "SCORE",
CAST(%s AS DOUBLE) AS "PA"
FROM (SELECT %s AS "A", %s AS "P", CAST(%s AS DOUBLE) AS "S" FROM %s)
WHERE "A" IS NOT NULL AND "P" IS NOT NULL AND "S" IS NOT NULL]]):format(
        positive,
        score,
        actual,
        evaluation_labels.expression(columns.actual, columns.predicted.type),
        evaluation_labels.expression(columns.predicted, columns.actual.type),
        sql.identifier(columns.probability.name),
        from
    )
end

--- Groups rows of the same score, so that ties count half and the sums over higher scores do not depend on the frame of
-- the window. P and N are the positive and negative rows of a score, TP and FP those of this score and above.
local function write_statement(from, columns, options)
    local aggregates = {
        'SUM("P")',
        'SUM("N")',
        'SUM("N" * ("TP" - "P" / 2))',
        'SUM("P" * "TP" / ("TP" + "FP"))',
        'SUM("L")',
    }
    for step = 0, threshold_steps do
        for _, side in ipairs({ 'P', 'N' }) do
            aggregates[#aggregates + 1] = ('SUM(CASE WHEN "SCORE" >= %s THEN "%s" ELSE 0 END)'):format(
                ('%.2f'):format(step / threshold_steps),
                side
            )
        end
    end
    for index, aggregate in ipairs(aggregates) do
        aggregates[index] = ('CAST(%s AS DOUBLE)'):format(aggregate)
    end
    return ([[
SELECT %s
FROM (SELECT "SCORE", "P", "N", "L", SUM("P") OVER (ORDER BY "SCORE" DESC) AS "TP",
SUM("N") OVER (ORDER BY "SCORE" DESC) AS "FP"
FROM (SELECT "SCORE", SUM("Y") AS "P", SUM(1 - "Y") AS "N", SUM(-LN(GREATEST("PA", %s))) AS "L"
FROM (%s)
GROUP BY "SCORE"))]]):format(table.concat(aggregates, ', '), min_probability, write_rows(from, columns, options))
end

local function ratio(part, whole)
    return whole == 0 and 0 or part / whole
end

local function add_threshold(add, positive, threshold, hits, counts)
    local function put(name, value)
        add(name, value, { label = positive, threshold = threshold })
    end
    put('threshold_true_positives', hits.positives)
    put('threshold_false_positives', hits.negatives)
    put('threshold_false_negatives', counts.positives - hits.positives)
    put('threshold_true_negatives', counts.negatives - hits.negatives)
    put('threshold_precision', ratio(hits.positives, hits.positives + hits.negatives))
    put('threshold_recall', ratio(hits.positives, counts.positives))
    put('threshold_false_positive_rate', ratio(hits.negatives, counts.negatives))
    put('threshold_f1', ratio(2 * hits.positives, hits.positives + hits.negatives + counts.positives))
end

--- Adds log loss, ROC AUC and PR AUC. ROC AUC is nil, and PR AUC without a positive row, if they are not defined.
-- @param options { positive, is_of_positive }
-- @return function that adds the threshold table
function M.add(add, database, from, columns, options)
    local rows, message = database.try(write_statement(from, columns, options))
    if not rows then
        errors.raise('E-SME-66', { reason = message })
    end
    local values = {}
    for index = 1, 5 + 2 * (threshold_steps + 1) do
        values[index] = aggregate_value.number(rows[1][index])
    end
    local counts = { positives = values[1], negatives = values[2] }
    local extra = function()
        return { label = options.positive }
    end
    local pairs_of_rows = counts.positives * counts.negatives
    add('log_loss', values[5] / (counts.positives + counts.negatives))
    add('roc_auc', pairs_of_rows > 0 and values[3] / pairs_of_rows or nil, extra())
    add('pr_auc', counts.positives > 0 and values[4] / counts.positives or nil, extra())
    return function()
        for step = 0, threshold_steps do
            local at = 6 + 2 * step
            local hits = { positives = values[at], negatives = values[at + 1] }
            add_threshold(add, options.positive, step / threshold_steps, hits, counts)
        end
    end
end

return M
