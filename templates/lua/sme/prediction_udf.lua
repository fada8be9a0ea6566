--- Creates the prediction UDFs of an endpoint: the prediction UDF, one that takes CSV lines, one that also returns the
-- errors of bad rows, and one that reports statistics about a prediction. All come from one template that contains all
-- Python they need, so that an endpoint needs no other object in the database.
local csv_format = require('sme.csv_format')
local cjson = require('cjson')
local errors = require('sme.errors')
local prediction_columns = require('sme.prediction_columns')
local prediction_names = require('sme.prediction_names')
local python_string = require('sme.python_string')
local sql = require('sme.sql')
local template = require('sme.template_prediction_udf')
local transactions = require('sme.transactions')

local M = {}

M.default_parallel_requests = 4
M.default_max_errors = 1000

local line_type = 'VARCHAR(2000000) UTF8'
local error_type = 'VARCHAR(2000) UTF8'
local max_errors_type = 'DECIMAL(9,0)'

local statistics_columns = {
    { 'ROWS_PREDICTED', 'DECIMAL(18,0)' },
    { 'CALLS', 'DECIMAL(18,0)' },
    { 'RETRIES', 'DECIMAL(18,0)' },
    { 'SPLITS', 'DECIMAL(18,0)' },
    { 'BYTES_SENT', 'DECIMAL(18,0)' },
    { 'BYTES_RECEIVED', 'DECIMAL(18,0)' },
    { 'LARGEST_REQUEST_ROWS', 'DECIMAL(18,0)' },
    { 'LATENCY_P50_MS', 'DOUBLE' },
    { 'LATENCY_P95_MS', 'DOUBLE' },
    { 'LATENCY_MAX_MS', 'DOUBLE' },
    { 'SECONDS', 'DOUBLE' },
}

