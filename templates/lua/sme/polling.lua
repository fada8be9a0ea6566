--- How far a job is: one call to AWS, nothing kept.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local text = require('sme.text')
local udf = require('sme.udf')

local M = {}

local function check(setting, arguments)
    local problems, missing = {}, {}
    for _, key in ipairs({ 'job_name', 'aws_credentials_connection_name', 'aws_region' }) do
        if text.is_missing(arguments[key]) then
            missing[#missing + 1] = key
        else
            arguments[key] = tostring(arguments[key])
        end
    end
    if #missing > 0 then
        local said = ('Missing: %s.'):format(table.concat(missing, ', '))
        errors.raise({ errors.word('E-SME-53', said, 'Give job name, connection name and region.') })
    end
    local tests = { job_name = { aws_names.job_name, aws_names.max_job_name }, aws_region = { aws_names.region } }
    for _, key in ipairs({ 'job_name', 'aws_region' }) do
        local test = tests[key]
        local expected = test[1](arguments[key], test[2])
        if expected then
            problems[#problems + 1] = json_arguments.word_wrong(key, arguments[key], expected)
        end
    end
    local connection, problem = catalog.find_connection(setting.database, arguments.aws_credentials_connection_name)
    problems[#problems + 1] = problem
    if #problems > 0 then
        errors.raise(problems, 'AWS was not asked.')
    end
    return connection
end

--- @param arguments { job_name, aws_credentials_connection_name, aws_region }
-- @param setting { database, schema, names = { status } }
-- @return status and secondary status, as AWS spells them
function M.run(arguments, setting)
    local connection = check(setting, arguments)
    local region = arguments.aws_region
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.status, {
        connection = connection,
        region = region,
        job_name = arguments.job_name,
    })
    local problems = problem and { problem } or aws_errors.list(answer, { connection = connection, region = region })
    if #problems > 0 then
        errors.raise(problems, 'The job is as it was.')
    elseif answer.missing then
        local said = ("There is no job '%s' in region '%s' of this AWS account."):format(arguments.job_name, region)
        errors.raise({
            errors.word(
                'E-SME-85',
                said,
                'Check name, region, and that the connection holds keys of the account that runs it.'
            ),
        })
    end
    return answer.status, answer.secondary_status
end

return M
