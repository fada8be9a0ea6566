--- Checks whether the user can write to a table of this extension.
local transactions = require('sme.transactions')

local M = {}

--- Statements that change no row need the same privileges as those that do. Ends the transaction, so that the table is
-- not locked during an export.
-- @param column any column of the table
-- @param make_error takes the table and Exasol's message
-- @return a list of problems
function M.check(database, qualified, column, make_error)
    local statements = {
        ('INSERT INTO %s SELECT * FROM %s WHERE 1 = 0'):format(qualified, qualified),
        ('UPDATE %s SET %s = %s WHERE 1 = 0'):format(qualified, column, column),
        ('DELETE FROM %s WHERE 1 = 0'):format(qualified),
    }
    local is_done, message = transactions.commit_all(database, statements)
    if not is_done then
        return { make_error(qualified, message) }
    end
    return {}
end

return M
