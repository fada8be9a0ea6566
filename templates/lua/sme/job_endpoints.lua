--- The endpoints of all jobs: the rows of the endpoint table with the status that AWS lists now.
local aws_errors = require('sme.aws_errors')
local aws_permissions = require('sme.aws_permissions')
local cjson = require('cjson')
local endpoint_table = require('sme.endpoint_table')
local sql = require('sme.sql')
local udf = require('sme.udf')

local M = {}

local missing = 'missing'

local columns = {
    'JOB_NAME',
    'ENDPOINT_NAME',
    'ENDPOINT_STATUS',
    'EXPIRES_AT_UTC',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'AWS_REGION',
}

--- The nonce keeps Exasol from answering an equal statement out of its cache.
local select_states = [[
SELECT %s(AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, CAST(NULL AS VARCHAR(32)), CAST(NULL AS VARCHAR(50)),
CAST(NULL AS VARCHAR(50)), ENDPOINT_NAME, %s)
FROM %s GROUP BY AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION]]

local function name_group(connection, region)
    return connection .. '\n' .. region
end

--- A missing table, or one that the user may not read, is a table without endpoints.
local function read_rows(database, qualified)
    local endpoints = {}
    for index, row in ipairs(endpoint_table.read(database, qualified, columns) or {}) do
        endpoints[index] = {
            job = row.JOB_NAME,
            name = row.ENDPOINT_NAME,
            status = row.ENDPOINT_STATUS,
            expiry = row.EXPIRES_AT_UTC,
            region = row.AWS_REGION,
            group = name_group(row.AWS_CREDENTIALS_CONNECTION_NAME, row.AWS_REGION),
        }
    end
    return endpoints
end

--- @return for each group that AWS answered for, status by endpoint name; for each of the others, what went wrong; and
-- what went wrong for all of them
local function ask(setting, qualified)
    local name = setting.names.states
    local rows, message = setting.database.try(
        select_states:format(sql.qualified(setting.schema, name), sql.literal(tostring(setting.now)), qualified)
    )
    if not rows then
        return {}, {}, udf.word_failure(name, message)
    end
    local states, troubles = {}, {}
    for index = 1, #rows do
        local answer = cjson.decode(rows[index][2])
        local context =
            { connection = answer.connection, region = answer.region, permissions = aws_permissions.ENDPOINT_LIST }
        local problems = aws_errors.list(answer, context)
        local group = name_group(answer.connection, answer.region)
        if #problems > 0 then
            troubles[group] = table.concat(problems, ' ')
        else
            states[group] = answer.endpoints
        end
    end
    return states, troubles
end

local function make_remark(endpoint, status, trouble)
    if status == missing then
        return (
            "AWS has no endpoint '%s' in region '%s'. SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT removes its row and its "
            .. 'prediction function.'
        ):format(endpoint.name, endpoint.region)
    elseif not status then
        return ("The status of endpoint '%s' is that of its row. %s"):format(
            endpoint.name,
            trouble or 'AWS lists too many other endpoints before it.'
        )
    end
end

--- @param setting as M.list of sme.jobs takes it
-- @return by job name { names, statuses, expiries, has_end, remarks }, the first four in the order of names
function M.read(setting)
    local qualified = sql.qualified(setting.schema, setting.names.endpoint_table)
    local endpoints = read_rows(setting.database, qualified)
    if #endpoints == 0 then
        return {}
    end
    local states, troubles, failure = ask(setting, qualified)
    local by_job = {}
    for _, endpoint in ipairs(endpoints) do
        local status = (states[endpoint.group] or {})[endpoint.name]
        local found = by_job[endpoint.job] or { names = {}, statuses = {}, expiries = {}, remarks = {} }
        found.names[#found.names + 1] = endpoint.name
        found.statuses[#found.statuses + 1] = status or endpoint.status or '?'
        found.expiries[#found.expiries + 1] = endpoint.expiry or 'never'
        found.has_end = found.has_end or endpoint.expiry ~= nil
        found.remarks[#found.remarks + 1] = make_remark(endpoint, status, failure or troubles[endpoint.group])
        by_job[endpoint.job] = found
    end
    return by_job
end

return M
