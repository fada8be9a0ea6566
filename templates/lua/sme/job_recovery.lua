--- Writes rows for jobs that exist in AWS but not in the job table.
local aws_errors = require('sme.aws_errors')
local aws_names = require('sme.aws_names')
local aws_permissions = require('sme.aws_permissions')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local json_arguments = require('sme.json_arguments')
local required_arguments = require('sme.required_arguments')
local run_reservation = require('sme.run_reservation')
local sql = require('sme.sql')
local transactions = require('sme.transactions')
local udf = require('sme.udf')
local version_numbers = require('sme.version_numbers')

local M = {}

local function check(context, arguments)
    local problems = {}
    required_arguments.read(arguments, { 'aws_credentials_connection_name', 'aws_region' })
    local expected = aws_names.region(arguments.aws_region)
    if expected then
        problems[1] = json_arguments.invalid_argument_error('aws_region', arguments.aws_region, expected)
    end
    local connection, problem = catalog.find_connection(context.database, arguments.aws_credentials_connection_name)
    problems[#problems + 1] = problem
    if #problems == 0 then
        problems = job_table.check_privileges(context.database, context.job_table)
    end
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was requested from AWS.')
    end
    return connection
end

--- Job names that need no recovery. Rows in STARTING do: their session may have died before it recorded that the job
-- exists.
local function list_known(context)
    local condition = "COALESCE(RUN_STATE, 'STARTED') <> 'STARTING'"
    local rows, message = job_table.read(context.database, context.job_table, { 'JOB_NAME' }, condition)
    if not rows then
        error(job_table.unusable_table_error(context.job_table, message), 0)
    end
    local known = {}
    for index, row in ipairs(rows) do
        known[index] = row.JOB_NAME
    end
    return known
end

local plain_types = { string = true, number = true, boolean = true }

--- The row that a job's tags contain. Anyone can edit tags in AWS, so only columns of the table and plain values are
-- used.
local function read_row(context, object)
    -- The job exists, so its run has finished, regardless of the state in the tags.
    local row = { { 'RUN_STATE', run_reservation.STARTED } }
    for _, column in ipairs(context.columns) do
        local value = object[column]
        if column ~= 'RUN_STATE' and column ~= 'VERSION' and plain_types[type(value)] then
            row[#row + 1] = { column, value }
        end
    end
    return row
end

--- AWS reports times in UTC; the table contains them in the time zone of the session, like CURRENT_TIMESTAMP.
local function to_session_time(created)
    return ("CONVERT_TZ(TO_TIMESTAMP(%s, 'YYYY-MM-DD HH24:MI:SS'), 'UTC', SESSIONTIMEZONE)"):format(
        sql.literal(created)
    )
end

local update_started = [[
UPDATE %s SET RUN_STATE = 'STARTED' WHERE JOB_NAME = %s AND S3_TRAIN_URI = %s AND RUN_STATE = 'STARTING']]

--- Marks the row of a run whose job exists in AWS. The URI contains the run's token, so the job of another run never
-- matches.
local function mark_started(context, job)
    local uri = job.row.S3_TRAIN_URI
    if type(uri) ~= 'string' then
        return false
    end
    local result = transactions.commit(
        context.database,
        update_started:format(context.job_table, sql.literal(tostring(job.row.JOB_NAME)), sql.literal(uri))
    )
    return result ~= nil and tonumber(tostring(result.rows_affected)) == 1
end

--- Writes the row of a job.
-- @param job from the response of the UDF: { row, created, complete }
-- @return name, creation time and result
local function write(context, job)
    local name, version = tostring(job.row.JOB_NAME), version_numbers.read_number(job.row.VERSION)
    local model = type(job.row.MODEL_NAME) == 'string' and job.row.MODEL_NAME
    local holder
    local function restore_version()
        local is_restored, result = version_numbers.restore(context.database, context.job_table, name, model, version)
        holder = is_restored == false and result or nil
        return is_restored ~= nil or nil, result
    end
    local is_inserted, message = run_reservation.insert(
        context.database,
        context.job_table,
        read_row(context, job.row),
        to_session_time(job.created),
        nil,
        model and version and restore_version or nil
    )
    local result = 'recovered'
    local exists = not is_inserted and message:lower():find('primary key', 1, true)
    if exists and mark_started(context, job) then
        result = 'marked as started: its session ended before it could record that the job exists'
    elseif exists then
        result = 'already exists: another session has recovered it'
    elseif not is_inserted then
        result = 'not recovered: ' .. message
    elseif not job.complete and job.row.COLUMN_NAMES == '[]' then
        result = 'recovered from what AWS reports, without columns: the training data cannot be read or was removed'
    elseif not job.complete then
        result = 'recovered from what AWS reports: column types are unknown and treated as text'
    end
    if holder then
        local remark = "%s; its version number %d was not restored, because the job '%s' has it"
        result = remark:format(result, version, holder)
    end
    return { name, job.created, result }
end

--- @param arguments { aws_credentials_connection_name, aws_region }
-- @param context { database, schema, version, columns (of the job table), names = { job_table, recover } }
-- @return rows of job name, creation time and result
function M.run(arguments, context)
    context.job_table = sql.qualified(context.schema, context.names.job_table)
    local connection = check(context, arguments)
    local access = { connection = connection, region = arguments.aws_region, permissions = aws_permissions.FOLLOW }
    local known, written, token = list_known(context), {}, nil
    repeat
        local response, problem = udf.call(context.database, context.schema, context.names.recover, {
            connection = connection,
            region = arguments.aws_region,
            version = context.version,
            known = #known > 0 and known or nil,
            next_token = token,
        })
        for _, job in ipairs(response and response.jobs or {}) do
            written[#written + 1] = write(context, job)
        end
        local problems = problem and { problem } or aws_errors.list_problems(response, access)
        if #problems > 0 then
            errors.raise('E-SME-149', { reason = table.concat(problems, ' '), count = #written })
        end
        token = type(response.next_token) == 'string' and response.next_token or nil
    until not token
    return written
end

return M
