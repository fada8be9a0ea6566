-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists the columns that an Autopilot job was trained on, most important first.
local job_report = require('sme.job_report')
local job_script = require('sme.job_script')
local names = { udf = '{{featureImportanceUdf}}', job_table = '{{jobTable}}' }
local response = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
local report = { key = 'features', subject = 'feature importance report', null = null }
return job_report.make(response, tostring(job_name), report), [[{{featureImportanceResult}}]]
