-- luacheck: read_globals json_str
-- Makes an endpoint and its prediction UDF. The transaction in which it is called is committed on the way.
local database = require('sme.database').new(pquery)
local serving = require('sme.serving')
local text = require('sme.text')

local schema = tostring(exa.meta.script_schema)
local open_schema = exa.meta.current_schema

local row = serving.run(json_str, {
    database = database,
    schema = schema,
    default_schema = text.is_missing(open_schema) and schema or tostring(open_schema),
    session_id = tostring(exa.meta.session_id),
    user = tostring(exa.meta.current_user),
    version = '{{extensionVersion}}',
    now = os.time(),
    null = null,
    names = {
        job_table = '{{jobTable}}',
        endpoint_table = '{{endpointTable}}',
        plan = '{{endpointPlanUdf}}',
        start = '{{endpointStartUdf}}',
        remove = '{{endpointRemovalUdf}}',
    },
})
return { row }, [[{{endpointResult}}]]
