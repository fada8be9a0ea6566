--- A job as its row tells it.
local cjson = require('cjson')
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local text = require('sme.text')

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
}

--- JSON, or, in rows of the earlier extension, texts joined by semicolons.
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

--- Inputs are what the model learnt from. AWS does not take sample weights for a feature (API reference,
-- TabularJobConfig.SampleWeightAttributeName), so a prediction has no place for them.
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

local function word_no_row(database, qualified, job_name)
    local known = {}
    for index, row in ipairs(job_table.read(database, qualified, { 'JOB_NAME' }, nil, max_suggestions) or {}) do
        known[index] = row.JOB_NAME
    end
    local otherwise = 'A training writes its row; SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS brings lost ones back.'
    local said = ("The job table %s has no job '%s'."):format(qualified, text.shown(job_name))
    return errors.word('E-SME-151', said, text.suggest(job_name, known, otherwise))
end

--- @return { row, inputs = list of { name, type }, target and weight (nil where there is none) = { name, type } }, or
-- nil and a problem
function M.find(database, qualified, job_name)
    local row, message = job_table.find(database, qualified, columns, job_name)
    if message then
        local said = ('The job table %s cannot be read: %s.'):format(qualified, message)
        return nil, errors.word('E-SME-152', said, 'You need GRANT SELECT on it; where it is missing, deploy again.')
    elseif not row then
        return nil, word_no_row(database, qualified, job_name)
    end
    local inputs, target, weight = read_columns(row)
    if #inputs == 0 or not target then
        local said = ("The row of job '%s' in %s does not tell its columns and their target."):format(
            job_name,
            qualified
        )
        return nil, errors.word('E-SME-153', said, 'COLUMN_NAMES and COLUMN_TYPES have to be JSON lists: mend the row.')
    end
    return { row = row, inputs = inputs, target = target, weight = weight }
end

return M