--- @return list of { name, type } of key and input columns, and a list of problems
local function find_inputs(spec)
    local inputs, taken, problems = {}, {}, {}
    local function add(column, found)
        if taken[column.name] then
            problems[#problems + 1] = errors.format('E-SME-165', { column = column.name })
        elseif not found then
            problems[#problems + 1] = errors.format('E-SME-166.column', { column = column.name, type = column.type })
        end
        taken[column.name] = true
        inputs[#inputs + 1] = { column.name, found }
    end
    for _, column in ipairs(spec.key_columns or {}) do
        add(column, prediction_columns.signature_type(column.type) or prediction_columns.any_text)
    end
    for _, column in ipairs(spec.input_columns) do
        add(column, csv_format.is_supported(column.type) and prediction_columns.signature_type(column.type))
    end
    if not prediction_columns.prediction_type(spec.target_type, spec.problem_type) then
        problems[#problems + 1] = errors.format('E-SME-166.target', { type = spec.target_type })
    end
    return inputs, problems
end

--- Checks whether a prediction UDF can have the columns.
-- @return a list of problems
function M.check_columns(spec)
    return select(2, find_inputs(spec))
end

local function list_columns(columns)
    local texts = {}
    for index, column in ipairs(columns) do
        texts[index] = sql.identifier(column[1]) .. ' ' .. column[2]
    end
    return table.concat(texts, ', ')
end

--- @param own settings of one UDF: input, errors, max_errors_argument, statistics
local function make_settings(spec, own)
    return cjson.encode({
        endpoint = spec.endpoint_name,
        connection = spec.connection_name,
        region = spec.aws_region,
        keys = #(spec.key_columns or {}),
        classification = spec.problem_type ~= 'Regression',
        response_keys = spec.response_keys,
        labels = spec.labels,
        serverless = spec.serverless or false,
        parallel = spec.parallel_requests or M.default_parallel_requests,
        statistics = own.statistics or false,
        input = own.input,
        errors = own.errors,
        max_errors = own.errors and not own.max_errors_argument and (spec.max_errors or M.default_max_errors) or nil,
        max_errors_argument = own.max_errors_argument,
    })
end

local function fill(values)
    -- With a function, values are not scanned for patterns or slots.
    return (template:gsub('@{(%a+)}', function(slot)
        return values[slot]
    end))
end

local function append(list, ...)
    local copy = table.move(list, 1, #list, 1, {})
    for _, item in ipairs({ ... }) do
        copy[#copy + 1] = item
    end
    return copy
end

--- @param columns list of { name, type } that the UDF returns unchanged
local function add_predictions(spec, columns, has_errors)
    local taken, outputs = {}, append(columns)
    for _, column in ipairs(columns) do
        taken[column[1]] = true
    end
    local function add(name, column_type)
        outputs[#outputs + 1] = { prediction_columns.free_name(name, taken), column_type }
    end
    if spec.problem_type ~= 'Regression' then
        add('PROBABILITY', 'DOUBLE')
    end
    add('PREDICTIONS', prediction_columns.prediction_type(spec.target_type, spec.problem_type))
    if has_errors then
        add('ERROR', error_type)
    end
    return outputs
end

--- The name of the first argument of the UDF that returns errors.
local function max_errors_name(keys, line)
    local taken = { [line] = true }
    for _, key in ipairs(keys) do
        taken[key[1]] = true
    end
    return prediction_columns.free_name('MAX_ERRORS', taken)
end

--- @return list of CREATE OR REPLACE statements in the order of prediction_names.list; or nil and a list of problems
function M.statements(spec)
    local inputs, problems = find_inputs(spec)
    if #problems > 0 then
        return nil, problems
    end
    local keys = table.move(inputs, 1, #(spec.key_columns or {}), 1, {})
    local line = prediction_names.line(spec.key_columns or {})
    local lines = append(keys, { line, line_type })
    local errors_wanted = spec.on_error == 'null' or nil
    local function statement(name, input_columns, output_columns, own)
        return fill({
            script = sql.qualified(spec.schema, name),
            inputs = list_columns(input_columns),
            outputs = list_columns(output_columns),
            settings = python_string.escape(make_settings(spec, own)),
            env = '%env',
        })
    end
    local name = spec.name
    return {
        statement(name, inputs, add_predictions(spec, inputs, errors_wanted), { errors = errors_wanted }),
        statement(
            prediction_names.csv(name),
            lines,
            add_predictions(spec, keys, errors_wanted),
            { input = 'csv', errors = errors_wanted }
        ),
        statement(
            prediction_names.try(name),
            append({ { max_errors_name(keys, line), max_errors_type } }, table.unpack(lines)),
            add_predictions(spec, keys, true),
            { input = 'csv', errors = true, max_errors_argument = true }
        ),
        statement(prediction_names.statistics(name), inputs, statistics_columns, { statistics = true }),
    }
end

--- @param failed the statement of M.statements or of the view that Exasol rejected
function M.rejected_error(spec, failed, message)
    local view = spec.view
    if view and failed == view.statement then
        return errors.format('E-SME-360', { name = view.name, reason = message })
    end
    return errors.format('E-SME-167.rejected', { name = sql.qualified(spec.schema, spec.name), reason = message })
end

--- Creates or replaces the UDFs of an endpoint, and its view, and commits: all of them or none.
-- @param spec { schema (exact name), name (from prediction_names), endpoint_name, aws_region, connection_name,
-- key_columns and input_columns (lists of { name, type }; types as EXA_ALL_COLUMNS shows them), target_type,
-- problem_type, response_keys (the order in which the endpoint returns them) or nil, labels or nil, serverless,
-- parallel_requests, on_error ('fail' or 'null'), max_errors, view = { name as SQL text, statement } or nil }
-- @return the name of the prediction UDF as SQL text; or nil and a list of problems
function M.create(database, spec)
    local statements, problems = M.statements(spec)
    if not statements then
        return nil, problems
    end
    statements[#statements + 1] = spec.view and spec.view.statement
    local is_created, message, failed = transactions.commit_all(database, statements)
    if is_created then
        return sql.qualified(spec.schema, spec.name)
    end
    return nil, { M.rejected_error(spec, failed, message) }
end

return M
