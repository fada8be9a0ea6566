-- luacheck: read_globals endpoint_name aws_credentials_connection_name aws_region
-- Deletes an endpoint and all that was made for it.
local database = require('sme.database').new(pquery)
local serving_removal = require('sme.serving_removal')

local rows = serving_removal.run({
    endpoint_name = endpoint_name,
    aws_credentials_connection_name = aws_credentials_connection_name,
    aws_region = aws_region,
}, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    names = { endpoint_table = '{{endpointTable}}', remove = '{{endpointRemovalUdf}}' },
})
return rows, [[{{endpointRemovalResult}}]]
