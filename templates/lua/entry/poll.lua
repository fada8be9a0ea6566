-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Reports the status of an Autopilot job.
local job_script = require('sme.job_script')
local names = { udf = '{{jobStatusUdf}}', job_table = '{{jobTable}}' }
local response = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
return { { response.status, response.secondary_status } }, [[{{jobStatusResult}}]]
