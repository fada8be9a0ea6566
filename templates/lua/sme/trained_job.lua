--- What a job was trained on, according to its row in the job table.
local cjson = require('cjson')
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local text = require('sme.text')
local version_numbers = require('sme.version_numbers')

local M = {}

-- Job names that are compared with an unknown one to suggest the most similar.
local max_suggestions = 100

local columns = {
    'JOB_NAME',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
    'IAM_SAGEMAKER_ROLE',
    'TARGET_ATTRIBUTE_NAME',
    'PROBLEM_TYPE',
    'COLUMN_NAMES',
    'COLUMN_TYPES',
    'INPUT_SCHEMA_NAME',
    'INPUT_TABLE_OR_VIEW_NAME',
    'SAMPLE_WEIGHT_COLUMN',
    'S3_BUCKET_URI',
    'S3_OUTPUT_PATH',
    'KMS_KEY_ID',
    'INPUT_QUERY',
}

--- Decodes a JSON list. In rows of the Python extension, the names are joined by semicolons instead.
local function read_list(value)
    local ok, list = pcall(cjson.decode, value)
    if ok and type(list) == 'table' then
        return list
    end
    list = {}
    for part in value:gmatch('[^;]+') do
        list[#list + 1] = part
    end
    return list
end

--- Splits the columns into inputs of the model, target and sample weight. The weight is not an input: AWS does not use
-- it as a feature (API reference, TabularJobConfig.SampleWeightAttributeName).
local function read_columns(row)
    local names, types = read_list(row.COLUMN_NAMES), read_list(row.COLUMN_TYPES)
    local inputs, target, weight = {}, nil, nil
    for index, name in ipairs(names) do
        local column = { name = name, type = types[index] or 'VARCHAR(2000000) UTF8' }
        if name == row.TARGET_ATTRIBUTE_NAME then
            target = column
        elseif name == row.SAMPLE_WEIGHT_COLUMN then
            weight = column
        else
            inputs[#inputs + 1] = column
        end
    end
    return inputs, target, weight
end

local function missing_row_error(database, qualified, job_name)
    local known = {}
    for index, row in ipairs(job_table.read(database, qualified, { 'JOB_NAME' }, nil, max_suggestions) or {}) do
        known[index] = row.JOB_NAME
    end
    local fallback = ' SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS restores lost rows.'
    local suggestion = text.suggest(job_name, known, fallback)
    return errors.format('E-SME-151', { table = qualified, job = job_name, suggestion = suggestion })
end

local function read_job(qualified, row)
    local inputs, target, weight = read_columns(row)
    if #inputs == 0 or not target then
        return nil, errors.format('E-SME-153', { job = row.JOB_NAME, table = qualified })
    end
    return { row = row, inputs = inputs, target = target, weight = weight }
end

--- @return { row, inputs = list of { name, type }, target and weight = { name, type } or nil }; or nil and a problem
function M.find(database, qualified, job_name)
    local row, message = job_table.find(database, qualified, columns, job_name)
    if message then
        return nil, errors.format('E-SME-152', { table = qualified, reason = message })
    elseif not row then
        return nil, missing_row_error(database, qualified, job_name)
    end
    return read_job(qualified, row)
end

--- The jobs of a model that may have completed, the newest first. AWS knows which of them have.
-- @param limit maximum number of jobs
-- @return list of jobs as find returns them; or nil and a problem
function M.find_versions(database, qualified, model_name, limit)
    local condition = version_numbers.where_model(model_name)
        .. " AND COALESCE(JOB_STATUS, 'Completed') = 'Completed' AND COALESCE(RUN_STATE, 'STARTED') <> 'EXPORTING'"
    local order = 'VERSION DESC NULLS LAST'
    local rows, message = job_table.read(database, qualified, columns, condition, limit, order)
    if not rows then
        return nil, errors.format('E-SME-152', { table = qualified, reason = message })
    elseif #rows == 0 then
        return nil, errors.format('E-SME-386', { table = qualified, model = model_name })
    end
    local jobs = {}
    for _, row in ipairs(rows) do
        local job, problem = read_job(qualified, row)
        if not job then
            return nil, problem
        end
        jobs[#jobs + 1] = job
    end
    return jobs
end

return M
