-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Says how far an Autopilot job is.
local database = require('sme.database').new(pquery)
local polling = require('sme.polling')

local status, secondary_status = polling.run({
    job_name = job_name,
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    names = { status = '{{jobStatusUdf}}' },
})
return { { status, secondary_status } }, [[{{jobStatusResult}}]]
