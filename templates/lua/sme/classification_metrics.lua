--- Metrics of a classification. The database counts the rows of each pair of actual and predicted label; everything
-- that does not need a probability follows from these counts. Definitions are those of scikit-learn: labels are all
-- that occur in either column, a ratio without rows is 0, and balanced accuracy averages the recall of actual labels.
local aggregate_value = require('sme.aggregate_value')
local errors = require('sme.errors')
local evaluation_labels = require('sme.evaluation_labels')
local probability_metrics = require('sme.probability_metrics')
local sql = require('sme.sql')

local M = {}

-- More pairs than this are not classes: the columns contain numbers or keys.
local max_pairs = 100000

--- @return list of { actual, predicted, count, with_probability, invalid }
local function count_pairs(database, from, columns)
    local probability = columns.probability and sql.identifier(columns.probability.name) or 'CAST(NULL AS DOUBLE)'
    local rows, message = database.try(
        ([[
SELECT "A", "P", CAST(COUNT(*) AS DOUBLE), CAST(COUNT("S") AS DOUBLE),
CAST(COUNT(CASE WHEN "S" < 0 OR "S" > 1 THEN 1 END) AS DOUBLE)
FROM (SELECT %s AS "A", %s AS "P", %s AS "S" FROM %s)
GROUP BY "A", "P" LIMIT %d]]):format(
            evaluation_labels.expression(columns.actual, columns.predicted.type),
            evaluation_labels.expression(columns.predicted, columns.actual.type),
            probability,
            from,
            max_pairs + 1
        )
    )
    if not rows then
        errors.raise('E-SME-66', { reason = message })
    elseif #rows > max_pairs then
        errors.raise('E-SME-573', { max = max_pairs })
    end
    local pairs_of_labels = {}
    for index = 1, #rows do
        local row = rows[index]
        pairs_of_labels[index] = {
            actual = aggregate_value.text(row[1]),
            predicted = aggregate_value.text(row[2]),
            count = aggregate_value.number(row[3]),
            with_probability = aggregate_value.number(row[4]),
            invalid = aggregate_value.number(row[5]),
        }
    end
    return pairs_of_labels
end

--- Sums up the pairs.
-- @return { labels, support, predicted and correct by label, evaluated, correct_rows, … }
local function summarize(cells)
    local total = { rows = 0, evaluated = 0, no_actual = 0, no_predicted = 0, with_probability = 0, invalid = 0 }
    local support, predicted, correct, labels = {}, {}, {}, {}
    local function add_label(label)
        if not support[label] then
            support[label], predicted[label], correct[label] = 0, 0, 0
            labels[#labels + 1] = label
        end
    end
    for _, cell in ipairs(cells) do
        total.rows = total.rows + cell.count
        if not cell.actual then
            total.no_actual = total.no_actual + cell.count
        elseif not cell.predicted then
            total.no_predicted = total.no_predicted + cell.count
        else
            add_label(cell.actual)
            add_label(cell.predicted)
            support[cell.actual] = support[cell.actual] + cell.count
            predicted[cell.predicted] = predicted[cell.predicted] + cell.count
            if cell.actual == cell.predicted then
                correct[cell.actual] = cell.count
            end
            total.evaluated = total.evaluated + cell.count
            total.with_probability = total.with_probability + cell.with_probability
            total.invalid = total.invalid + cell.invalid
        end
    end
    evaluation_labels.sort(labels)
    total.support, total.predicted, total.correct, total.labels = support, predicted, correct, labels
    return total
end

local function ratio(part, whole)
    return whole == 0 and 0 or part / whole
end

--- Precision, recall and F1 of each label, their mean and their mean weighted by rows.
local function add_label_metrics(add, total)
    local sums = { macro = { 0, 0, 0 }, weighted = { 0, 0, 0 } }
    local names, correct_rows, recall_sum, actual_labels = { 'precision', 'recall', 'f1' }, 0, 0, 0
    local by_label = {}
    for _, label in ipairs(total.labels) do
        local support, predicted, correct = total.support[label], total.predicted[label], total.correct[label]
        local values = {
            ratio(correct, predicted),
            ratio(correct, support),
            ratio(2 * correct, support + predicted),
        }
        by_label[label] = values
        correct_rows = correct_rows + correct
        if support > 0 then
            actual_labels = actual_labels + 1
            recall_sum = recall_sum + values[2]
        end
        for index, value in ipairs(values) do
            sums.macro[index] = sums.macro[index] + value / #total.labels
            sums.weighted[index] = sums.weighted[index] + value * support / total.evaluated
        end
    end
    add('accuracy', correct_rows / total.evaluated)
    add('balanced_accuracy', recall_sum / actual_labels)
    for _, average in ipairs({ 'macro', 'weighted' }) do
        for index, name in ipairs(names) do
            add(name .. '_' .. average, sums[average][index])
        end
    end
    return function()
        for _, label in ipairs(total.labels) do
            for index, name in ipairs(names) do
                add(name, by_label[label][index], { label = label })
            end
            add('support', total.support[label], { label = label })
        end
    end
end

--- Cells in the order of the labels; pairs that do not occur are left out.
local function add_confusion(add, cells, labels)
    local position = {}
    for index, label in ipairs(labels) do
        position[label] = index
    end
    local known = {}
    for _, cell in ipairs(cells) do
        if cell.actual and cell.predicted then
            known[#known + 1] = cell
        end
    end
    table.sort(known, function(left, right)
        if left.actual ~= right.actual then
            return position[left.actual] < position[right.actual]
        end
        return position[left.predicted] < position[right.predicted]
    end)
    for _, cell in ipairs(known) do
        add('confusion', cell.count, { label = cell.actual, predicted_label = cell.predicted })
    end
end

--- @param columns { actual, predicted, probability or nil }
-- @return list of metrics
function M.compute(database, from, columns, arguments)
    local cells = count_pairs(database, from, columns)
    local total = summarize(cells)
    if total.evaluated == 0 then
        errors.raise('E-SME-572', {
            rows = total.rows,
            no_actual = total.no_actual,
            no_predicted = total.no_predicted,
        })
    elseif arguments.problem_type == 'BinaryClassification' and #total.labels > 2 then
        errors.raise('E-SME-65.not_binary', { target = columns.actual.name, count = #total.labels })
    elseif total.invalid > 0 then
        errors.raise('E-SME-575', { column = columns.probability.name, count = total.invalid })
    end
    local positive = probability_metrics.find_positive(total.labels, columns, arguments)
    local metrics = {}
    local function add(name, value, extra)
        extra = extra or {}
        extra.name, extra.value = name, value
        metrics[#metrics + 1] = extra
    end
    add('rows', total.rows)
    add('rows_evaluated', total.evaluated)
    add('rows_without_actual', total.no_actual)
    add('rows_without_prediction', total.no_predicted)
    if columns.probability then
        add('rows_without_probability', total.evaluated - total.with_probability)
    end
    local add_each_label = add_label_metrics(add, total)
    local add_thresholds = function() end
    if positive and columns.probability and total.with_probability > 0 then
        add_thresholds = probability_metrics.add(add, database, from, columns, {
            positive = positive,
            is_of_positive = arguments.probability_of == 'positive_label',
        })
    end
    add_each_label()
    add_confusion(add, cells, total.labels)
    add_thresholds()
    return metrics
end

return M
