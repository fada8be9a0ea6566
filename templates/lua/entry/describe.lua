-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists everything that AWS and the job table contain about an Autopilot job. Deletes the training data of a job that
-- has ended and need not keep it.
local job_description = require('sme.job_description')
local job_script = require('sme.job_script')

local names = { udf = '{{jobDescriptionUdf}}', job_table = '{{jobTable}}', remove_data = '{{trainingDataRemovalUdf}}' }
local response, context = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
return job_description.make(response.attributes, context, null), [[{{jobDescriptionResult}}]]
