-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Says everything that is known of an Autopilot job.
local database = require('sme.database').new(pquery)
local job_description = require('sme.job_description')
local job_request = require('sme.job_request')

local answer = job_request.call_job_api({
    job_name = job_name,
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    session_id = tostring(exa.meta.session_id),
    job_table = '{{jobTable}}',
    udf = '{{jobDescriptionUdf}}',
})
local rows = job_description.make(answer.attributes, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    job_table = '{{jobTable}}',
    job_name = tostring(job_name),
    null = null,
})
return rows, [[{{jobDescriptionResult}}]]
