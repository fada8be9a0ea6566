--- Statements that are committed at once, so that nothing of them is lost with the session.
local lock_wait = require('sme.lock_wait')

local M = {}

-- Two writers that met are told to try again; the second attempt then waits for the first writer to commit.
local attempts = 5

local function try_all(database, statements, check)
    local result, message, number
    for _ = 1, attempts do
        for index, statement in ipairs(statements) do
            number = index
            result, message = database.try(statement)
            if not result then
                break
            end
        end
        local refusal = result and check and check()
        if refusal then
            result, message = false, refusal
        elseif result then
            local committed
            committed, message = database.try('COMMIT')
            if committed then
                return result
            end
            result = nil
        end
        database.try('ROLLBACK')
        if not message:find('[Cc]ollision') then
            break
        end
    end
    return result, lock_wait.explain(message), number
end

--- Statements and their COMMIT, all of them again where another transaction got in between. They have to be quick: the
-- time that they may wait for another transaction is limited.
-- @param check asked before the COMMIT, while the transaction holds its locks; what it returns is a refusal
-- @return the last statement's result; false and the refusal; or nil, Exasol's text and the number of the statement
function M.commit_all(database, statements, check)
    return lock_wait.run(database, function()
        return try_all(database, statements, check)
    end)
end

--- A single statement and its COMMIT.
-- @return as commit_all
function M.commit(database, statement, check)
    return M.commit_all(database, { statement }, check)
end

return M
