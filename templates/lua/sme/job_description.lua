--- Everything known about a job: what AWS reports, and what its row in the job table adds.
local job_table = require('sme.job_table')
local sql = require('sme.sql')
local text = require('sme.text')
local training_data_removal = require('sme.training_data_removal')

local M = {}

--- Columns of the job table whose values AWS does not report.
local own_columns = {
    'ROWS_EXPORTED',
    'FILES_EXPORTED',
    'HOLDOUT_FRACTION',
    'ROWS_HELD_OUT',
    'SAMPLE_ROWS',
    'MODEL_NAME',
    'VERSION',
    'INPUT_SCHEMA_NAME',
    'INPUT_TABLE_OR_VIEW_NAME',
    'INPUT_QUERY',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'SCRIPT_USER',
    'EXTENSION_VERSION',
}

local removal_columns = training_data_removal.columns
local job_columns = table.move(own_columns, 1, #own_columns, 1, {})
table.move(removal_columns, 1, #removal_columns, #job_columns + 1, job_columns)

--- @param attributes list of { name, value } from the response of the UDF
-- @param context as sme.job_script returns it
-- @param null Exasol's NULL
-- @return rows of name and value. The names are always the same. Values from the job table are NULL if it
-- does not contain the job or cannot be read: describing a job needs no privilege on the table.
function M.make(attributes, context, null)
    local rows = {}
    local function add(name, value)
        rows[#rows + 1] = { name, text.is_missing(value) and null or tostring(value) }
    end
    local status
    for _, attribute in ipairs(attributes) do
        add(attribute[1], attribute[2])
        status = attribute[1] == 'JOB_STATUS' and attribute[2] or status
    end
    local qualified = sql.qualified(context.schema, context.job_table)
    local row = job_table.find(context.database, qualified, job_columns, context.job_name) or {}
    for _, name in ipairs(own_columns) do
        add(name, row[name])
    end
    local problem, removed_at = training_data_removal.run(context, row, status)
    add('KEEP_TRAINING_DATA', row.KEEP_TRAINING_DATA and row.KEEP_TRAINING_DATA:lower())
    add('TRAINING_DATA_REMOVED_AT_UTC', removed_at)
    add('TRAINING_DATA_PROBLEM', problem)
    return rows
end

return M
