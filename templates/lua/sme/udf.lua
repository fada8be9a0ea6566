--- Calls the Python UDFs: JSON in, JSON out.
local cjson = require('cjson')
local errors = require('sme.errors')
local sql = require('sme.sql')

local M = {}

local calls = 0

--- @param name of the UDF
-- @param message Exasol's message
function M.failed_udf_error(name, message)
    local values, lower = { name = name, reason = message }, message:lower()
    if lower:find('language container', 1, true) or lower:find('script language', 1, true) then
        return errors.format('E-SME-77.container', values)
    elseif errors.is_refusal(message) then
        return errors.format('E-SME-77.privilege', values)
    elseif lower:find('not found', 1, true) then
        return errors.format('E-SME-77.missing', values)
    end
    return errors.format('E-SME-77.other', values)
end

--- @param request table of texts, numbers and lists
-- @return the response as a table; or nil and a problem
function M.call(database, schema, name, request)
    -- Each request is unique, so that Exasol's query cache cannot answer it.
    -- Version 2.1.0 of cjson writes whole numbers exactly only below 1e14, so the nonce is text.
    calls = calls + 1
    request.nonce = ('%s-%d'):format(os.time(), calls)
    local statement = ('SELECT %s(%s) AS "RESPONSE"'):format(
        sql.qualified(schema, name),
        sql.literal(cjson.encode(request))
    )
    local rows, message = database.try(statement)
    if not rows then
        return nil, M.failed_udf_error(name, message)
    end
    local is_json, response = pcall(cjson.decode, tostring(rows[1][1]))
    if not is_json or type(response) ~= 'table' then
        return nil, errors.format('E-SME-77.unreadable', { name = name })
    end
    return response
end

return M
