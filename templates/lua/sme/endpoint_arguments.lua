--- The parameters of an endpoint, and the checks that need neither database nor AWS.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local security_options = require('sme.security_options')
local tags = require('sme.tags')
local text = require('sme.text')
local wait_argument = require('sme.wait_argument')

local M = {}

local at_most, check = json_arguments.at_most, json_arguments.check

local types = {
    job_name = 'text',
    model_name = 'text',
    version = 'positive_integer',
    only_if_better = 'any',
    replace_function = 'any',
    candidate_name = 'text',
    endpoint_name = 'text',
    prediction_schema = 'name',
    instance_type = 'text',
    instance_count = 'positive_integer',
    serverless = 'object',
    wait = 'any',
    only_if_there = 'any',
    key_columns = 'any',
    tags = 'object',
    parallel_requests = 'positive_integer',
    on_error = 'text',
    max_errors = 'any',
    view_name = 'name',
    view_query = 'text',
    time_to_live_in_seconds = 'positive_integer',
    aws_credentials_connection_name = 'name',
    aws_region = 'text',
    security = 'object',
}

local max_parallel_requests = 64
-- What the argument of the prediction function can hold.
local max_max_errors = 999999999
-- Ten years. An endpoint that must live longer needs no time to live.
local max_time_to_live_in_seconds = 315360000
-- The values of AWS's sample for Autopilot models (amazon-sagemaker-examples, autopilot-serverless-inference).
local default_serverless = { memory_mb = 4096, max_concurrency = 10 }
local serverless_memory = { [1024] = true, [2048] = true, [3072] = true, [4096] = true, [5120] = true, [6144] = true }
local max_serverless_concurrency = 200

