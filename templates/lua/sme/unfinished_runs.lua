--- Trainings that have reserved a job name but have not started the job yet: RUN_STATE is EXPORTING or STARTING.
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local sql = require('sme.sql')

local M = {}

--- @return { session_id, user } of a run that reserved a job name and has not started its job; nil if no run has
-- the name or the table cannot be read
function M.find(database, qualified, job_name)
    local row = job_table.find(database, qualified, { 'JOB_NAME', 'SESSION_ID', 'SCRIPT_USER', 'RUN_STATE' }, job_name)
    if row and (row.RUN_STATE == 'EXPORTING' or row.RUN_STATE == 'STARTING') then
        return { session_id = row.SESSION_ID, user = row.SCRIPT_USER }
    end
end

--- A session runs one statement at a time, so an earlier run of the calling session has ended.
-- @param own_session ID of the calling session
-- @return whether the session of the run still exists; or nil and Exasol's message if that is unknown
function M.is_alive(database, run, own_session)
    if run.session_id == own_session then
        return false
    end
    local statement = 'SELECT COUNT(*) FROM SYS.EXA_ALL_SESSIONS WHERE SESSION_ID = ' .. run.session_id
    local rows, message = database.try(statement)
    if not rows then
        return nil, message
    end
    return tonumber(tostring(rows[1][1])) > 0
end

--- @return a remark on a run without a job
function M.describe(database, run, own_session)
    local is_alive, message = M.is_alive(database, run, own_session)
    if is_alive then
        local remark = "Session %s of user '%s' is exporting the training data or starting the job."
        return remark:format(run.session_id, run.user)
    elseif is_alive == nil then
        local remark = 'The export is running or did not finish. It is unknown whether session %s still exists: %s.'
        return remark:format(run.session_id, message)
    end
    return 'The export did not finish. Run the same command again.'
end

--- The error about a job that has a row but does not exist in AWS; nil if the row does not explain that.
-- @param context { database, schema, job_table, session_id }
function M.missing_job_error(context, job_name)
    local qualified = sql.qualified(context.schema, context.job_table)
    local run = M.find(context.database, qualified, job_name)
    if not run then
        return nil
    end
    local is_alive, message = M.is_alive(context.database, run, context.session_id)
    if is_alive then
        return errors.format('E-SME-265', { job = job_name, session = run.session_id, user = run.user })
    elseif is_alive == nil then
        return errors.format('E-SME-267', { job = job_name, session = run.session_id, reason = message })
    end
    return errors.format('E-SME-264', { job = job_name })
end

return M
