-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists the columns that an Autopilot job has learnt from, the most important first.
local database = require('sme.database').new(pquery)
local job_request = require('sme.job_request')
local job_report = require('sme.job_report')

local answer = job_request.call_job_api({
    job_name = job_name,
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    session_id = tostring(exa.meta.session_id),
    job_table = '{{jobTable}}',
    udf = '{{featureImportanceUdf}}',
})
local report = { key = 'features', subject = 'feature importance', null = null }
return job_report.make(answer, tostring(job_name), report), [[{{featureImportanceResult}}]]