local function add_invalid(problems, key, value, expected)
    problems[#problems + 1] = json_arguments.invalid_argument_error(key, value, expected)
end

local function check_switch(values, key, problems)
    local given = values[key]
    if given ~= nil and given ~= true and given ~= false and given ~= 'true' and given ~= 'false' then
        add_invalid(problems, key, given, 'must be true or false')
    end
    values[key] = given == true or given == 'true'
end

--- Reads what chooses the model: job_name, or model_name with its options.
local function check_model(values, problems)
    for _, key in ipairs({ 'only_if_there', 'only_if_better', 'replace_function' }) do
        check_switch(values, key, problems)
    end
    if values.job_name and values.model_name then
        problems[#problems + 1] = errors.format('E-SME-55.exclusive', { key = 'job_name', other = 'model_name' })
    elseif not values.model_name then
        for _, key in ipairs({ 'version', 'only_if_better', 'replace_function' }) do
            if values[key] then
                problems[#problems + 1] = errors.format('E-SME-55.needs', { key = key, other = 'model_name' })
            end
        end
    elseif values.candidate_name and not values.version then
        problems[#problems + 1] = errors.format('E-SME-55.needs', { key = 'candidate_name', other = 'version' })
    end
end

local function check_errors(values, problems)
    if values.on_error == 'fail' then
        values.on_error = nil
    elseif values.on_error and values.on_error ~= 'null' then
        add_invalid(problems, 'on_error', values.on_error, 'must be "fail" or "null"')
    end
    local given = values.max_errors
    local number = given ~= nil and tonumber(given) or nil
    values.max_errors = number and math.tointeger(number)
    if given ~= nil and not (values.max_errors and values.max_errors >= 0 and values.max_errors <= max_max_errors) then
        add_invalid(problems, 'max_errors', given, ('must be a whole number from 0 to %d'):format(max_max_errors))
    elseif given ~= nil and not values.on_error then
        problems[#problems + 1] = errors.format('E-SME-365.max_errors')
    end
end

local function check_view(values, problems)
    if values.view_query and not values.view_name then
        problems[#problems + 1] = errors.format('E-SME-365.view_query')
    end
end

--- For each parameter of a serverless endpoint: whether a number is valid, and what it must be.
local serverless_rules = {
    memory_mb = {
        test = function(number)
            return serverless_memory[number] == true
        end,
        expected = 'must be 1024, 2048, 3072, 4096, 5120 or 6144',
    },
    max_concurrency = {
        test = function(number)
            return number >= 1 and number <= max_serverless_concurrency
        end,
        expected = ('must be a whole number from 1 to %d'):format(max_serverless_concurrency),
    },
}

local function read_serverless(given, problems)
    local values = {}
    for key, rule in pairs(serverless_rules) do
        local value = text.is_missing(given[key]) and default_serverless[key] or given[key]
        local number = tonumber(value)
        values[key] = number and math.tointeger(number)
        if not values[key] or not rule.test(values[key]) then
            add_invalid(problems, 'serverless.' .. key, value, rule.expected)
        end
    end
    for key in pairs(given) do
        if not serverless_rules[key] then
            problems[#problems + 1] = errors.format('E-SME-52', {
                key = 'serverless.' .. key,
                suggestion = ' Known parameters: memory_mb, max_concurrency.',
            })
        end
    end
    return values
end

local function check_hosting(values, problems)
    if values.serverless and (values.instance_type or values.instance_count) then
        problems[#problems + 1] = errors.format('E-SME-55.hosting')
    elseif values.serverless then
        values.serverless = read_serverless(values.serverless, problems)
    elseif values.instance_type and not values.model_name then
        values.instance_count = values.instance_count or 1
    end
end

--- Reads key columns: names, or { name, type } for columns that the source of the training does not have.
local function check_key_columns(values, problems)
    local given = values.key_columns
    local expected = 'must be a list of column names, or of objects such as {"name":"ID","type":"DECIMAL(18,0)"}'
    local list = type(given) == 'string' and { given } or given
    local columns = {}
    if type(list) ~= 'table' or (list[1] == nil and next(list) ~= nil) then
        if given ~= nil then
            add_invalid(problems, 'key_columns', given, expected)
        end
        list = {}
    end
    for _, column in ipairs(list) do
        local is_object = type(column) == 'table'
        local name = is_object and column.name or column
        local column_type = is_object and column.type or nil
        local is_valid = type(name) == 'string'
            and name ~= ''
            and #name <= 512
            and (column_type == nil or type(column_type) == 'string')
        if is_valid then
            columns[#columns + 1] = { name = name, type = column_type and column_type:upper() }
        else
            add_invalid(problems, 'key_columns', column, expected)
        end
    end
    values.key_columns = columns
end

local function find_missing(values)
    local missing = {}
    if not values.job_name and not values.model_name then
        missing[#missing + 1] = 'job_name or model_name'
    end
    -- An endpoint that serves another version of the model keeps its instances.
    if not values.model_name and not values.instance_type and not values.serverless then
        missing[#missing + 1] = 'instance_type or serverless'
    end
    return missing
end

--- @param json the document of the user
-- @return values (with endpoint_name as AWS accepts it, given_endpoint_name as the user wrote it, wait_seconds,
-- defaults, and is_given = which of the values with defaults the user gave), and a list of problems
function M.read(json)
    local values, problems = json_arguments.read(json, types)
    if not values then
        return {}, problems
    end
    local missing = find_missing(values)
    if #missing > 0 then
        problems[#problems + 1] = errors.format('E-SME-53.endpoint', { keys = table.concat(missing, ', ') })
    end
    check(values, problems, 'job_name', aws_names.job_name, aws_names.max_job_name)
    check(values, problems, 'model_name', aws_names.job_name, aws_names.max_model_name)
    values.given_endpoint_name = values.endpoint_name
    local default_name = values.job_name or values.model_name
    values.endpoint_name = values.endpoint_name or (default_name and default_name:lower())
    if values.endpoint_name then
        values.endpoint_name = aws_names.to_endpoint_name(values.endpoint_name)
        check(values, problems, 'endpoint_name', aws_names.endpoint_name)
    end
    check(values, problems, 'candidate_name', aws_names.candidate_name)
    check(values, problems, 'instance_type', aws_names.instance_type)
    check(values, problems, 'aws_region', aws_names.region)
    check(values, problems, 'parallel_requests', at_most(max_parallel_requests))
    check(values, problems, 'time_to_live_in_seconds', at_most(max_time_to_live_in_seconds))
    values.wait_seconds = wait_argument.read(values.wait, problems)
    check_model(values, problems)
    values.is_given = { key_columns = values.key_columns ~= nil, on_error = values.on_error ~= nil }
    check_hosting(values, problems)
    check_key_columns(values, problems)
    check_errors(values, problems)
    check_view(values, problems)
    values.security = security_options.read(values.security, 'endpoint', problems, values)
    values.tags = tags.read(values.tags, problems)
    return values, problems
end

return M
