-- luacheck: read_globals job_name aws_credentials_connection_name aws_region
-- Lists the candidates of an Autopilot job, best first.
local job_script = require('sme.job_script')
local leaderboard = require('sme.leaderboard')
local names = { udf = '{{candidateListUdf}}', job_table = '{{jobTable}}' }
local response = job_script.run(exa.meta, pquery, names, job_name, aws_credentials_connection_name, aws_region)
return leaderboard.make(response.candidates, { leading = [[{{candidateColumns}}]], null = null })
