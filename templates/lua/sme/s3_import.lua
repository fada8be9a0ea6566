--- Imports CSV files from S3 with IMPORT, which all nodes of the database run in parallel, or with a UDF if IMPORT
-- cannot use the credentials.
local sql = require('sme.sql')
local udf_import = require('sme.udf_import')

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
-- @param import as for statement; and for a UDF: credentials_form ('json'), columns = list of { name, type }, region,
-- bucket, udf = { schema, name }
-- @return true; or nil and a message of Exasol or AWS
function M.run(database, import)
    if import.credentials_form == 'json' then
        return udf_import.run(database, import)
    end
    local result, message = database.try(M.statement(import))
    return result and true, message
end

return M
