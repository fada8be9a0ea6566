--- Imports CSV files from S3 with IMPORT, which all nodes of the database run in parallel.
local sql = require('sme.sql')

local M = {}

--- @param import { target = table as SQL, connection, files = list of keys in the bucket of the connection }
function M.statement(import)
    local files = {}
    for index, key in ipairs(import.files) do
        files[index] = '    FILE ' .. sql.literal(key)
    end
    return table.concat({
        'IMPORT INTO ' .. import.target,
        'FROM CSV AT ' .. sql.identifier(import.connection),
        table.concat(files, '\n'),
        "ENCODING = 'UTF-8'",
        "COLUMN SEPARATOR = ','",
        "COLUMN DELIMITER = '\"'",
        "ROW SEPARATOR = 'LF'",
    }, '\n')
end

--- The files must have the columns of the table. Does not end the transaction.
-- @param import as for statement
-- @return true; or nil and Exasol's message
function M.run(database, import)
    local result, message = database.try(M.statement(import))
    return result and true, message
end

return M
