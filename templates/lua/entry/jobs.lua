-- Lists all jobs of the job table with their state. Stores and commits the results of jobs that have ended,
-- and deletes the training data of those that need not keep it.
local database = require('sme.database').new(pquery)
local jobs = require('sme.jobs')

local rows = jobs.list({
    database = database,
    schema = tostring(exa.meta.script_schema),
    session_id = tostring(exa.meta.session_id),
    names = {
        job_table = '{{jobTable}}',
        endpoint_table = '{{endpointTable}}',
        states = '{{jobStatesUdf}}',
        remove_data = '{{trainingDataRemovalUdf}}',
    },
    now = os.time(),
    null = null,
})
return rows, [[{{jobsResult}}]]
