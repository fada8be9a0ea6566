--- What AWS says of a job, and what its row in the job table adds.
local job_table = require('sme.job_table')
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

local job_columns = table.move(own_columns, 1, #own_columns, 1, {})
job_columns[#job_columns + 1] = 'JOB_NAME'

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
    local qualified = sql.qualified(context.schema, context.job_table)
    local row = job_table.find(context.database, qualified, job_columns, context.job_name) or {}
    for _, name in ipairs(own_columns) do
        add(name, row[name])
    end
    return rows
end

return M
