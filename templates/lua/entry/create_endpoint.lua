-- luacheck: read_globals json_str
-- Creates an endpoint and its prediction UDF. Commits the transaction of the caller.
local script_context = require('sme.script_context')
local endpoint_create = require('sme.endpoint_create')

local context = script_context.read(exa.meta, pquery)
context.version, context.null = '{{extensionVersion}}', null
context.names = {
    job_table = '{{jobTable}}',
    endpoint_table = '{{endpointTable}}',
    plan = '{{endpointPlanUdf}}',
    start = '{{endpointStartUdf}}',
    remove = '{{endpointRemovalUdf}}',
    states = '{{jobStatesUdf}}',
}
return { endpoint_create.run(json_str, context) }, [[{{endpointResult}}]]
