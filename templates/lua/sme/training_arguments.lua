--- The parameters of a training, and the checks that need neither database nor AWS.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local objective = require('sme.objective')
local s3_location = require('sme.s3_location')
local security_options = require('sme.security_options')
local tags = require('sme.tags')
local text = require('sme.text')
local training_facts = require('sme.training_facts')

local M = {}

local check = json_arguments.check

local types = {
    model_name = 'text',
    job_name = 'text',
    aws_credentials_connection_name = 'name',
    aws_region = 'text',
    iam_sagemaker_role = 'text',
    s3_bucket_uri = 'text',
    s3_output_path = 'text',
    input_schema_name = 'name',
    input_table_or_view_name = 'name',
    input_query = 'text',
    input_columns = 'names',
    exclude_columns = 'names_or_none',
    target_attribute_name = 'name',
    sample_weight_column = 'name',
    problem_type = 'text',
    objective = 'any',
    mode = 'text',
    max_runtime_for_automl_job_in_seconds = 'positive_integer',
    max_candidates = 'positive_integer',
    max_runtime_per_training_job_in_seconds = 'positive_integer',
    validation_fraction = 'fraction',
    holdout_fraction = 'fraction',
    holdout_key_columns = 'names',
    sample_rows = 'positive_integer',
    sample_seed = 'whole_number',
    keep_training_data = 'boolean',
    tags = 'object',
    kms_key_id = 'text',
    security = 'object',
}

local always_required = {
    'aws_credentials_connection_name',
    'aws_region',
    'iam_sagemaker_role',
    's3_bucket_uri',
    's3_output_path',
    'target_attribute_name',
}

local modes = { 'AUTO', 'ENSEMBLING', 'HYPERPARAMETER_TUNING' }
-- CreateAutoMLJobV2, MaxCandidates.
local max_candidates = 750

--- @param invalid set of parameters with an invalid value, which is reported separately
-- @param is_examination whether only the data is examined, which needs nothing of AWS
local function find_missing(values, invalid, is_examination)
    local missing = {}
    local function is_given(key)
        return values[key] ~= nil or invalid[key]
    end
    local function require_all(keys)
        for _, key in ipairs(keys) do
            if not is_given(key) then
                missing[#missing + 1] = key
            end
        end
    end
    require_all(is_examination and { 'target_attribute_name' } or always_required)
    if not is_examination and not is_given('job_name') and not is_given('model_name') then
        missing[#missing + 1] = 'job_name or model_name'
    end
    if not is_given('input_query') then
        require_all({ 'input_schema_name', 'input_table_or_view_name' })
    end
    return missing
end

local function check_exclusive(values, problems, left, right)
    if values[left] and values[right] then
        problems[#problems + 1] = errors.format('E-SME-55.exclusive', { key = left, other = right })
    end
end

local function check_needed(values, problems, key, needed)
    if values[key] and not values[needed] then
        problems[#problems + 1] = errors.format('E-SME-55.needs', { key = key, other = needed })
    end
end

local function check_mode(mode)
    for _, known in ipairs(modes) do
        if mode == known then
            return nil
        end
    end
    local nearest = text.nearest(mode, modes)
    local hint = nearest and (" (did you mean '%s'?)"):format(nearest) or ''
    return 'must be one of ' .. text.list(modes) .. hint
end

--- Sets the mode of a training with sample weights. Only ENSEMBLING supports them, and AUTO becomes
-- HYPERPARAMETER_TUNING above 100 MB (CreateAutoMLJobV2, SampleWeightAttributeName).
local function resolve_weighted_mode(values, problems, invalid)
    if not values.sample_weight_column then
        return
    elseif values.mode and values.mode ~= 'ENSEMBLING' then
        problems[#problems + 1] = errors.format('E-SME-55.weighted_mode', { mode = values.mode })
    elseif not invalid.mode then
        values.mode = 'ENSEMBLING'
    end
end

local function check_location(values, problems, token)
    if not (values.s3_bucket_uri and values.s3_output_path) then
        return nil
    end
    -- If the location is invalid, the second value is the parameter to blame.
    local bucket, path, expected = s3_location.resolve(values.s3_bucket_uri, values.s3_output_path, values.aws_region)
    if not bucket then
        problems[#problems + 1] = json_arguments.invalid_argument_error(path, values[path], expected)
        return nil
    end
    local job_name = values.job_name
    if not job_name then
        return { bucket = bucket }
    end
    local location, problem = s3_location.of_run(bucket, path, job_name, token)
    if not location then
        problems[#problems + 1] =
            json_arguments.invalid_argument_error('s3_output_path', values.s3_output_path, problem)
        return { bucket = bucket }
    end
    return location
end

--- @param json the document of the user
-- @param timestamp the time in UTC as YYYYMMDDHHMMSS
-- @param token of the run, which becomes a part of its prefix
-- @param is_examination whether only the data is examined; nil for a training
-- @return values (with job_name, location and metric if they can be derived), and a list of problems
function M.read(json, timestamp, token, is_examination)
    local values, problems, invalid = json_arguments.read(json, types)
    if not values then
        return {}, problems
    end
    local missing = find_missing(values, invalid, is_examination)
    if #missing > 0 then
        local key = is_examination and 'E-SME-53.examination' or 'E-SME-53.training'
        problems[#problems + 1] = errors.format(key, { keys = table.concat(missing, ', ') })
    end
    check_exclusive(values, problems, 'job_name', 'model_name')
    check_exclusive(values, problems, 'input_columns', 'exclude_columns')
    check_exclusive(values, problems, 'input_query', 'input_table_or_view_name')
    if not (invalid.holdout_fraction or invalid.sample_rows) then
        check_needed(values, problems, 'holdout_key_columns', 'holdout_fraction')
        check_needed(values, problems, 'sample_seed', 'sample_rows')
    end
    check(values, problems, 'sample_rows', json_arguments.at_least(training_facts.min_rows))

    check(values, problems, 'model_name', aws_names.job_name, aws_names.max_model_name)
    check(values, problems, 'job_name', aws_names.job_name, aws_names.max_job_name)
    check(values, problems, 'aws_region', aws_names.region)
    check(values, problems, 'iam_sagemaker_role', aws_names.role, values.aws_region)
    check(values, problems, 'kms_key_id', aws_names.kms_key_id, values.aws_region)
    security_options.read_with_output_key(values, 'training', problems)
    check(values, problems, 'mode', check_mode)
    check(values, problems, 'max_candidates', json_arguments.at_most(max_candidates))
    check(values, problems, 'sample_weight_column', aws_names.sample_weight_column)
    resolve_weighted_mode(values, problems, invalid)
    values.tags = tags.read(values.tags, problems)
    local kind, metric, objective_problems = objective.resolve(values.problem_type, values.objective)
    values.problem_type, values.metric = kind, metric
    errors.append(problems, objective_problems)
    if values.model_name and not values.job_name then
        values.job_name = values.model_name .. '-' .. timestamp
    end
    values.location = check_location(values, problems, token)
    return values, problems
end

return M
