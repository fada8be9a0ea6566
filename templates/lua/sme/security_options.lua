--- The parameter `security` of trainings, endpoints and batches: VPC, KMS keys, encryption between containers, network
-- isolation. Source of the limits: service model of SageMaker, `VpcConfig`.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local facts = require('sme.facts')
local json_arguments = require('sme.json_arguments')
local text = require('sme.text')

local M = {}

local purposes = { training = 'trainings', endpoint = 'endpoints', batch = 'batch predictions' }

local lists = {
    { name = 'subnets', pattern = facts.subnet_pattern, max = 16, example = 'subnet-0a1b2c3d' },
    { name = 'security_group_ids', pattern = facts.security_group_pattern, max = 5, example = 'sg-0a1b2c3d' },
}
-- The maximum length of both kinds of ID.
local max_id = 32

local function add_invalid(problems, option, value, expected)
    problems[#problems + 1] = json_arguments.invalid_argument_error('security.' .. option, value, expected)
end

--- @param prefix of the keys in errors, such as 'security.'
local function add_unknown(problems, prefix, key, known)
    local suggestion = text.suggest(key, known, (' Known parameters: %s.'):format(table.concat(known, ', ')))
    problems[#problems + 1] = errors.format('E-SME-52', { key = prefix .. key, suggestion = suggestion })
end

--- The keys of an object of the user as texts, sorted, so that errors always have the same order.
local function sorted_keys(object)
    local keys = {}
    for key in pairs(object) do
        keys[#keys + 1] = tostring(key)
    end
    table.sort(keys)
    return keys
end

local function contains(list, value)
    for _, element in ipairs(list) do
        if element == value then
            return true
        end
    end
    return false
end

--- Reads a list of IDs. A single ID can be given without a list.
-- @return the IDs in their order; nil if the list is missing or invalid
local function read_ids(given, list, problems)
    if text.is_missing(given) or (type(given) == 'table' and next(given) == nil) then
        problems[#problems + 1] = errors.format('E-SME-503', { list = list.name })
        return nil
    end
    local ids = type(given) == 'string' and { given } or given
    local option = 'vpc.' .. list.name
    if type(ids) ~= 'table' or ids[1] == nil then
        add_invalid(problems, option, given, ('must be a list of IDs such as "%s"'):format(list.example))
        return nil
    elseif #ids > list.max then
        add_invalid(problems, option, given, ('must have at most %d IDs'):format(list.max))
        return nil
    end
    local read = {}
    for index, id in ipairs(ids) do
        if type(id) ~= 'string' or #id > max_id or not id:match(list.pattern) then
            add_invalid(problems, option, id, ("must be an ID such as '%s'"):format(list.example))
            return nil
        elseif contains(read, id) then
            add_invalid(problems, option, id, 'must be in the list only once')
            return nil
        end
        read[index] = id
    end
    return read
end

--- Readers of the members. Each returns the value, or nil after it has added a problem.
local readers = {}

function readers.vpc(given, problems)
    if type(given) ~= 'table' or given[1] ~= nil then
        add_invalid(
            problems,
            'vpc',
            given,
            'must be an object such as {"subnets":["subnet-0a1b2c3d"],"security_group_ids":["sg-0a1b2c3d"]}'
        )
        return nil
    end
    for _, key in ipairs(sorted_keys(given)) do
        if key ~= lists[1].name and key ~= lists[2].name then
            add_unknown(problems, 'security.vpc.', key, { lists[1].name, lists[2].name })
        end
    end
    local vpc = {}
    for _, list in ipairs(lists) do
        vpc[list.name] = read_ids(given[list.name], list, problems)
    end
    return vpc.subnets and vpc.security_group_ids and vpc or nil
end

local function make_key_reader(option)
    return function(given, problems, region)
        local value = type(given) == 'string' and text.trim(given) or nil
        local expected = not value and 'must be the ID or the ARN of a KMS key' or aws_names.kms_key_id(value, region)
        if expected then
            add_invalid(problems, option, given, expected)
            return nil
        end
        return value
    end
end

readers.volume_kms_key_id = make_key_reader('volume_kms_key_id')
readers.output_kms_key_id = make_key_reader('output_kms_key_id')

--- `false` is what AWS does without the option, so it is left out.
local function make_switch_reader(option)
    return function(given, problems)
        if given == true or given == 'true' then
            return true
        elseif given ~= false and given ~= 'false' then
            add_invalid(problems, option, given, 'must be true or false')
        end
        return nil
    end
end

readers.encrypt_inter_container_traffic = make_switch_reader('encrypt_inter_container_traffic')
readers.network_isolation = make_switch_reader('network_isolation')

local known_options = sorted_keys(readers)

--- Adds a problem for each option that AWS cannot combine with the kind of endpoint or instance.
local function check_hosting(security, hosting, problems)
    for _, option in ipairs({ 'vpc', 'network_isolation' }) do
        if hosting.serverless and security[option] then
            problems[#problems + 1] = errors.format('E-SME-501', { option = option })
        end
    end
    local instance_type = hosting.instance_type
    if instance_type and security.volume_kms_key_id and instance_type:match(facts.local_storage_instance_pattern) then
        problems[#problems + 1] = errors.format('E-SME-502', { instance_type = instance_type })
    end
end

--- Reads the parameter `security` and checks all of it.
-- @param given the object of the user, or nil
-- @param purpose 'training', 'endpoint' or 'batch'
-- @param problems list to which problems are added
-- @param values parameters that limit the options: aws_region, serverless, instance_type; each may be nil
-- @return { vpc = { subnets, security_group_ids }, volume_kms_key_id, encrypt_inter_container_traffic,
-- network_isolation, output_kms_key_id } with the given members only; nil if there are none
function M.read(given, purpose, problems, values)
    local security, supported = {}, facts.security_options[purpose]
    for _, option in ipairs(sorted_keys(given or {})) do
        local value = given[option]
        if not readers[option] then
            add_unknown(problems, 'security.', option, known_options)
        elseif not text.is_missing(value) then
            local read = readers[option](value, problems, values.aws_region)
            if read and not contains(supported, option) then
                problems[#problems + 1] = errors.format('E-SME-500', {
                    option = option,
                    purpose = purposes[purpose],
                    options = table.concat(supported, ', '),
                })
            else
                security[option] = read
            end
        end
    end
    check_hosting(security, values, problems)
    return next(security) and security or nil
end

--- Reads `security` of a request that also has the older parameter kms_key_id, which is the same as
-- security.output_kms_key_id. Sets both to the key that is given.
-- @param values parameters with security and kms_key_id, which are replaced
function M.read_with_output_key(values, purpose, problems)
    local security = M.read(values.security, purpose, problems, values)
    local output_key = security and security.output_kms_key_id
    if values.kms_key_id and output_key and values.kms_key_id ~= output_key then
        problems[#problems + 1] =
            errors.format('E-SME-55.exclusive', { key = 'kms_key_id', other = 'security.output_kms_key_id' })
    elseif values.kms_key_id then
        security = security or {}
        security.output_kms_key_id = values.kms_key_id
    end
    values.kms_key_id = values.kms_key_id or output_key
    values.security = security
end

--- Checks the keys again once the Region is known, if it comes from the row of a job.
-- @return a list of problems
function M.find_region_problems(security, region)
    local problems = {}
    for _, option in ipairs({ 'output_kms_key_id', 'volume_kms_key_id' }) do
        local key = security and security[option]
        local expected = key and aws_names.kms_key_id(key, region)
        if expected then
            add_invalid(problems, option, key, expected)
        end
    end
    return problems
end

--- Lists the options that a policy can require for an operation and that a request did not have.
-- @param operation such as 'sagemaker:CreateModel'
-- @return names such as 'security.vpc'
function M.list_missing(operation, security)
    local missing = {}
    for _, option in ipairs(facts.requirable_options[operation:match('^sagemaker:(.+)$')] or {}) do
        if not (security and security[option]) then
            missing[#missing + 1] = 'security.' .. option
        end
    end
    return missing
end

return M
