--- Deletes the exported training data of jobs with keep_training_data: false after they have ended. Every script that
-- sees the final status of a job calls this, until the row records that the data is gone. So a session can die at any
-- step, and a failure is only reported: the caller returns its own result.
local aws_errors = require('sme.aws_errors')
local aws_permissions = require('sme.aws_permissions')
local errors = require('sme.errors')
local facts = require('sme.facts')
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local state_groups = require('sme.state_groups')
local transactions = require('sme.transactions')
local udf = require('sme.udf')
local utc = require('sme.utc')

local M = {}

--- Jobs per call of the list: each of them takes several calls of AWS.
local max_jobs = 20

--- The columns of a row that this module reads.
M.columns = { 'JOB_NAME', 'S3_TRAIN_URI', 'KEEP_TRAINING_DATA', 'TRAINING_DATA_REMOVED_AT_UTC' }

--- Whether the data of a job must be deleted.
-- @param row with M.columns
-- @param status of the job in AWS
local function is_due(row, status)
    return row.KEEP_TRAINING_DATA == 'FALSE'
        and row.TRAINING_DATA_REMOVED_AT_UTC == nil
        and row.S3_TRAIN_URI ~= nil
        and facts.ended_job_statuses[status] ~= nil
end

local function not_removed_error(job, reason)
    return errors.format('E-SME-630', { job = job.name, uri = job.uri, reason = reason })
end

--- Records that the data of a job is gone. If the user cannot update the table, the next call finds no files.
local function mark_removed(context, job, removed_at)
    local statement = ('UPDATE %s SET TRAINING_DATA_REMOVED_AT_UTC = TIMESTAMP %s WHERE JOB_NAME = %s'):format(
        sql.qualified(context.schema, context.names.job_table),
        sql.literal(removed_at .. '.000'),
        sql.literal(job.name)
    )
    statement = ('%s AND S3_TRAIN_URI = %s AND TRAINING_DATA_REMOVED_AT_UTC IS NULL'):format(
        statement,
        sql.literal(job.uri)
    )
    transactions.commit(context.database, statement)
end

--- @param context { database, schema, now = seconds since 1970, names = { job_table, remove_data } }
-- @param access { connection, region }
-- @param jobs list of { name, uri }
-- @return by job name: when its data was deleted; and by job name: why not. Jobs that run again have neither.
local function remove(context, access, jobs)
    local removed, problems, list = {}, {}, {}
    for index, job in ipairs(jobs) do
        list[index] = { job_name = job.name, train_uri = job.uri }
    end
    local response, problem = udf.call(context.database, context.schema, context.names.remove_data, {
        connection = access.connection,
        region = access.region,
        jobs = list,
    })
    access.permissions = aws_permissions.FOLLOW_ALL
    local group_problems = problem and { problem } or aws_errors.list_problems(response, access)
    if #group_problems > 0 then
        for _, job in ipairs(jobs) do
            problems[job.name] = not_removed_error(job, table.concat(group_problems, ' '))
        end
        return removed, problems
    end
    local results = {}
    for _, result in ipairs(response.jobs) do
        results[result.job_name] = result
    end
    -- A COMMIT of its own, because a collision rolls back the transaction.
    context.database.run('COMMIT')
    for _, job in ipairs(jobs) do
        local result = results[job.name]
        local reasons = result and aws_errors.list_problems(result, access) or {}
        if #reasons > 0 then
            problems[job.name] = not_removed_error(job, table.concat(reasons, ' '))
        elseif result then
            removed[job.name] = utc.write(context.now)
            mark_removed(context, job, removed[job.name])
        end
    end
    return removed, problems
end

--- Like `remove`, but an unexpected error becomes a problem of every job.
local function try_remove(context, access, jobs)
    local is_done, removed, problems = pcall(remove, context, access, jobs)
    if is_done then
        return removed, problems
    end
    local by_name = {}
    for _, job in ipairs(jobs) do
        by_name[job.name] = not_removed_error(job, tostring(removed))
    end
    return {}, by_name
end

--- Deletes the data of one job if that is due.
-- @param context as for `remove`, with access = { connection, region }
-- @param row of the job, with M.columns
-- @return why the data was not deleted, or nil; and when it was deleted, or nil
function M.run(context, row, status)
    if not is_due(row, status) then
        return nil, row.TRAINING_DATA_REMOVED_AT_UTC
    end
    local job = { name = row.JOB_NAME, uri = row.S3_TRAIN_URI }
    local removed, problems = try_remove(context, context.access, { job })
    return problems[job.name], removed[job.name]
end

--- Like `run`, but reads the row first, and only if the job has ended. A job without a row keeps its data, and so does
-- one whose row cannot be read.
function M.run_for_job(context, job_name, status)
    if not facts.ended_job_statuses[status] then
        return nil
    end
    local qualified = sql.qualified(context.schema, context.names.job_table)
    local row = job_table.find(context.database, qualified, M.columns, job_name)
    return row and M.run(context, row, status)
end

--- Deletes the data of up to `max_jobs` jobs. If more are due, each call begins with another one, so that jobs that
-- always fail do not keep the others from their turn.
-- @param jobs list of { row (with M.columns), status, connection, region (may be nil) }
-- @return why data was not deleted, by job name
function M.run_for_list(context, jobs)
    local due = {}
    for _, job in ipairs(jobs) do
        if job.region and is_due(job.row, job.status) then
            due[#due + 1] = job
        end
    end
    local groups, order = {}, {}
    for offset = 1, math.min(#due, max_jobs) do
        local start = #due > max_jobs and context.now or 0
        local job = due[(start + offset - 1) % #due + 1]
        local name = state_groups.name(job.connection, job.region)
        if not groups[name] then
            groups[name] = { access = { connection = job.connection, region = job.region }, jobs = {} }
            order[#order + 1] = groups[name]
        end
        local list = groups[name].jobs
        list[#list + 1] = { name = job.row.JOB_NAME, uri = job.row.S3_TRAIN_URI }
    end
    local problems = {}
    for _, group in ipairs(order) do
        local _, found = try_remove(context, group.access, group.jobs)
        for name, problem in pairs(found) do
            problems[name] = problem
        end
    end
    return problems
end

return M
