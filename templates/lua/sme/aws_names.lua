--- Rules for names in AWS. boto3 does not check them, and the service would check them only after the export.
-- Source: service model of SageMaker (CreateAutoMLJobV2) and of IAM.
local facts = require('sme.facts')
local sql = require('sme.sql')

local M = {}

M.max_job_name = 32
--- A model name is followed by `-YYYYMMDDHHMMSS`.
M.max_model_name = 17
--- Names of transform jobs and models.
M.max_resource_name = 63

--- Each check returns nil for a valid value; otherwise what the value must be.
function M.job_name(value, max)
    if #value > max or not value:match(facts.resource_name_pattern) then
        local expected = 'must be 1 to %d letters, digits and hyphens, and not begin or end with a hyphen '
            .. '(it has %d characters)'
        return expected:format(max, utf8.len(value) or #value)
    end
end

--- How names of jobs and endpoints are matched: SageMaker keeps the case of a name but treats names that differ only in
-- case as the same name. So case never matters. src/tables/aws-names.ts follows the same rule.
-- @return the SQL condition that finds the row of a job
function M.where_job(name)
    return ('UPPER(JOB_NAME) = UPPER(%s)'):format(sql.literal(name))
end

--- @return the SQL condition that finds the row of an endpoint
function M.where_endpoint(name)
    return ('UPPER(ENDPOINT_NAME) = UPPER(%s)'):format(sql.literal(name))
end

--- @return the SQL condition that finds the row of a batch prediction
function M.where_batch(name)
    return ('UPPER(BATCH_NAME) = UPPER(%s)'):format(sql.literal(name))
end

local function is_endpoint_name(value)
    return #value <= M.max_resource_name and value:match(facts.resource_name_pattern)
end

--- The name that an endpoint gets in AWS: the given one if AWS accepts it. AWS does not allow '_', which SQL names
-- often contain, so such a name becomes lower case with '-'.
function M.to_endpoint_name(value)
    return is_endpoint_name(value) and value or (value:lower():gsub('_', '-'))
end

function M.endpoint_name(value)
    if not is_endpoint_name(value) then
        return 'must be 1 to 63 letters, digits, hyphens and underscores, and begin and end with a letter or digit '
            .. "(a name with '_' becomes lower case with '-')"
    end
end

function M.instance_type(value)
    if #value > 100 or not value:match('^ml%.[a-z0-9-]+%.[a-z0-9-]+$') then
        return "must be an instance type of SageMaker, such as 'ml.m5.large'"
    end
end

function M.candidate_name(value)
    if #value > 64 or value:find('%c') then
        return 'must be the name of a candidate, with at most 64 characters'
    end
end

function M.region(value)
    if not value:match(facts.region_pattern) then
        return "must be the name of an AWS Region, such as 'eu-central-1'"
    end
end

-- Source: botocore's partitions.json. Every other Region is in the partition 'aws'.
local partitions = {
    { '^cn%-', 'aws-cn' },
    { '^us%-gov%-', 'aws-us-gov' },
    { '^us%-iso%-', 'aws-iso' },
    { '^us%-isob%-', 'aws-iso-b' },
    { '^eu%-isoe%-', 'aws-iso-e' },
    { '^us%-isof%-', 'aws-iso-f' },
    { '^eusc%-', 'aws-eusc' },
}

local function partition_of(region)
    for _, rule in ipairs(partitions) do
        if region:match(rule[1]) then
            return rule[2]
        end
    end
    return 'aws'
end

--- @param region a valid Region, or nil if it is not known
local function find_foreign_partition(arn, region)
    local partition = region and partition_of(region)
    if partition and arn:match('^arn:([^:]+):') ~= partition then
        return ("must begin with 'arn:%s:', the partition of the Region '%s'"):format(partition, region)
    end
end

function M.role(value, region)
    local account = value:match(facts.role_pattern)
    if #value > 2048 or not account or #account ~= 12 then
        return "must be the full ARN of a role, such as 'arn:aws:iam::123456789012:role/MySageMakerRole'"
    end
    return find_foreign_partition(value, region)
end

--- The key can belong to another account that shares it, but not to another Region.
function M.kms_key_id(value, region)
    if #value > 2048 or not value:match('^[A-Za-z0-9:/_-]+$') then
        return 'must be the ID or the ARN of a KMS key'
    elseif not value:match('^arn:') then
        return nil
    end
    local key_region, account = value:match('^arn:aws[a-z-]*:kms:([a-z0-9-]+):(%d+):%a+/.')
    if not key_region or #account ~= 12 then
        return "must be the ID or the ARN of a KMS key, such as 'arn:aws:kms:eu-central-1:123456789012:key/…'"
    elseif region and key_region ~= region then
        return ("must be a key in the Region '%s', where the job runs"):format(region)
    end
    return find_foreign_partition(value, region)
end

function M.sample_weight_column(value)
    if #value > 256 or not value:match('^[A-Za-z0-9_-]+$') then
        return 'must consist of letters, digits, _ and - (AWS requires this for the sample weight)'
    end
end

--- Tags can contain letters beyond ASCII, but no control characters and few punctuation characters.
function M.tag(key, value)
    local function legal(text)
        return not text:find('[%c!"#$%%&\'()*,;<>?%[\\%]^`{|}~]')
    end
    if #key == 0 or (utf8.len(key) or 999) > 128 or not legal(key) then
        return 'The key must have 1 to 128 letters, digits, blanks and _ . : / = + - @'
    elseif key:lower():find('^aws:') then
        return "The key must not begin with 'aws:', which AWS reserves"
    elseif (utf8.len(value) or 999) > 256 or not legal(value) then
        return 'The value must have at most 256 letters, digits, blanks and _ . : / = + - @'
    end
end

return M
