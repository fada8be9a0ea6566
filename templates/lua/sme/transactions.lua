--- Runs statements and commits them at once, so that their effect is not lost if the session ends.
local lock_wait = require('sme.lock_wait')

local M = {}

-- If two transactions write at once, Exasol rejects one with a collision. Its second attempt waits for the other to
-- commit.
local max_attempts = 5

local function try_all(database, statements, check)
    local result, message, failed
    for _ = 1, max_attempts do
        failed = nil
        for _, statement in ipairs(statements) do
            if type(statement) == 'function' then
                result, message = statement()
            else
                result, message = database.try(statement)
            end
            if not result then
                failed = statement
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
    return result, lock_wait.explain(message), failed
end

--- Runs statements and a COMMIT, and repeats all of them after a collision with another transaction. The statements
-- must be quick, because the time that they may wait for another transaction is limited.
-- @param statements list of SQL texts, and of functions that run statements and return a result, or nil and Exasol's
-- message
-- @param check function that runs before the COMMIT, while the transaction holds its locks; if it returns a refusal,
-- the transaction is rolled back
-- @return the result of the last statement; false and the refusal; or nil, Exasol's message and the statement that
-- failed (nil for the COMMIT)
function M.commit_all(database, statements, check)
    return lock_wait.run(database, function()
        return try_all(database, statements, check)
    end)
end

--- Runs one statement and a COMMIT.
-- @return as commit_all
function M.commit(database, statement, check)
    return M.commit_all(database, { statement }, check)
end

return M
