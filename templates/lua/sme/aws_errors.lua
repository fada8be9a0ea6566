--- Turns failures of AWS calls, which the UDFs report as data, into errors. AWS's own code and message are always
-- shown.
local aws_permissions = require('sme.aws_permissions')
local errors = require('sme.errors')
local facts = require('sme.facts')
local security_options = require('sme.security_options')

local M = {}

--- An error about a denied call. AWS does not say whether a condition of a policy is the cause, so the error names the
-- security options that a condition can require and that the request did not have.
local function access_denied_error(cause, failure, access)
    local permissions = access.permissions or aws_permissions.TRAIN
    local missing = access.security and security_options.list_missing(failure.operation, access.security) or {}
    if #missing == 0 then
        return errors.format('E-SME-78', { cause = cause, permissions = permissions })
    end
    local options = table.concat(missing, ', ')
    if cause:lower():find('explicit deny', 1, true) then
        return errors.format('E-SME-504.denied', { cause = cause, options = options })
    end
    return errors.format('E-SME-504.not_allowed', { cause = cause, permissions = permissions, options = options })
end

--- The error about keys that AWS rejects: a wrong secret and an unknown key have different fixes.
local function find_key_case(code)
    if facts.wrong_secret_codes[code] then
        return 'E-SME-79.secret'
    end
    return facts.unknown_key_codes[code] and 'E-SME-79.key' or 'E-SME-79.other'
end

--- @param failure { operation, kind, code, message } from templates/python/sme/aws_client.py
-- @param access how AWS was called: { connection, region, permissions (those of a training by default), security (the
-- options of the request, {} if it had none; nil if the request takes no options) }
function M.format_failure(failure, access)
    local message = errors.clean(failure.message)
    local cause = ('%s failed: %s: %s'):format(failure.operation, failure.code, message)
    if failure.kind == 'boto3' then
        return errors.format('E-SME-83', { reason = message })
    elseif failure.kind == 'interrupted' and failure.is_answer then
        return errors.format('E-SME-262', { cause = cause })
    elseif failure.kind == 'unreachable' or failure.kind == 'interrupted' then
        return errors.format('E-SME-80', { cause = cause, region = access.region })
    elseif facts.expired_token_codes[failure.code] then
        return errors.format('E-SME-435', { cause = cause, connection = access.connection })
    elseif failure.role_arn and facts.access_denied_codes[failure.code] then
        local key = failure.has_external_id and 'E-SME-436.with_id' or 'E-SME-436.without_id'
        local values = { cause = cause, connection = access.connection, role = failure.role_arn }
        return errors.format(key, values)
    elseif facts.refused_key_codes[failure.code] then
        return errors.format(find_key_case(failure.code), { cause = cause, connection = access.connection })
    elseif facts.access_denied_codes[failure.code] then
        return access_denied_error(cause, failure, access)
    elseif facts.throttling_codes[failure.code] then
        return errors.format('E-SME-82', { cause = cause })
    elseif facts.quota_codes[failure.code] then
        return errors.format('E-SME-81', { cause = cause })
    elseif facts.name_conflict_codes[failure.code] then
        return errors.format('E-SME-87', { cause = cause })
    elseif failure.kind == 'parameters' then
        return errors.format('E-SME-88.boto3', { cause = cause })
    elseif failure.code == 'ValidationException' then
        return errors.format('E-SME-88.aws', { cause = cause })
    end
    return errors.format('E-SME-84', { cause = cause })
end

--- @param response of a UDF, with problems (texts of errors) and failures
-- @param access as for format_failure
-- @return a list of problems
function M.list_problems(response, access)
    local problems = {}
    errors.append(problems, response.problems)
    for _, failure in ipairs(response.failures or {}) do
        problems[#problems + 1] = M.format_failure(failure, access)
    end
    return problems
end

return M
