-- luacheck: read_globals endpoint_name aws_credentials_connection_name aws_region
-- Deletes an endpoint and everything that was created for it.
local database = require('sme.database').new(pquery)
local endpoint_delete = require('sme.endpoint_delete')

local rows = endpoint_delete.run({
    endpoint_name = endpoint_name,
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    names = { endpoint_table = '{{endpointTable}}', remove = '{{endpointRemovalUdf}}' },
})
return rows, [[{{endpointRemovalResult}}]]
