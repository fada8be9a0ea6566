--- Calls of the Python UDFs: a request as JSON in, an answer as JSON out.
local cjson = require('cjson')
local errors = require('sme.errors')
local sql = require('sme.sql')

local M = {}

local calls = 0

local function find_mitigation(message)
    local lower = message:lower()
    if lower:find('language container', 1, true) or lower:find('script language', 1, true) then
        return 'Install a script language container with boto3, or deploy with --language-alias and '
            .. 'an alias that works.'
    elseif lower:find('insufficient privileges', 1, true) then
        return 'You need EXECUTE on all scripts of this schema (GRANT EXECUTE ON SCHEMA … TO …).'
    elseif lower:find('not found', 1, true) then
        return 'Deploy again: a script is missing.'
    end
    return 'Ask an administrator to look at the script language container; "sme deploy" tries it out.'
end

--- A UDF that Exasol could not run, in words.
function M.word_failure(name, message)
    return errors.word('E-SME-77', ('The UDF %s cannot run: %s.'):format(name, message), find_mitigation(message))
end

--- @param request table of texts and numbers
-- @return the answer as a table, or nil and a problem
function M.call(database, schema, name, request)
    -- A text of its own for each call, so that no cached result of an equal statement can answer.
    calls = calls + 1
    -- cjson 2.1.0 writes whole numbers exactly below 1e14 only.
    request.nonce = ('%s-%d'):format(os.time(), calls)
    local statement = ('SELECT %s(%s) AS "ANSWER"'):format(
        sql.qualified(schema, name),
        sql.literal(cjson.encode(request))
    )
    local rows, message = database.try(statement)
    if not rows then
        return nil, M.word_failure(name, message)
    end
    local ok, answer = pcall(cjson.decode, tostring(rows[1][1]))
    if not ok or type(answer) ~= 'table' then
        return nil, errors.word('E-SME-77', ('The UDF %s gave no readable answer.'):format(name), 'Deploy again.')
    end
    return answer
end

return M
