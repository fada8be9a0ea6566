-- luacheck: read_globals json_str
-- Starts an Autopilot job. The transaction in which it is called is committed on the way.
local script_context = require('sme.script_context')
local training = require('sme.training')

local context = script_context.read(exa.meta, pquery)
context.version = '{{extensionVersion}}'
context.names = {
    check = '{{trainingCheckUdf}}',
    tidy = '{{exportTidyUdf}}',
    start = '{{trainingStartUdf}}',
    job_table = '{{jobTable}}',
}
local job_name, rows, files, uri = training.run(json_str, context)
return { { job_name, rows, files, uri } }, [[{{trainingResult}}]]
