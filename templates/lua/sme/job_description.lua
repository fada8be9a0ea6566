--- What AWS says of a job, and what its row in the job table adds.
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

--- Columns of the job table that AWS does not know.
local own_columns = {
    'ROWS_EXPORTED',
    'FILES_EXPORTED',
    'INPUT_SCHEMA_NAME',
    'INPUT_TABLE_OR_VIEW_NAME',
    'INPUT_QUERY',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'SCRIPT_USER',
    'EXTENSION_VERSION',
}

--- @param attributes list of { name, value } as the UDF answers them
-- @param context { database, schema, job_table, job_name }
-- @param null Exasol's NULL
-- @return rows of two columns: always the same attributes, NULL where there is nothing to say. Those of the job table
-- are NULL where it has no such job, or cannot be read: a description needs no right on it.
function M.make(attributes, context, null)
    local rows = {}
    local function add(name, value)
        rows[#rows + 1] = { name, text.is_missing(value) and null or tostring(value) }
    end
    for _, attribute in ipairs(attributes) do
        add(attribute[1], attribute[2])
    end
    -- Cast, because Lua would write a DECIMAL in a way of its own.
    local found = context.database.try(
        ('SELECT CAST(%s AS VARCHAR(2000000)) FROM %s WHERE UPPER(JOB_NAME) = %s'):format(
            table.concat(own_columns, ' AS VARCHAR(2000000)), CAST('),
            sql.qualified(context.schema, context.job_table),
            sql.literal(context.job_name:upper())
        )
    )
    local row = found and #found > 0 and found[1] or {}
    for index, name in ipairs(own_columns) do
        add(name, row[index])
    end
    return rows
end

return M
