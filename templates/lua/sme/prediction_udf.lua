--- Creates the prediction UDF of an endpoint, and a second UDF that reports statistics about a prediction. Both come
-- from one template that contains all Python they need, so that an endpoint needs no other object in the database.
local csv_format = require('sme.csv_format')
local cjson = require('cjson')
local errors = require('sme.errors')
local prediction_columns = require('sme.prediction_columns')
local python_string = require('sme.python_string')
local sql = require('sme.sql')
local template = require('sme.template_prediction_udf')
local transactions = require('sme.transactions')

local M = {}

M.default_parallel_requests = 4

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

--- The name of the prediction UDF: upper case with _ instead of -, so that SQL needs no quotes if it begins with a
-- letter. An endpoint name with capitals needs quotes anyway, so the UDF has exactly that name.
function M.udf_name(endpoint_name)
    if endpoint_name:find('%u') then
        return endpoint_name
    end
    return (endpoint_name:upper():gsub('-', '_'))
end

--- The name of the prediction UDF. An existing endpoint keeps the name in its row.
-- @param row of the endpoint, or nil
function M.choose_name(endpoint_name, row)
    local function fold(name)
        return (name:upper():gsub('-', '_'))
    end
    local is_kept = row and row.PREDICTION_UDF and fold(row.PREDICTION_UDF) == fold(endpoint_name)
    return is_kept and row.PREDICTION_UDF or M.udf_name(endpoint_name)
end

function M.statistics_name(udf_name)
    return udf_name .. '_STATISTICS'
end

--- @return list of { name, type } of key and input columns, the set of their names, and a list of problems
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
    return inputs, taken, problems
end

--- Checks whether a prediction UDF can have the columns.
-- @return a list of problems
function M.check_columns(spec)
    return select(3, find_inputs(spec))
end

local function list_columns(columns)
    local texts = {}
    for index, column in ipairs(columns) do
        texts[index] = sql.identifier(column[1]) .. ' ' .. column[2]
    end
    return table.concat(texts, ', ')
end

local function make_settings(spec, statistics)
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
        statistics = statistics,
    })
end

local function fill(values)
    -- With a function, values are not scanned for patterns or slots.
    return (template:gsub('@{(%a+)}', function(slot)
        return values[slot]
    end))
end

--- @return CREATE OR REPLACE statements of prediction UDF and statistics UDF; or nil and a list of problems
function M.statements(spec)
    local inputs, taken, problems = find_inputs(spec)
    if #problems > 0 then
        return nil, problems
    end
    local outputs = table.move(inputs, 1, #inputs, 1, {})
    if spec.problem_type ~= 'Regression' then
        outputs[#outputs + 1] = { prediction_columns.free_name('PROBABILITY', taken), 'DOUBLE' }
    end
    outputs[#outputs + 1] = {
        prediction_columns.free_name('PREDICTIONS', taken),
        prediction_columns.prediction_type(spec.target_type, spec.problem_type),
    }
    local function statement(name, columns, statistics)
        return fill({
            script = sql.qualified(spec.schema, name),
            inputs = list_columns(inputs),
            outputs = list_columns(columns),
            settings = python_string.escape(make_settings(spec, statistics)),
            env = '%env',
        })
    end
    return statement(spec.name, outputs, false), statement(M.statistics_name(spec.name), statistics_columns, true)
end

--- Creates or replaces the UDFs of an endpoint and commits.
-- @param spec { schema (exact name), name (from udf_name), endpoint_name, aws_region, connection_name,
-- key_columns and input_columns (lists of { name, type }; types as EXA_ALL_COLUMNS shows them), target_type,
-- problem_type, response_keys (the order in which the endpoint returns them) or nil, labels or nil, serverless,
-- parallel_requests }
-- @return the name of the prediction UDF as SQL text; or nil and a list of problems
function M.create(database, spec)
    local prediction, statistics = M.statements(spec)
    if not prediction then
        return nil, statistics
    end
    local is_created, message = transactions.commit_all(database, { prediction, statistics })
    if not is_created then
        local name = sql.qualified(spec.schema, spec.name)
        return nil, { errors.format('E-SME-167.rejected', { name = name, reason = message }) }
    end
    return sql.qualified(spec.schema, spec.name)
end

return M
