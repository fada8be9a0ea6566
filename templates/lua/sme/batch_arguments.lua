--- The parameters of a batch prediction, and the checks that need neither database nor AWS.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local security_options = require('sme.security_options')
local tags = require('sme.tags')
local wait_argument = require('sme.wait_argument')

local M = {}

local at_most, check = json_arguments.at_most, json_arguments.check

local types = {
    job_name = 'text',
    model_name = 'text',
    batch_name = 'text',
    candidate_name = 'text',
    input_schema_name = 'name',
    input_table_or_view_name = 'name',
    input_query = 'text',
    key_columns = 'names',
    target_schema_name = 'name',
    target_table_name = 'name',
    instance_type = 'text',
    instance_count = 'positive_integer',
    max_concurrent_transforms = 'positive_integer',
    wait = 'any',
    tags = 'object',
    security = 'object',
    aws_credentials_connection_name = 'name',
    aws_region = 'text',
}

-- CreateTransformJob: InstanceCount, and all requests of an instance together.
local max_instance_count = 100
local max_requests_mb = 100

local function find_missing(values, invalid)
    local missing = {}
    local function require_one(label, ...)
        for _, key in ipairs({ ... }) do
            if values[key] ~= nil or invalid[key] then
                return
            end
        end
        missing[#missing + 1] = label
    end
    require_one('job_name or model_name', 'job_name', 'model_name')
    if values.input_query == nil and not invalid.input_query then
        require_one('input_schema_name', 'input_schema_name')
        require_one('input_table_or_view_name', 'input_table_or_view_name')
    end
    require_one('target_table_name', 'target_table_name')
    require_one('instance_type', 'instance_type')
    return missing
end

local function check_exclusive(values, problems, left, right)
    if values[left] and values[right] then
        problems[#problems + 1] = errors.format('E-SME-55.exclusive', { key = left, other = right })
    end
end

--- @param json the document of the user
-- @return values (with instance_count and wait_seconds), and a list of problems
function M.read(json)
    local values, problems, invalid = json_arguments.read(json, types)
    if not values then
        return {}, problems
    end
    local missing = find_missing(values, invalid)
    if #missing > 0 then
        problems[#problems + 1] = errors.format('E-SME-53.batch', { keys = table.concat(missing, ', ') })
    end
    check_exclusive(values, problems, 'job_name', 'model_name')
    check_exclusive(values, problems, 'input_query', 'input_table_or_view_name')
    check(values, problems, 'job_name', aws_names.job_name, aws_names.max_job_name)
    check(values, problems, 'model_name', aws_names.job_name, aws_names.max_model_name)
    check(values, problems, 'batch_name', aws_names.job_name, aws_names.max_resource_name)
    check(values, problems, 'candidate_name', aws_names.candidate_name)
    check(values, problems, 'instance_type', aws_names.instance_type)
    check(values, problems, 'instance_count', at_most(max_instance_count))
    check(values, problems, 'max_concurrent_transforms', at_most(max_requests_mb))
    check(values, problems, 'aws_region', aws_names.region)
    values.instance_count = values.instance_count or 1
    values.wait_seconds = wait_argument.read(values.wait, problems)
    values.tags = tags.read(values.tags, problems)
    values.security = security_options.read(values.security, 'batch', problems, values)
    return values, problems
end

--- @param payload_mb maximum size of one request
-- @return a problem if the requests of an instance are too large together
function M.check_concurrency(values, payload_mb)
    local count = values.max_concurrent_transforms
    if count and count * payload_mb > max_requests_mb then
        local expected = ('must be at most %d: requests have up to %d MB, and AWS allows %d MB per instance'):format(
            max_requests_mb // payload_mb,
            payload_mb,
            max_requests_mb
        )
        return json_arguments.invalid_argument_error('max_concurrent_transforms', count, expected)
    end
end

return M
