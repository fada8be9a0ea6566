--- Single statements that are committed at once, so that nothing of them is lost with the session.
local M = {}

-- Two writers that met are told to try again; the second attempt then waits for the first writer to commit.
local attempts = 5

--- A statement and its COMMIT, again where another transaction got in between.
-- @return true, or nil and Exasol's text
function M.commit(database, statement)
    local done, message
    for _ = 1, attempts do
        done, message = database.try(statement)
        if done then
            done, message = database.try('COMMIT')
        end
        if done then
            return true
        end
        database.try('ROLLBACK')
        if not message:find('[Cc]ollision') then
            break
        end
    end
    return nil, message
end

return M
