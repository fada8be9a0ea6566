--- The prediction UDF of an endpoint, and a second one that tells what predicting costs. Both are made of one template,
-- whose Python is part of this extension, so that nothing has to be installed for an endpoint but these two.
local csv_format = require('sme.csv_format')
local cjson = require('cjson')
local errors = require('sme.errors')
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

-- Wide enough for any text; for key columns of types that no UDF can hand on as they are.
local any_text = 'VARCHAR(2000000) UTF8'

--- The UDF's name: upper case with _ for -, so that SQL needs no quotes for it where the first character is a letter.
-- An endpoint name with capitals is quoted in SQL anyway: the UDF has exactly that name.
function M.udf_name(endpoint_name)
    if endpoint_name:find('%u') then
        return endpoint_name
    end
    return (endpoint_name:upper():gsub('-', '_'))
end

--- An endpoint keeps the name that its function has.
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

--- A type as it may stand in a signature, or nil. Types come from a table, so they are not pasted as they are.
-- TIMESTAMP WITH LOCAL TIME ZONE cannot be emitted: the UDF takes and gives a TIMESTAMP, in UTC as in the training.
-- Before 8.25, CREATE SCRIPT does not take TIMESTAMP(n), which the system tables show since 8.6.
local function signature_type(column_type)
    local upper = column_type:upper()
    if upper:match('^TIMESTAMP%(?%d?%)?$') or upper:match('^TIMESTAMP%(?%d?%)? WITH LOCAL TIME ZONE$') then
        return 'TIMESTAMP'
    elseif not upper:match('^%u[%u%d ,()]*$') or upper:find('--', 1, true) then
        return nil
    elseif upper == 'DATE' or upper == 'BOOLEAN' or upper:match('^DOUBLE') then
        return upper:match('^DOUBLE') or upper
    elseif upper:match('^DECIMAL%(%d+,%s*%d+%)$') then
        return upper
    end
    return upper:match('^VARCHAR%(%d+%) %u[%u%d]*$')
        or upper:match('^CHAR%(%d+%) %u[%u%d]*$')
        or upper:match('^VARCHAR%(%d+%)$')
        or upper:match('^CHAR%(%d+%)$')
end

--- A regression may answer more than the target ever held, so its whole digits are not limited to the target's.
local function prediction_type(spec)
    local found = signature_type(spec.target_type)
    local scale = found and found:match('^DECIMAL%(%d+,%s*(%d+)%)$')
    if scale and spec.problem_type == 'Regression' then
        return ('DECIMAL(36,%s)'):format(scale)
    end
    return found
end

--- PREDICTIONS, or PREDICTIONS_2 where the inputs have a column of that name.
local function free_name(name, taken)
    local candidate, number = name, 1
    while taken[candidate] do
        number = number + 1
        candidate = ('%s_%d'):format(name, number)
    end
    taken[candidate] = true
    return candidate
end

--- Input columns as { name, type }, and a list of problems.
local function find_inputs(spec)
    local inputs, taken, problems = {}, {}, {}
    local function add(column, found)
        if taken[column.name] then
            local said = ("Column '%s' is named twice among key and input columns."):format(column.name)
            problems[#problems + 1] = errors.word('E-SME-165', said, 'A column is either key or input.')
        elseif not found then
            local said = ("Column '%s' has the type '%s'."):format(column.name, column.type)
            problems[#problems + 1] =
                errors.word('E-SME-166', said, 'A prediction UDF cannot take it: cast it in a view and train anew.')
        end
        taken[column.name] = true
        inputs[#inputs + 1] = { column.name, found }
    end
    for _, column in ipairs(spec.key_columns or {}) do
        add(column, signature_type(column.type) or any_text)
    end
    for _, column in ipairs(spec.input_columns) do
        add(column, csv_format.is_supported(column.type) and signature_type(column.type))
    end
    if not prediction_type(spec) then
        local said = ("The target has the type '%s'."):format(spec.target_type)
        problems[#problems + 1] = errors.word('E-SME-166', said, 'A prediction UDF cannot answer it: train anew.')
    end
    return inputs, taken, problems
end

--- Columns that no prediction UDF can have.
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
    -- A function, so that no value is looked through for patterns or slots.
    return (template:gsub('@{(%a+)}', function(slot)
        return values[slot]
    end))
end

--- CREATE OR REPLACE statements of both UDFs.
-- @return prediction UDF, statistics UDF; or nil and a list of problems
function M.statements(spec)
    local inputs, taken, problems = find_inputs(spec)
    if #problems > 0 then
        return nil, problems
    end
    local outputs = table.move(inputs, 1, #inputs, 1, {})
    if spec.problem_type ~= 'Regression' then
        outputs[#outputs + 1] = { free_name('PROBABILITY', taken), 'DOUBLE' }
    end
    outputs[#outputs + 1] = { free_name('PREDICTIONS', taken), prediction_type(spec) }
    local function statement(name, columns, statistics)
        return fill({
            script = sql.qualified(spec.schema, name),
            inputs = list_columns(inputs),
            outputs = list_columns(columns),
            settings = python_string.escape(make_settings(spec, statistics)),
        })
    end
    return statement(spec.name, outputs, false), statement(M.statistics_name(spec.name), statistics_columns, true)
end

--- Creates, or replaces, the UDFs of an endpoint, and commits.
-- @param spec { schema (exact name), name (from udf_name), endpoint_name, aws_region, connection_name,
-- key_columns and input_columns (lists of { name, type }; types as EXA_ALL_COLUMNS shows them), target_type,
-- problem_type, response_keys (the order in which the endpoint answers) or nil, labels or nil, serverless,
-- parallel_requests }
-- @return the prediction UDF's name as SQL text, or nil and a list of problems
function M.create(database, spec)
    local prediction, statistics = M.statements(spec)
    if not prediction then
        return nil, statistics
    end
    local made, message = transactions.commit_all(database, { prediction, statistics })
    if not made then
        local said = ('The prediction UDF %s cannot be created: %s.'):format(
            sql.qualified(spec.schema, spec.name),
            message
        )
        local mitigation = 'You need CREATE SCRIPT and the right to create in this schema; or name another one '
            .. 'in prediction_schema.'
        return nil, { errors.word('E-SME-167', said, mitigation) }
    end
    return sql.qualified(spec.schema, spec.name)
end

return M
