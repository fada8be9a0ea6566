-- Lists all batch predictions with their status.
local script_context = require('sme.script_context')
local batch_list = require('sme.batch_list')

local context = script_context.read(exa.meta, pquery)
context.null = null
context.names = { batch_table = '{{batchTable}}', states = '{{batchStatesUdf}}' }
return batch_list.run(context), [[{{batchListResult}}]]
