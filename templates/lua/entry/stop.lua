-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Stops an Autopilot job. One that has ended already answers with its status.
local database = require('sme.database').new(pquery)
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
    udf = '{{jobStopUdf}}',
})
return { { answer.status, answer.secondary_status } }, [[{{jobStatusResult}}]]
