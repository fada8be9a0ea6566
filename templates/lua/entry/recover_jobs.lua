-- luacheck: read_globals aws_credentials_connection_name aws_region
-- Writes rows for jobs that exist in AWS but not in the job table.
local database = require('sme.database').new(pquery)
local job_recovery = require('sme.job_recovery')

local columns = {}
for column in ('{{jobColumns}}'):gmatch('[^,]+') do
    columns[#columns + 1] = column
end

local rows = job_recovery.run({
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    version = '{{extensionVersion}}',
    columns = columns,
    names = { job_table = '{{jobTable}}', recover = '{{jobsRecoveryUdf}}' },
})
return rows, [[{{recoveryResult}}]]
