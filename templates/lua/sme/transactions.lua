--- Statements that are committed at once, so that nothing of them is lost with the session.
local lock_wait = require('sme.lock_wait')

local M = {}

-- Two writers that met are told to try again; the second attempt then waits for the first writer to commit.
local attempts = 5

local function try_all(database, statements)
    local result, message, number
    for _ = 1, attempts do
        for index, statement in ipairs(statements) do
            number = index
            result, message = database.try(statement)
            if not result then
                break
            end
        end
        if result then
            local committed
            committed, message = database.try('COMMIT')
            if committed then
                return result
            end
        end
        database.try('ROLLBACK')
        if not message:find('[Cc]ollision') then
            break
        end
    end
    return nil, lock_wait.explain(message), number
end

--- Statements and their COMMIT, all of them again where another transaction got in between. They have to be quick: the
-- time that they may wait for another transaction is limited.
-- @return the last statement's result; or nil, Exasol's text and the number of the statement
function M.commit_all(database, statements)
    return lock_wait.run(database, function()
        return try_all(database, statements)
    end)
end

--- A single statement and its COMMIT.
-- @return the statement's result, or nil and Exasol's text
function M.commit(database, statement)
    return M.commit_all(database, { statement })
end

return M
