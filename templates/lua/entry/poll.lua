-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Reports the status of an Autopilot job. Deletes the training data of a job that has ended and need not keep it.
local job_script = require('sme.job_script')
local training_data_removal = require('sme.training_data_removal')

local names = { udf = '{{jobStatusUdf}}', job_table = '{{jobTable}}', remove_data = '{{trainingDataRemovalUdf}}' }
local response, context = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
-- Why data was not removed is in the list and the description of jobs, which try again.
training_data_removal.run_for_job(context, context.job_name, response.status)
return { { response.status, response.secondary_status } }, [[{{jobStatusResult}}]]
