--- All jobs of the job table at once. One SELECT asks AWS for every connection and region in it, a page of 100 jobs a
-- call. What a job that has ended came to is stored in its row: it costs no call again.
local aws_errors = require('sme.aws_errors')
local aws_permissions = require('sme.aws_permissions')
local cjson = require('cjson')
local errors = require('sme.errors')
local job_endpoints = require('sme.job_endpoints')
local job_results = require('sme.job_results')
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local text = require('sme.text')
local udf = require('sme.udf')
local unfinished_runs = require('sme.unfinished_runs')
local utc = require('sme.utc')

local M = {}

local columns = {
    'JOB_NAME',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
    'JOB_STATUS',
    'JOB_SECONDARY_STATUS',
    'JOB_CREATION_TIME_UTC',
    'JOB_END_TIME_UTC',
    'FAILURE_REASON',
    'BEST_CANDIDATE_NAME',
    'BEST_METRIC_NAME',
    'BEST_METRIC_VALUE',
    'BEST_METRIC_IS_KNOWN',
    'RUN_STATE',
}

local function read_jobs(database, qualified)
    local rows, message = job_table.read(database, qualified, columns)
    if not rows then
        errors.raise({ job_table.word_unusable(qualified, message) })
    end
    local jobs = {}
    for index, row in ipairs(rows) do
        jobs[index] = {
            name = row.JOB_NAME,
            connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
            region = row.AWS_REGION,
            is_settled = row.BEST_METRIC_IS_KNOWN ~= nil,
            run_state = row.RUN_STATE,
            state = {
                status = row.JOB_STATUS,
                secondary_status = row.JOB_SECONDARY_STATUS,
                created = row.JOB_CREATION_TIME_UTC,
                ended = row.JOB_END_TIME_UTC,
                failure_reason = row.FAILURE_REASON,
                best_candidate = row.BEST_CANDIDATE_NAME,
                metric = row.BEST_METRIC_NAME,
                value = row.BEST_METRIC_VALUE,
            },
        }
    end
    return jobs
end

--- The nonce keeps Exasol from answering an equal statement out of its cache. AWS cannot have the job of a run that
-- is exporting.
local select_states = [[
SELECT %s(AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, JOB_NAME, TO_CHAR("DATETIME", 'YYYY-MM-DD HH24:MI:SS'),
JOB_STATUS, CAST(NULL AS VARCHAR(63)), %s)
FROM %s WHERE BEST_METRIC_IS_KNOWN IS NULL AND COALESCE(RUN_STATE, 'STARTED') <> 'EXPORTING'
GROUP BY AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION]]

local function name_group(connection, region)
    return connection .. '\n' .. (region or '')
end

--- @return states by job name, and what went wrong by group
local function ask(setting, qualified)
    local name = setting.names.states
    local statement =
        select_states:format(sql.qualified(setting.schema, name), sql.literal(tostring(setting.now)), qualified)
    local rows, message = setting.database.try(statement)
    if not rows then
        errors.raise({ udf.word_failure(name, message) })
    end
    local states, troubles = {}, {}
    for index = 1, #rows do
        local job_name, answer = text.optional(rows[index][1]), cjson.decode(rows[index][2])
        if job_name then
            local state = {}
            for key, value in pairs(answer) do
                state[key] = text.optional(value)
            end
            states[job_name] = state
        else
            local region = text.optional(answer.region)
            local context =
                { connection = answer.connection, region = region or '?', permissions = aws_permissions.JOB }
            troubles[name_group(answer.connection, region)] = table.concat(aws_errors.list(answer, context), ' ')
        end
    end
    return states, troubles
end

--- The remark on a job that AWS does not have because its training has not come so far.
local function make_run_remark(job, state, setting, qualified)
    local is_unfinished = job.run_state == 'EXPORTING' or job.run_state == 'STARTING' and state and state.missing
    if not is_unfinished then
        return nil
    end
    local run = unfinished_runs.find(setting.database, qualified, job.name)
    return run and (unfinished_runs.make_remark(setting.database, run, setting.session_id))
end

local function make_remark(job, state, trouble)
    if job.is_settled then
        return nil
    elseif state and state.missing then
        return 'AWS has no job of this name in this account and region.'
    elseif trouble and not (state and state.status) then
        return trouble
    elseif (state or job.state).has_ended or job.state.status then
        return not (state and state.is_final) and 'Its best metric is read in one of the next runs.' or nil
    elseif not state then
        return 'AWS was not asked in this run: too many other jobs are in the account. Poll the job itself.'
    end
end

local function join_remarks(remark, endpoint)
    local remarks = { remark }
    for _, each in ipairs(endpoint and endpoint.remarks or {}) do
        remarks[#remarks + 1] = each
    end
    return #remarks > 0 and table.concat(remarks, ' ') or nil
end

local function make_row(job, state, endpoint, remark, setting)
    local shown = state and state.status and state or job.state
    local created = shown.created and utc.seconds(shown.created)
    local ended = shown.ended and utc.seconds(shown.ended) or setting.now
    local cells = {
        job.name,
        shown.status,
        shown.secondary_status,
        shown.created,
        created and math.max(0, setting.now - created),
        created and math.max(0, ended - created),
        shown.metric,
        shown.value,
        shown.best_candidate,
        endpoint and table.concat(endpoint.names, ', '),
        endpoint and table.concat(endpoint.statuses, ', '),
        endpoint and endpoint.has_end and table.concat(endpoint.expiries, ', ') or nil,
        shown.failure_reason,
        remark,
    }
    local row = {}
    for index = 1, 14 do
        row[index] = cells[index] == nil and setting.null or cells[index]
    end
    return row
end

--- @param setting { database, schema, session_id, names = { job_table, endpoint_table, states }, now = seconds since
-- 1970, null }
-- @return rows, the newest job first
function M.list(setting)
    local database = setting.database
    local qualified = sql.qualified(setting.schema, setting.names.job_table)
    local jobs = read_jobs(database, qualified)
    local endpoints = job_endpoints.read(setting)
    local states, troubles = {}, {}
    for _, job in ipairs(jobs) do
        if not job.is_settled and job.run_state ~= 'EXPORTING' then
            states, troubles = ask(setting, qualified)
            break
        end
    end
    job_results.store(database, qualified, states)
    local rows = {}
    for index, job in ipairs(jobs) do
        local state = states[job.name]
        local remark = make_run_remark(job, state, setting, qualified)
            or make_remark(job, state, troubles[name_group(job.connection, job.region)])
        local endpoint = endpoints[job.name]
        rows[index] = make_row(job, state, endpoint, join_remarks(remark, endpoint), setting)
    end
    return rows
end

return M
