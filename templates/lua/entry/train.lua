-- luacheck: read_globals json_str
-- Trains a model: exports the data and starts an Autopilot job. Commits the transaction of the caller.
local script_context = require('sme.script_context')
local training = require('sme.training')

local context = script_context.read(exa.meta, pquery)
context.version = '{{extensionVersion}}'
context.names = {
    check = '{{trainingCheckUdf}}',
    export = '{{exportUdf}}',
    remove_empty_files = '{{exportTidyUdf}}',
    start = '{{trainingStartUdf}}',
    job_table = '{{jobTable}}',
}
local job_name, rows, files, uri = training.run(json_str, context)
return { { job_name, rows, files, uri } }, [[{{trainingResult}}]]
