--- The row of a job while its training is being started. A run reserves its job name before the export, and every later
-- statement names the run's token: a run that lost its row to another one can neither change it nor start a job.
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local transactions = require('sme.transactions')

local M = {}

M.EXPORTING, M.STARTING, M.STARTED = 'EXPORTING', 'STARTING', 'STARTED'

--- Unique over all sessions and statements, so that no two runs ever export below one prefix.
function M.make_token(setting)
    return ('%s-%s-%s'):format(os.date('!%Y%m%d%H%M%S', setting.now), setting.session_id, setting.statement_id)
end

local columns = {
    'JOB_NAME',
    'RUN_STATE',
    'RUN_TOKEN',
    'SESSION_ID',
    'SCRIPT_USER',
    'S3_TRAIN_URI',
    'ROWS_EXPORTED',
    'FILES_EXPORTED',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
    'REQUEST_DIGEST',
    'MODEL_NAME',
}

local function to_run(row)
    return {
        job_name = row.JOB_NAME,
        state = row.RUN_STATE,
        token = row.RUN_TOKEN,
        session_id = row.SESSION_ID,
        user = row.SCRIPT_USER,
        train_uri = row.S3_TRAIN_URI,
        rows = math.tointeger(tonumber(row.ROWS_EXPORTED)),
        files = math.tointeger(tonumber(row.FILES_EXPORTED)),
        connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
        region = row.AWS_REGION,
        digest = row.REQUEST_DIGEST,
        model_name = row.MODEL_NAME,
    }
end

--- @return the run that has a job name, or nil; and a problem if the table cannot be read
function M.find(setting, job_name)
    local row, message = job_table.find(setting.database, setting.job_table, columns, job_name)
    return row and to_run(row), message and job_table.word_unusable(setting.job_table, message)
end

--- @return unfinished runs of the same command with a model name, newest first; and a problem if the table cannot be
-- read
function M.find_unfinished(setting, model_name, digest)
    local condition = ("MODEL_NAME = %s AND REQUEST_DIGEST = %s AND RUN_STATE IN ('EXPORTING', 'STARTING')"):format(
        sql.literal(model_name),
        sql.literal(digest)
    )
    local rows, message = job_table.read(setting.database, setting.job_table, columns, condition)
    if not rows then
        return {}, job_table.word_unusable(setting.job_table, message)
    end
    local runs = {}
    for index, row in ipairs(rows) do
        runs[index] = to_run(row)
    end
    return runs
end

--- The refusal of a name that another session is using.
function M.word_busy(run, message)
    local doubt = message and (' Whether that session still runs could not be read: %s.'):format(message) or ''
    return errors.word(
        'E-SME-260',
        ("Session %s of user '%s' is exporting the training data of job '%s' or starting it.%s"):format(
            run.session_id,
            run.user,
            run.job_name,
            doubt
        ),
        'Wait until that session has finished, or use another job name.'
    )
end

--- The refusal of a command with a model name that another session is still running: a second job would be billed.
-- @param message Exasol's text where it did not say whether that session exists
function M.word_repeated(run, message)
    if message then
        local said = (
            "Whether session %s, which is exporting or starting job '%s' with the same command, still runs is "
            .. 'unknown: %s.'
        ):format(run.session_id, run.job_name, message)
        local fix = 'Restore access to SYS.EXA_ALL_SESSIONS, then run the same command again.'
        return errors.word('E-SME-266', said, fix)
    end
    return errors.word(
        'E-SME-263',
        (
            "The same command is still running as job '%s': session %s of user '%s' is exporting its training data or "
            .. 'starting it.'
        ):format(run.job_name, run.session_id, run.user),
        'Wait until that session has finished, then poll its job.'
    )
end

local function where(job_name, token)
    return (' WHERE JOB_NAME = %s AND RUN_TOKEN = %s'):format(sql.literal(job_name), sql.literal(token))
end

local function update(setting, run, cells, token)
    local assignments = {}
    for index, cell in ipairs(cells) do
        assignments[index] = ('%s = %s'):format(sql.identifier(cell[1]), cell.sql or sql.value(cell[2]))
    end
    local statement = ('UPDATE %s SET %s'):format(setting.job_table, table.concat(assignments, ', '))
    local result, message = transactions.commit(setting.database, statement .. where(run.arguments.job_name, token))
    if not result then
        return nil, message
    end
    return tonumber(tostring(result.rows_affected)) ~= 0
end

--- Writes the row of a run, or takes over that of an earlier run which has ended. The primary key and the token decide
-- between two sessions that try at once.
-- @param row list of { column, value }; columns without value have n = 2
-- @param check returns a problem where another run of the same command has its row; asked before the COMMIT, while no
-- other session can write the table, so that of several runs at once exactly one stays
-- @return whether the name is this run's; nil and Exasol's text where the table cannot be written; the check's problem
function M.reserve(setting, run, row, check)
    if run.earlier then
        local cells = { { 'DATETIME', sql = 'CURRENT_TIMESTAMP' }, table.unpack(row, 1, #row) }
        return update(setting, run, cells, run.earlier.token)
    end
    local done, message = job_table.insert(setting.database, setting.job_table, row, nil, check)
    if done then
        return true
    elseif done == false then
        return false, nil, message
    end
    local holder = M.find(setting, run.arguments.job_name)
    if holder then
        return false
    end
    return nil, message
end

--- Sets columns of this run's row.
-- @return whether the row is still this run's; nil and Exasol's text
function M.set(setting, run, cells)
    return update(setting, run, cells, run.token)
end

--- Takes this run's row back.
-- @return true, or nil and Exasol's text
function M.release(setting, run)
    return transactions.commit(
        setting.database,
        'DELETE FROM ' .. setting.job_table .. where(run.arguments.job_name, run.token)
    )
end

return M
