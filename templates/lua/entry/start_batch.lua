-- luacheck: read_globals json_str
-- Starts a batch prediction. Commits the transaction of the caller.
local script_context = require('sme.script_context')
local batch_start = require('sme.batch_start')

local context = script_context.read(exa.meta, pquery)
context.version, context.null = '{{extensionVersion}}', null
context.names = {
    job_table = '{{jobTable}}',
    batch_table = '{{batchTable}}',
    plan = '{{batchPlanUdf}}',
    start = '{{batchStartUdf}}',
    remove = '{{batchRemovalUdf}}',
    export = '{{exportUdf}}',
    remove_empty_files = '{{exportTidyUdf}}',
}
return { batch_start.run(json_str, context) }, [[{{batchStartResult}}]]
