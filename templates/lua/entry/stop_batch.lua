-- luacheck: read_globals batch_name
-- Stops a batch prediction. Commits the transaction of the caller.
local script_context = require('sme.script_context')
local batch_stop = require('sme.batch_stop')

local context = script_context.read(exa.meta, pquery)
context.names = {
    batch_table = '{{batchTable}}',
    stop = '{{batchStopUdf}}',
    remove = '{{batchRemovalUdf}}',
}
return { batch_stop.run({ batch_name = batch_name }, context) }, [[{{batchStopResult}}]]
