--- Evaluates predictions: compares a column of actual values with a column of predicted values. The database aggregates
-- the rows; Lua only computes with the aggregates. A classification reads the rows once, and a second time for the
-- metrics of a probability, because those depend on the labels. A regression reads them once.
local catalog = require('sme.catalog')
local classification_metrics = require('sme.classification_metrics')
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local evaluation_arguments = require('sme.evaluation_arguments')
local evaluation_labels = require('sme.evaluation_labels')
local input_source = require('sme.input_source')
local regression_metrics = require('sme.regression_metrics')

local M = {}

-- The column of the probability in the result of a prediction function.
local usual_probability = 'PROBABILITY'

--- The probability of a prediction function, unless the caller names another column.
local function find_probability(database, source, arguments, problems)
    if arguments.problem_type == 'Regression' then
        return nil
    elseif arguments.probability_column then
        local column, problem =
            catalog.find_column(database, source.columns, arguments.probability_column, 'probability_column')
        problems[#problems + 1] = problem
        return column
    end
    for _, column in ipairs(source.columns) do
        if column.name == usual_probability then
            return column
        end
    end
end

local function is_regression(arguments, columns)
    if arguments.problem_type then
        return arguments.problem_type == 'Regression'
    end
    local has_numbers = csv_format.is_numeric(columns.actual.type) and csv_format.is_numeric(columns.predicted.type)
    return has_numbers and not columns.probability and arguments.positive_label == nil
end

--- Finds and checks the columns. Adds to the problems.
local function find_columns(database, source, arguments, problems)
    local columns = {}
    for key, name in pairs({ actual = 'actual_column', predicted = 'predicted_column' }) do
        local column, problem = catalog.find_column(database, source.columns, arguments[name], name)
        columns[key] = column
        problems[#problems + 1] = problem
    end
    columns.probability = find_probability(database, source, arguments, problems)
    if columns.probability and not csv_format.is_numeric(columns.probability.type) then
        local values = { column = columns.probability.name, type = columns.probability.type }
        problems[#problems + 1] = errors.format('E-SME-571.probability', values)
    end
    if arguments.probability_of and not columns.probability and not arguments.probability_column then
        local values = { key = 'probability_of', other = 'probability_column' }
        problems[#problems + 1] = errors.format('E-SME-55.needs', values)
    end
    local used = {}
    for _, key in ipairs({ 'actual', 'predicted', 'probability' }) do
        used[#used + 1] = columns[key]
    end
    errors.append(problems, input_source.check_ambiguous(source.columns, used))
    return columns
end

local function check_types(arguments, columns, problems)
    if not (columns.actual and columns.predicted) then
        return
    end
    if is_regression(arguments, columns) then
        for _, column in ipairs({ columns.actual, columns.predicted }) do
            if not csv_format.is_numeric(column.type) then
                local values = { column = column.name, type = column.type }
                problems[#problems + 1] = errors.format('E-SME-571.number', values)
            end
        end
    elseif not evaluation_labels.are_comparable(columns.actual.type, columns.predicted.type) then
        problems[#problems + 1] = errors.format('E-SME-571.labels', {
            actual = columns.actual.name,
            actual_type = columns.actual.type,
            predicted = columns.predicted.name,
            predicted_type = columns.predicted.type,
        })
    end
end

--- @param json the parameters
-- @param context as sme.script_context reads it
-- @return list of metrics: { name, label, predicted_label, threshold, value }
function M.run(json, context)
    local database = context.database
    local arguments = evaluation_arguments.read(json)
    local where = { schema = context.open_schema, session_id = context.session_id }
    local source, failure = input_source.find(database, arguments, where)
    if not source then
        error(failure, 0)
    end
    local problems = {}
    local columns = find_columns(database, source, arguments, problems)
    check_types(arguments, columns, problems)
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was evaluated.')
    end
    local module = is_regression(arguments, columns) and regression_metrics or classification_metrics
    return module.compute(database, source.from, columns, arguments)
end

return M
