--- Rows of jobs that AWS has and the job table lacks, written again.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local aws_permissions = require('sme.aws_permissions')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local job_reservation = require('sme.job_reservation')
local job_table = require('sme.job_table')
local json_arguments = require('sme.json_arguments')
local required_arguments = require('sme.required_arguments')
local sql = require('sme.sql')
local transactions = require('sme.transactions')
local udf = require('sme.udf')

local M = {}

local function check(setting, arguments)
    local problems = {}
    required_arguments.read(
        arguments,
        { 'aws_credentials_connection_name', 'aws_region' },
        'Give connection name and region.'
    )
    local expected = aws_names.region(arguments.aws_region)
    if expected then
        problems[1] = json_arguments.word_wrong('aws_region', arguments.aws_region, expected)
    end
    local connection, problem = catalog.find_connection(setting.database, arguments.aws_credentials_connection_name)
    problems[#problems + 1] = problem
    if #problems == 0 then
        problems = job_table.check_rights(setting.database, setting.job_table)
    end
    if #problems > 0 then
        errors.raise(problems, 'AWS was not asked.')
    end
    return connection
end

--- Without rows in STARTING: their session may have died before it wrote that AWS has the job.
local function list_known(setting)
    local condition = "COALESCE(RUN_STATE, 'STARTED') <> 'STARTING'"
    local rows, message = job_table.read(setting.database, setting.job_table, { 'JOB_NAME' }, condition)
    if not rows then
        errors.raise({ job_table.word_unusable(setting.job_table, message) })
    end
    local known = {}
    for index, row in ipairs(rows) do
        known[index] = row.JOB_NAME
    end
    return known
end

--- Tags can be changed by whoever may: only columns of the table, and only plain values.
local function read_row(setting, object)
    -- AWS has the job, so its run has reached the end, whatever the tags were written with.
    local row = { { 'RUN_STATE', job_reservation.STARTED } }
    for _, column in ipairs(setting.columns) do
        local value = column ~= 'RUN_STATE' and object[column]
        if type(value) == 'string' or type(value) == 'number' then
            row[#row + 1] = { column, value }
        end
    end
    return row
end

--- AWS tells times in UTC, the table has them in the zone of the session, as CURRENT_TIMESTAMP is.
local function write_moment(created)
    return ("CONVERT_TZ(TO_TIMESTAMP(%s, 'YYYY-MM-DD HH24:MI:SS'), 'UTC', SESSIONTIMEZONE)"):format(
        sql.literal(created)
    )
end

local update_started = [[
UPDATE %s SET RUN_STATE = 'STARTED' WHERE JOB_NAME = %s AND S3_TRAIN_URI = %s AND RUN_STATE = 'STARTING']]

--- Marks the row of a run whose job AWS has. The URI holds the token of the run: a job of another run does not count.
local function mark_started(setting, job)
    local uri = job.row.S3_TRAIN_URI
    if type(uri) ~= 'string' then
        return false
    end
    local result = transactions.commit(
        setting.database,
        update_started:format(setting.job_table, sql.literal(tostring(job.row.JOB_NAME)), sql.literal(uri))
    )
    return result ~= nil and tonumber(tostring(result.rows_affected)) == 1
end

local function write(setting, job)
    local name = tostring(job.row.JOB_NAME)
    local done, message =
        job_table.insert(setting.database, setting.job_table, read_row(setting, job.row), write_moment(job.created))
    local result = 'recovered'
    local exists = not done and message:lower():find('primary key', 1, true)
    if exists and mark_started(setting, job) then
        result = 'marked as started: its session ended before it could write that AWS has the job'
    elseif exists then
        result = 'already there: another session has recovered it'
    elseif not done then
        result = 'not recovered: ' .. message
    elseif not job.complete then
        result = 'recovered from what AWS tells: column types are not known and count as text'
    end
    return { name, job.created, result }
end

--- @param arguments { aws_credentials_connection_name, aws_region }
-- @param setting { database, schema, version, columns (of the job table), names = { job_table, recover } }
-- @return rows of job name, time of creation, result
function M.run(arguments, setting)
    setting.job_table = sql.qualified(setting.schema, setting.names.job_table)
    local connection = check(setting, arguments)
    local context =
        { connection = connection, region = arguments.aws_region, permissions = aws_permissions.JOB_RECOVERY }
    local known, written, token = list_known(setting), {}, nil
    repeat
        local answer, problem = udf.call(setting.database, setting.schema, setting.names.recover, {
            connection = connection,
            region = arguments.aws_region,
            version = setting.version,
            known = #known > 0 and known or nil,
            next_token = token,
        })
        for _, job in ipairs(answer and answer.jobs or {}) do
            written[#written + 1] = write(setting, job)
        end
        local problems = problem and { problem } or aws_errors.list(answer, context)
        if #problems > 0 then
            local done = ('%d jobs were recovered before. Run it again to go on.'):format(#written)
            errors.raise({ errors.word('E-SME-149', 'The recovery stopped. ' .. table.concat(problems, ' '), done) })
        end
        token = type(answer.next_token) == 'string' and answer.next_token or nil
    until not token
    return written
end

return M
