--- A question to AWS about one job: arguments checked, the UDF asked, failures raised in words.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local required_arguments = require('sme.required_arguments')
local udf = require('sme.udf')
local unfinished_runs = require('sme.unfinished_runs')

local M = {}

--- What the owner of the keys needs for every question to jobs, and to stop them.
M.permissions = 'sagemaker:DescribeAutoMLJob, DescribeAutoMLJobV2, ListAutoMLJobs, ListCandidatesForAutoMLJob, '
    .. 'StopAutoMLJob; s3:ListBucket and GetObject on the output path'

--- @return the connection's name as stored
local function check(database, arguments)
    local problems = {}
    required_arguments.read(
        arguments,
        { 'job_name', 'aws_credentials_connection_name', 'aws_region' },
        'Give job name, connection name and region.'
    )
    local tests = { job_name = { aws_names.job_name, aws_names.max_job_name }, aws_region = { aws_names.region } }
    for _, key in ipairs({ 'job_name', 'aws_region' }) do
        local test = tests[key]
        local expected = test[1](arguments[key], test[2])
        if expected then
            problems[#problems + 1] = json_arguments.word_wrong(key, arguments[key], expected)
        end
    end
    local connection, problem = catalog.find_connection(database, arguments.aws_credentials_connection_name)
    problems[#problems + 1] = problem
    if #problems > 0 then
        errors.raise(problems, 'AWS was not asked.')
    end
    return connection
end

--- @param arguments { job_name, aws_credentials_connection_name, aws_region }
-- @param setting { database, schema, session_id, job_table, udf = the name of the UDF that asks }
-- @return the UDF's answer, which holds no failure and is of a job that exists
function M.call_job_api(arguments, setting)
    local connection = check(setting.database, arguments)
    local region = arguments.aws_region
    local answer, problem = udf.call(setting.database, setting.schema, setting.udf, {
        connection = connection,
        region = region,
        job_name = arguments.job_name,
    })
    local context = { connection = connection, region = region, permissions = M.permissions }
    local problems = problem and { problem } or aws_errors.list(answer, context)
    if #problems > 0 then
        errors.raise(problems, 'The job is as it was.')
    elseif answer.missing then
        local said = ("There is no job '%s' in region '%s' of this AWS account."):format(arguments.job_name, region)
        errors.raise({
            unfinished_runs.word_missing(setting, arguments.job_name) or errors.word(
                'E-SME-85',
                said,
                'Check name, region, and that the connection holds keys of the account that runs it.'
            ),
        })
    end
    return answer
end

return M
