--- Endpoints that could not be had, in words: what AWS said, what to do, how all was left.
local aws_errors = require('sme.aws_errors')
local aws_permissions = require('sme.aws_permissions')
local errors = require('sme.errors')

local M = {}

local quota_codes = { ResourceLimitExceeded = true, ServiceQuotaExceededException = true }

function M.context(run)
    return { connection = run.connection, region = run.region, permissions = aws_permissions.ENDPOINT_CREATION }
end

--- What to do about an endpoint that AWS began to make and could not.
local function mend_failed(wanted, reason)
    local lower = reason:lower()
    if lower:find('capacity', 1, true) then
        return 'AWS has no instance of this type left, whatever the quota: take another instance_type, or try later.'
    elseif lower:find('model data', 1, true) then
        return "Bring the job's objects in S3 back and let its role read them, or take another candidate."
    end
    return ("Its log is in CloudWatch, group '/aws/sagemaker/Endpoints/%s'; more memory often helps."):format(
        wanted.ENDPOINT_NAME
    )
end

local function find_cause(run, answer)
    local wanted = run.wanted
    if answer.reason then
        return errors.word(
            'E-SME-160',
            ("The endpoint '%s' failed: %s."):format(wanted.ENDPOINT_NAME, errors.clean(answer.reason)),
            mend_failed(wanted, answer.reason)
        )
    end
    local failure = (answer.failures or {})[1]
    if failure and quota_codes[failure.code] then
        local what = wanted.INSTANCE_TYPE and ("'%s for endpoint usage'"):format(wanted.INSTANCE_TYPE)
            or 'serverless endpoints'
        return errors.word(
            'E-SME-161',
            ('%s failed: %s: %s.'):format(failure.operation, failure.code, errors.clean(failure.message)),
            (
                'Each type has a quota of its own, which new accounts often have at 0: ask for more of %s in AWS '
                .. 'Service Quotas, take another instance_type, or delete endpoints that nobody uses.'
            ):format(what)
        )
    end
    return table.concat(aws_errors.list(answer, M.context(run)), ' ')
end

--- @param answer of the UDF that starts endpoints
-- @param is_all_gone true where nothing is left of the attempt
-- @param faults why function and row could not be removed, where that was tried
function M.word(run, answer, is_all_gone, faults)
    local wanted, cause = run.wanted, find_cause(run, answer)
    if is_all_gone then
        return errors.word(
            'E-SME-162',
            ("The endpoint '%s' could not be had. %s"):format(wanted.ENDPOINT_NAME, cause),
            'All that was made for it was removed. Run the same command again when the cause is mended.'
        )
    elseif answer.outcome == 'refused' then
        local left = table.concat(answer.left or {}, ', ')
        return errors.word(
            'E-SME-163',
            ("The endpoint '%s' could not be had. %s"):format(wanted.ENDPOINT_NAME, cause),
            ('Left behind: %s the prediction UDF%s. Run the same command again, or '):format(
                left == '' and 'nothing in AWS, but' or left .. ', and',
                faults and (', or its row (%s)'):format(errors.clean(table.concat(faults, ' '))) or ''
            ) .. 'SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.'
        )
    end
    return errors.word(
        'E-SME-164',
        ("It is not known how far the endpoint '%s' is. %s"):format(wanted.ENDPOINT_NAME, cause),
        'Run the same command again: it goes on where this one stopped. SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT '
            .. 'removes what there is.'
    )
end

return M
