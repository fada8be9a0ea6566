--- The endpoints of all jobs: the rows of the endpoint table with their current status in AWS.
local aws_permissions = require('sme.aws_permissions')
local cjson = require('cjson')
local endpoint_table = require('sme.endpoint_table')
local sql = require('sme.sql')
local state_groups = require('sme.state_groups')
local udf = require('sme.udf')

local M = {}

-- The status that the UDF reports for an endpoint that does not exist in AWS.
local missing = 'missing'

local columns = {
    'JOB_NAME',
    'ENDPOINT_NAME',
    'ENDPOINT_STATUS',
    'EXPIRES_AT_UTC',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
}

--- The last argument is different in each call, so that Exasol's query cache cannot answer it.
local select_states = [[
SELECT %s(AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, CAST(NULL AS VARCHAR(32)), CAST(NULL AS VARCHAR(50)),
CAST(NULL AS VARCHAR(50)), ENDPOINT_NAME, %s)
FROM %s GROUP BY AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION]]

--- A table that does not exist or cannot be read counts as empty.
local function read_rows(database, qualified)
    local endpoints = {}
    for index, row in ipairs(endpoint_table.read(database, qualified, columns) or {}) do
        endpoints[index] = {
            job = row.JOB_NAME,
            name = row.ENDPOINT_NAME,
            status = row.ENDPOINT_STATUS,
            expiry = row.EXPIRES_AT_UTC,
            region = row.AWS_REGION,
            group = state_groups.name(row.AWS_CREDENTIALS_CONNECTION_NAME, row.AWS_REGION),
        }
    end
    return endpoints
end

--- Requests the status of all endpoints.
-- @return for each group with a response from AWS, status by endpoint name; problems of the other groups; and, if the
-- whole request failed, its problem
local function request_states(context, qualified)
    local name = context.names.states
    local rows, message = context.database.try(
        select_states:format(sql.qualified(context.schema, name), sql.literal(tostring(context.now)), qualified)
    )
    if not rows then
        return {}, {}, udf.failed_udf_error(name, message)
    end
    local states, problems_by_group = {}, {}
    for index = 1, #rows do
        local response = cjson.decode(rows[index][2])
        local group, problem = state_groups.read(response, aws_permissions.FOLLOW)
        problems_by_group[group] = problem
        if not problem then
            states[group] = response.endpoints
        end
    end
    return states, problems_by_group
end

local function make_remark(endpoint, status, problem)
    if status == missing then
        return (
            "AWS has no endpoint '%s' in Region '%s'. SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT deletes its row and its "
            .. 'prediction UDF.'
        ):format(endpoint.name, endpoint.region)
    elseif not status then
        return ("The status of endpoint '%s' is the one stored in its row. %s"):format(
            endpoint.name,
            problem or 'The account has too many other endpoints to list them all.'
        )
    end
end

--- @param context as for sme.jobs.list
-- @return by job name { names, statuses, expiries, has_expiry, remarks }, the first four in the order of names
function M.read(context)
    local qualified = sql.qualified(context.schema, context.names.endpoint_table)
    local endpoints = read_rows(context.database, qualified)
    if #endpoints == 0 then
        return {}
    end
    local states, problems, failure = request_states(context, qualified)
    local by_job = {}
    for _, endpoint in ipairs(endpoints) do
        local status = (states[endpoint.group] or {})[endpoint.name]
        local summary = by_job[endpoint.job] or { names = {}, statuses = {}, expiries = {}, remarks = {} }
        summary.names[#summary.names + 1] = endpoint.name
        summary.statuses[#summary.statuses + 1] = status or endpoint.status or '?'
        summary.expiries[#summary.expiries + 1] = endpoint.expiry or 'never'
        summary.has_expiry = summary.has_expiry or endpoint.expiry ~= nil
        summary.remarks[#summary.remarks + 1] = make_remark(endpoint, status, failure or problems[endpoint.group])
        by_job[endpoint.job] = summary
    end
    return by_job
end

return M
