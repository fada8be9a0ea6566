--- Trainings that reserved a job name and did not come to their job: their rows say EXPORTING or STARTING.
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

M.remark = 'The export did not finish; run the same command again.'

--- @return { session_id, user } of a run that reserved a job name and has not started its job; nil if there is none or
-- the table cannot be read
function M.find(database, qualified, job_name)
    local row = job_table.find(database, qualified, { 'JOB_NAME', 'SESSION_ID', 'SCRIPT_USER', 'RUN_STATE' }, job_name)
    if row and (row.RUN_STATE == 'EXPORTING' or row.RUN_STATE == 'STARTING') then
        return { session_id = row.SESSION_ID, user = row.SCRIPT_USER }
    end
end

--- A session runs one statement at a time: a run of the session that asks has ended.
-- @param own_session the id of the session that asks
-- @return whether the session of the run still exists; nil and Exasol's text where Exasol does not say
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

--- What is to be said of a run without a job, and whether its session is alive.
function M.make_remark(database, run, own_session)
    local alive, message = M.is_alive(database, run, own_session)
    local said = M.remark
    if alive then
        said = "Session %s of user '%s' is exporting the training data or starting the job."
        said = said:format(run.session_id, run.user)
    elseif alive == nil then
        said = 'The export is running or did not finish: whether session %s still exists is unknown: %s.'
        said = said:format(run.session_id, message)
    end
    return said, alive
end

--- The error about a job that AWS does not have although its row exists; nil where the row says nothing of the kind.
-- @param setting { database, schema, job_table, session_id }
function M.word_missing(setting, job_name)
    local qualified = sql.qualified(setting.schema, setting.job_table)
    local run = M.find(setting.database, qualified, job_name)
    if not run then
        return nil
    end
    local remark, alive = M.make_remark(setting.database, run, setting.session_id)
    local said = ("AWS has no job '%s' yet. %s"):format(text.shown(job_name), remark)
    if alive then
        return errors.word('E-SME-265', said, 'Wait until that session has finished, then ask again.')
    elseif alive == nil then
        return errors.word('E-SME-267', said, 'Restore access to SYS.EXA_ALL_SESSIONS, then ask again.')
    end
    return errors.word('E-SME-264', said, 'The same parameters continue under the same name.')
end

return M
