-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists how often the best candidate of an Autopilot job predicted each class for each actual class.
local job_report = require('sme.job_report')
local job_script = require('sme.job_script')
local names = { udf = '{{confusionMatrixUdf}}', job_table = '{{jobTable}}' }
local response = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
local report = { key = 'cells', subject = 'confusion matrix', null = null, integer_column = 3 }
return job_report.make(response, tostring(job_name), report), [[{{confusionMatrixResult}}]]
