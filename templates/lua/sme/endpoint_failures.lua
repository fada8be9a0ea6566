--- Errors about endpoints that could not be created: what AWS reports, what remains, what to do.
local aws_errors = require('sme.aws_errors')
local aws_permissions = require('sme.aws_permissions')
local errors = require('sme.errors')
local facts = require('sme.facts')

local M = {}

--- What errors about AWS calls report: connection, Region and required permissions.
function M.describe_access(run)
    return {
        connection = run.connection,
        region = run.region,
        permissions = aws_permissions.SERVE,
        security = run.arguments.security or {},
    }
end

--- @param reason AWS's explanation why the endpoint failed
local function failed_endpoint_error(endpoint, reason)
    local lower = reason:lower()
    local values = { endpoint = endpoint, reason = errors.clean(reason) }
    if lower:find('capacity', 1, true) then
        return errors.format('E-SME-160.capacity', values)
    elseif lower:find('model data', 1, true) then
        return errors.format('E-SME-160.model_data', values)
    end
    return errors.format('E-SME-160.other', values)
end

local function quota_error(failure, instance_type)
    return errors.format('E-SME-161', {
        cause = ('%s failed: %s: %s'):format(failure.operation, failure.code, errors.clean(failure.message)),
        quota = instance_type and ("'%s for endpoint usage'"):format(instance_type) or 'serverless endpoints',
    })
end

local function find_cause(run, response)
    if response.reason then
        return failed_endpoint_error(run.desired.ENDPOINT_NAME, response.reason)
    end
    local failure = (response.failures or {})[1]
    if failure and facts.quota_codes[failure.code] then
        return quota_error(failure, run.desired.INSTANCE_TYPE)
    end
    return table.concat(aws_errors.list_problems(response, M.describe_access(run)), ' ')
end

--- The error about an update that AWS refused or rolled back.
-- @param response of the UDF that starts endpoints
-- @param job_name the job that the endpoint still serves
-- @param problem why row and prediction UDF could not be set back to this job; nil if they were
function M.failed_update_error(run, response, job_name, problem)
    local endpoint = run.desired.ENDPOINT_NAME
    local cause = response.reason
            and errors.format('E-SME-586', { endpoint = endpoint, reason = errors.clean(response.reason) })
        or find_cause(run, response)
    local values = { endpoint = endpoint, job = job_name, cause = cause, reason = problem }
    return errors.format(problem and 'E-SME-585.not_restored' or 'E-SME-585.kept', values)
end

--- @param response of the UDF that starts endpoints
-- @param is_clean whether everything that the attempt created has been deleted
-- @param problems why prediction UDF and row could not be deleted; nil if deleting them succeeded or was not tried
function M.failed_creation_error(run, response, is_clean, problems)
    local endpoint, cause = run.desired.ENDPOINT_NAME, find_cause(run, response)
    if is_clean then
        return errors.format('E-SME-162', { endpoint = endpoint, cause = cause })
    elseif response.outcome ~= 'refused' then
        local exists = run.endpoint and run.endpoint.status ~= 'Deleting'
        local values = { endpoint = endpoint, cause = cause }
        return errors.format(exists and 'E-SME-164.changed' or 'E-SME-164.created', values)
    end
    local in_aws = table.concat(response.left or {}, ', ')
    local in_database = problems and (', or its row (%s)'):format(errors.clean(table.concat(problems, ' '))) or ''
    return errors.format('E-SME-163', {
        endpoint = endpoint,
        cause = cause,
        remaining = (in_aws == '' and 'nothing in AWS, but' or in_aws .. ' and')
            .. ' the prediction UDF'
            .. in_database,
    })
end

return M
