-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists the candidates of an Autopilot job, the best first.
local database = require('sme.database').new(pquery)
local job_request = require('sme.job_request')
local leaderboard = require('sme.leaderboard')

local answer = job_request.call_job_api({
    job_name = job_name,
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    session_id = tostring(exa.meta.session_id),
    job_table = '{{jobTable}}',
    udf = '{{candidateListUdf}}',
})
return leaderboard.make(answer.candidates, { leading = [[{{candidateColumns}}]], null = null })
