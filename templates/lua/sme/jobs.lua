--- Lists all jobs of the job table. One SELECT requests the states from AWS for every connection and Region in the
-- table; each call returns a page of 100 jobs. The result of a job that has ended is stored in its row, so no
-- later call requests it again.
local aws_permissions = require('sme.aws_permissions')
local cjson = require('cjson')
local job_endpoints = require('sme.job_endpoints')
local job_results = require('sme.job_results')
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local state_groups = require('sme.state_groups')
local text = require('sme.text')
local training_data_removal = require('sme.training_data_removal')
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
    'S3_TRAIN_URI',
    'KEEP_TRAINING_DATA',
    'TRAINING_DATA_REMOVED_AT_UTC',
}

local function read_jobs(database, qualified)
    local rows, message = job_table.read(database, qualified, columns)
    if not rows then
        error(job_table.unusable_table_error(qualified, message), 0)
    end
    local jobs = {}
    for index, row in ipairs(rows) do
        jobs[index] = {
            row = row,
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

--- The last argument is different in each call, so that Exasol's query cache cannot answer it. A run that is exporting
-- has no job in AWS yet.
local select_states = [[
SELECT %s(AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, JOB_NAME, TO_CHAR("DATETIME", 'YYYY-MM-DD HH24:MI:SS'),
JOB_STATUS, CAST(NULL AS VARCHAR(63)), %s)
FROM %s WHERE BEST_METRIC_IS_KNOWN IS NULL AND COALESCE(RUN_STATE, 'STARTED') <> 'EXPORTING'
GROUP BY AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION]]

--- Requests the states of all jobs that may have changed.
-- @return states by job name, and problems by group
local function request_states(context, qualified)
    local name = context.names.states
    local statement =
        select_states:format(sql.qualified(context.schema, name), sql.literal(tostring(context.now)), qualified)
    local rows, message = context.database.try(statement)
    if not rows then
        error(udf.failed_udf_error(name, message), 0)
    end
    local states, problems = {}, {}
    for index = 1, #rows do
        local job_name, response = text.optional(rows[index][1]), cjson.decode(rows[index][2])
        if job_name then
            local state = {}
            for key, value in pairs(response) do
                state[key] = text.optional(value)
            end
            states[job_name] = state
        else
            local group, problem = state_groups.read(response, aws_permissions.FOLLOW)
            problems[group] = problem
        end
    end
    return states, problems
end

--- The remark on a job that does not exist in AWS because its training has not started it yet.
local function make_run_remark(job, state, context, qualified)
    local is_unfinished = job.run_state == 'EXPORTING' or job.run_state == 'STARTING' and state and state.missing
    if not is_unfinished then
        return nil
    end
    local run = unfinished_runs.find(context.database, qualified, job.name)
    return run and unfinished_runs.describe(context.database, run, context.session_id)
end

local function make_remark(job, state, problem)
    if job.is_settled then
        return nil
    elseif state and state.missing then
        return 'AWS has no job of this name in this account and Region.'
    elseif problem and not (state and state.status) then
        return problem
    elseif state and state.has_ended or job.state.status then
        return not (state and state.is_final) and 'One of the next calls will read its best metric.' or nil
    elseif not state then
        return 'This call did not read its state, because the account has too many other jobs. Poll this job instead.'
    end
end

local function join_remarks(remark, data_problem, endpoint)
    local remarks = { remark }
    remarks[#remarks + 1] = data_problem
    for _, each in ipairs(endpoint and endpoint.remarks or {}) do
        remarks[#remarks + 1] = each
    end
    return #remarks > 0 and table.concat(remarks, ' ') or nil
end

local function make_row(job, state, endpoint, remark, context)
    local shown = state and state.status and state or job.state
    local created = shown.created and utc.seconds(shown.created)
    local ended = shown.ended and utc.seconds(shown.ended) or context.now
    local cells = {
        job.name,
        shown.status,
        shown.secondary_status,
        shown.created,
        created and math.max(0, context.now - created),
        created and math.max(0, ended - created),
        shown.metric,
        shown.value,
        shown.best_candidate,
        endpoint and table.concat(endpoint.names, ', '),
        endpoint and table.concat(endpoint.statuses, ', '),
        endpoint and endpoint.has_expiry and table.concat(endpoint.expiries, ', ') or nil,
        shown.failure_reason,
        remark,
    }
    local row = {}
    for index = 1, 14 do
        row[index] = cells[index] == nil and context.null or cells[index]
    end
    return row
end

--- Deletes the training data of jobs that have ended and need not keep it. The choice of a version for an endpoint has
-- no UDF for that.
-- @return why data was not deleted, by job name
local function remove_training_data(context, jobs, states)
    if not context.names.remove_data then
        return {}
    end
    local candidates = {}
    for index, job in ipairs(jobs) do
        local state = states[job.name]
        local status = state and state.status or job.state.status
        candidates[index] = { row = job.row, status = status, connection = job.connection, region = job.region }
    end
    return training_data_removal.run_for_list(context, candidates)
end

--- @param context { database, schema, session_id, names = { job_table, endpoint_table, states, remove_data (nil to
-- delete no training data) }, now = seconds since 1970, null = Exasol's NULL }
-- @param endpoints as job_endpoints.read returns them, {} to list no endpoints; by default they are read
-- @return rows, newest job first
function M.list(context, endpoints)
    local database = context.database
    local qualified = sql.qualified(context.schema, context.names.job_table)
    local jobs = read_jobs(database, qualified)
    endpoints = endpoints or job_endpoints.read(context)
    local states, problems = {}, {}
    for _, job in ipairs(jobs) do
        if not job.is_settled and job.run_state ~= 'EXPORTING' then
            states, problems = request_states(context, qualified)
            break
        end
    end
    job_results.store(database, qualified, states)
    local data_problems = remove_training_data(context, jobs, states)
    local rows = {}
    for index, job in ipairs(jobs) do
        local state = states[job.name]
        local remark = make_run_remark(job, state, context, qualified)
            or make_remark(job, state, problems[state_groups.name(job.connection, job.region)])
        local endpoint = endpoints[job.name]
        rows[index] = make_row(job, state, endpoint, join_remarks(remark, data_problems[job.name], endpoint), context)
    end
    return rows
end

return M
