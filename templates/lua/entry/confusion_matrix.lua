-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists how many rows of each class the best candidate of an Autopilot job takes for which class.
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
    udf = '{{confusionMatrixUdf}}',
})
local report = { key = 'cells', subject = 'which classes are taken for which', null = null, integer_column = 3 }
return job_report.make(answer, tostring(job_name), report), [[{{confusionMatrixResult}}]]
