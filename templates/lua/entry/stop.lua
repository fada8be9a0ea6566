-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Stops an Autopilot job and reports its status. A job that has already ended keeps its status, and its
-- training data is deleted if it need not be kept.
local job_script = require('sme.job_script')
local training_data_removal = require('sme.training_data_removal')

local names = { udf = '{{jobStopUdf}}', job_table = '{{jobTable}}', remove_data = '{{trainingDataRemovalUdf}}' }
local response, context = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
-- Why data was not removed is in the list and the description of jobs, which try again.
training_data_removal.run_for_job(context, context.job_name, response.status)
return { { response.status, response.secondary_status } }, [[{{jobStatusResult}}]]
