--- Failures of AWS calls, handed over by the UDFs as data, in words. AWS's own code and text are always kept.
local aws_permissions = require('sme.aws_permissions')
local errors = require('sme.errors')
local facts = require('sme.facts')

local M = {}

--- @param failure { operation, kind, code, message } as templates/python/sme/aws_client.py makes it
-- @param context { connection, region, permissions (what the call needs; default: those of a training) }
function M.word(failure, context)
    local message = errors.clean(failure.message)
    local said = ('%s failed: %s: %s.'):format(failure.operation, failure.code, message)
    if failure.kind == 'boto3' then
        return errors.word(
            'E-SME-83',
            ('The script language container has no boto3: %s.'):format(message),
            'Deploy with --language-alias and an alias of a container that has it; the standard '
                .. 'containers of Exasol do.'
        )
    elseif failure.kind == 'interrupted' and failure.is_answer then
        return errors.word('E-SME-262', said, 'AWS itself failed. Run the command again in a few minutes.')
    elseif failure.kind == 'unreachable' or failure.kind == 'interrupted' then
        return errors.word(
            'E-SME-80',
            said,
            (
                "The database could not talk to AWS in region '%s': check the region, and name "
                .. 'server, proxy and firewall of its nodes.'
            ):format(context.region)
        )
    elseif facts.refused_key_codes[failure.code] then
        return errors.word(
            'E-SME-79',
            said,
            (
                "AWS refuses the keys of the connection '%s': check its USER and IDENTIFIED BY, and "
                .. 'the clock of the database.'
            ):format(context.connection)
        )
    elseif facts.access_denied_codes[failure.code] then
        return errors.word(
            'E-SME-78',
            said,
            ('The owner of the keys lacks a permission: %s.'):format(context.permissions or aws_permissions.TRAINING)
        )
    elseif facts.throttling_codes[failure.code] then
        return errors.word('E-SME-82', said, 'AWS answers too many calls at once: wait a minute and start again.')
    elseif facts.quota_codes[failure.code] then
        return errors.word('E-SME-81', said, 'Wait for running jobs to end, or ask AWS for a higher quota.')
    elseif facts.name_conflict_codes[failure.code] then
        return errors.word('E-SME-87', said, 'AWS never frees a job name: take another one.')
    elseif failure.kind == 'parameters' then
        return errors.word(
            'E-SME-88',
            said,
            'The boto3 of the script language container does not know this: leave it out, or deploy with '
                .. '--language-alias and an alias of a newer container.'
        )
    elseif failure.code == 'ValidationException' then
        return errors.word(
            'E-SME-88',
            said,
            'Check the parameters that AWS names, and that SageMaker may assume the role.'
        )
    end
    return errors.word('E-SME-84', said, 'This text is from AWS. Start again when its cause is mended.')
end

--- All that went wrong in an answer of a UDF, in words.
function M.list(answer, context)
    local problems = {}
    errors.append(problems, answer.problems)
    for _, failure in ipairs(answer.failures or {}) do
        problems[#problems + 1] = M.word(failure, context)
    end
    return problems
end

return M
