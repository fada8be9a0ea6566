--- Imports CSV files from S3 with a UDF, for credentials that IMPORT cannot use. The nodes of the database read the
-- files in parallel.
local aws_errors = require('sme.aws_errors')
local cjson = require('cjson')
local sql = require('sme.sql')

local M = {}

local text_type = 'VARCHAR(2000000) UTF8'

--- @param import as for s3_import.run
function M.statement(import)
    local emitted, casts, keys = {}, {}, {}
    for index, column in ipairs(import.columns) do
        local name = sql.identifier(column.name)
        emitted[index] = name .. ' ' .. text_type
        casts[index] = ('CAST(%s AS %s)'):format(name, column.type)
    end
    for index, key in ipairs(import.files) do
        keys[index] = ('SELECT CAST(%s AS VARCHAR(2000)) AS "KEY" FROM DUAL'):format(sql.literal(key))
    end
    local request = { connection = import.connection, region = import.region, bucket = import.bucket }
    return table.concat({
        'INSERT INTO ' .. import.target,
        'SELECT ' .. table.concat(casts, ', ') .. ' FROM (',
        ('SELECT %s(%s, "KEY")'):format(
            sql.qualified(import.udf.schema, import.udf.name),
            sql.literal(cjson.encode(request))
        ),
        'EMITS (' .. table.concat(emitted, ', ') .. ')',
        'FROM (',
        table.concat(keys, '\nUNION ALL '),
        ') GROUP BY "KEY")',
    }, '\n')
end

--- The UDF reports a failure as JSON at the end of its exception.
local function describe(import, message)
    local text = message:match('ImportProblem: ({.*})')
    local is_json, response = pcall(cjson.decode, text or '')
    if not is_json then
        return message
    end
    local access = { connection = import.connection, region = import.region }
    return table.concat(aws_errors.list_problems(response, access), ' ')
end

--- @return true; or nil and a message
function M.run(database, import)
    local result, message = database.try(M.statement(import))
    if not result then
        return nil, describe(import, message)
    end
    return true
end

return M
