--- Statements in the caller's session, failures as values.
local errors = require('sme.errors')
local sql = require('sme.sql')

local M = {}

--- @param pquery Exasol's global of that name
function M.new(pquery)
    local database = {}

    --- The result, or nil and Exasol's text (without session id) and its SQL state.
    function database.try(statement)
        local ok, result = pquery(statement)
        if ok then
            return result
        end
        return nil, errors.clean(result.error_message), tostring(result.error_code)
    end

    --- The result of a statement that can fail only for reasons that no argument of the user has to do with.
    function database.run(statement)
        local result, message = database.try(statement)
        if not result then
            error(
                errors.word(
                    'F-SME-89',
                    ('Exasol refused a statement: ' .. '%s.'):format(message),
                    'Statement: ' .. require('sme.text').shown(statement)
                ),
                0
            )
        end
        return result
    end

    --- Upper case as Exasol folds names; Lua's own knows ASCII only.
    function database.upper(name)
        if not name:find('[\128-\255]') then
            return name:upper()
        end
        return database.run('SELECT UPPER(' .. sql.literal(name) .. ')')[1][1]
    end

    --- Whether SQL finds names whatever their case: SQL_IDENTIFIER_COMPARISON, Exasol 2025.1.3 and later.
    function database.ignores_case()
        local rows = database.run(
            "SELECT SESSION_VALUE FROM SYS.EXA_PARAMETERS WHERE PARAMETER_NAME = 'SQL_IDENTIFIER_COMPARISON'"
        )
        return #rows > 0 and tostring(rows[1][1]):upper() == 'IGNORE CASE'
    end

    return database
end

return M
