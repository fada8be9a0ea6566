-- luacheck: read_globals batch_name
-- Imports the predictions of a batch, or returns its status. Commits the transaction of the caller.
local script_context = require('sme.script_context')
local batch_finish = require('sme.batch_finish')

local context = script_context.read(exa.meta, pquery)
context.null = null
context.names = {
    batch_table = '{{batchTable}}',
    output = '{{batchOutputUdf}}',
    remove = '{{batchRemovalUdf}}',
    results = '{{batchResultsUdf}}',
    import = '{{importUdf}}',
}
return { batch_finish.run({ batch_name = batch_name }, context) }, [[{{batchFinishResult}}]]
