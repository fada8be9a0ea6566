-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Stops an Autopilot job and reports its status. A job that has already ended keeps its status.
local job_script = require('sme.job_script')
local names = { udf = '{{jobStopUdf}}', job_table = '{{jobTable}}' }
local response = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
return { { response.status, response.secondary_status } }, [[{{jobStatusResult}}]]
