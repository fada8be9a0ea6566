-- luacheck: read_globals json_str
-- Starts an Autopilot job. The transaction in which it is called is committed on the way.
local database = require('sme.database').new(pquery)
local text = require('sme.text')
local training = require('sme.training')

local schema = tostring(exa.meta.script_schema)
local open_schema = exa.meta.current_schema

local job_name, rows, files, uri = training.run(json_str, {
    database = database,
    schema = schema,
    view_schema = text.is_missing(open_schema) and schema or tostring(open_schema),
    session_id = tostring(exa.meta.session_id),
    user = tostring(exa.meta.current_user),
    version = '{{extensionVersion}}',
    now = os.time(),
    names = {
        check = '{{trainingCheckUdf}}',
        tidy = '{{exportTidyUdf}}',
        start = '{{trainingStartUdf}}',
        job_table = '{{jobTable}}',
    },
})
return { { job_name, rows, files, uri } }, [[{{trainingResult}}]]
