-- Starts an Autopilot job. The transaction in which it is called is committed on the way.
local database = require('sme.database').new(pquery)
local training = require('sme.training')

local job_name, rows, files, uri = training.run(json_str, {
    database = database,
    schema = tostring(exa.meta.script_schema),
    view_schema = tostring(exa.meta.script_schema),
    session_id = tostring(exa.meta.session_id),
    user = tostring(exa.meta.current_user),
    version = '{{extensionVersion}}',
    timestamp = os.date('!%Y%m%d%H%M%S'),
    names = {
        check = '{{trainingCheckUdf}}',
        tidy = '{{exportTidyUdf}}',
        start = '{{trainingStartUdf}}',
        job_table = '{{jobTable}}',
    },
})
return { { job_name, rows, files, uri } }, [[{{trainingResult}}]]
