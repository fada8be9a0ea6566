-- luacheck: read_globals job_name endpoint_name schema_name instance_type instance_count
-- luacheck: read_globals aws_credentials_connection_name aws_region
-- The call of the Python extension: as the script that takes JSON, with the most common parameters, and waiting.
local cjson = require('cjson')
local script_context = require('sme.script_context')
local endpoint_create = require('sme.endpoint_create')
local text = require('sme.text')

local function given(value)
    return not text.is_missing(value) and tostring(value) or nil
end

local json = cjson.encode({
    job_name = given(job_name),
    endpoint_name = given(endpoint_name),
    prediction_schema = given(schema_name),
    instance_type = given(instance_type),
    instance_count = given(instance_count),
    aws_credentials_connection_name = given(aws_credentials_connection_name),
    aws_region = given(aws_region),
    wait = true,
})
local context = script_context.read(exa.meta, pquery)
-- Users of the Python extension call the function by the endpoint's name in quotes.
context.has_given_names = true
context.version, context.null = '{{extensionVersion}}', null
context.names = {
    job_table = '{{jobTable}}',
    endpoint_table = '{{endpointTable}}',
    plan = '{{endpointPlanUdf}}',
    start = '{{endpointStartUdf}}',
    remove = '{{endpointRemovalUdf}}',
}
return { endpoint_create.run(json, context) }, [[{{endpointResult}}]]
