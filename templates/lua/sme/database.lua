--- Runs SQL in the session of the caller and returns failures as values.
local errors = require('sme.errors')
local missing_grants = require('sme.missing_grants')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

--- @param pquery Exasol's global function of that name
function M.new(pquery)
    local database = {}

    --- @return the result; or nil, Exasol's message without the session id, and the SQL state
    function database.try(statement)
        local is_done, result = pquery(statement)
        if is_done then
            return result
        end
        local message = errors.clean(result.error_message)
        missing_grants.note(statement, message)
        return nil, message, tostring(result.error_code)
    end

    --- Runs a statement that does not depend on the user's arguments. A failure is therefore an internal error.
    function database.run(statement)
        local result, message = database.try(statement)
        if not result then
            errors.raise('F-SME-89', { reason = message, statement = text.shown(statement) })
        end
        return result
    end

    --- Converts a name to upper case as Exasol does. Lua's own function supports ASCII only.
    function database.upper(name)
        if not name:find('[\128-\255]') then
            return name:upper()
        end
        return database.run('SELECT UPPER(' .. sql.literal(name) .. ')')[1][1]
    end

    --- Whether SQL ignores the case of names: SQL_IDENTIFIER_COMPARISON, Exasol 2025.1.3 and later.
    function database.ignores_case()
        local rows = database.run(
            "SELECT SESSION_VALUE FROM SYS.EXA_PARAMETERS WHERE PARAMETER_NAME = 'SQL_IDENTIFIER_COMPARISON'"
        )
        return #rows > 0 and tostring(rows[1][1]):upper() == 'IGNORE CASE'
    end

    return database
end

return M
