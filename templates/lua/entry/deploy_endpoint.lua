-- luacheck: read_globals job_name endpoint_name schema_name instance_type instance_count
-- luacheck: read_globals aws_credentials_connection_name aws_region
-- Creates an endpoint with the arguments of the Python extension, and waits for it.
local cjson = require('cjson')
local script_context = require('sme.script_context')
local endpoint_create = require('sme.endpoint_create')
local text = require('sme.text')

local function to_text(value)
    return not text.is_missing(value) and tostring(value) or nil
end

local json = cjson.encode({
    job_name = to_text(job_name),
    endpoint_name = to_text(endpoint_name),
    prediction_schema = to_text(schema_name),
    instance_type = to_text(instance_type),
    instance_count = to_text(instance_count),
    aws_credentials_connection_name = to_text(aws_credentials_connection_name),
    aws_region = to_text(aws_region),
    wait = true,
})
local context = script_context.read(exa.meta, pquery)
-- Users of the Python extension call the prediction UDF by the endpoint's name in quotes.
context.has_given_names = true
context.version, context.null = '{{extensionVersion}}', null
context.names = {
    job_table = '{{jobTable}}',
    endpoint_table = '{{endpointTable}}',
    plan = '{{endpointPlanUdf}}',
    start = '{{endpointStartUdf}}',
    remove = '{{endpointRemovalUdf}}',
    states = '{{jobStatesUdf}}',
}
return { endpoint_create.run(json, context) }, [[{{endpointResult}}]]
