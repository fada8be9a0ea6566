--- The job table: one row for each training, written before its job is created in AWS. All reads of the table are here.
local aws_names = require('sme.aws_names')
local cjson = require('cjson')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local table_privileges = require('sme.table_privileges')
local table_reader = require('sme.table_reader')

local M = {}

--- @param message Exasol's message about a failed statement on the table
function M.unusable_table_error(qualified, message)
    local locked = lock_wait.locked_table_error(qualified, message)
    if locked then
        return locked
    end
    local missing_column = message:match('object "?([%u_]+)"? not found')
    if missing_column then
        return errors.format('E-SME-269', { table = qualified, column = missing_column })
    end
    return errors.format(
        errors.is_refusal(message) and 'E-SME-72.privilege' or 'E-SME-72.other',
        { table = qualified, reason = message }
    )
end

--- @param columns list of column names
-- @param condition SQL, or nil for all rows
-- @param limit maximum number of rows, or nil
-- @param first_order SQL by which rows are ordered first, or nil
-- @return the rows as sme.table_reader returns them, newest first; nil and Exasol's message if the table cannot be read
function M.read(database, qualified, columns, condition, limit, first_order)
    local clause = condition and ('WHERE ' .. condition .. ' ') or ''
    local order = (first_order and first_order .. ', ' or '') .. '"DATETIME" DESC, JOB_NAME'
    clause = clause .. 'ORDER BY ' .. order .. (limit and (' LIMIT %d'):format(limit) or '')
    return table_reader.read(database, qualified, columns, clause)
end

--- @param columns list of column names, which include JOB_NAME
-- @return the row of a job; nil if it has no row; nil and Exasol's message if the table cannot be read
function M.find(database, qualified, columns, job_name)
    local rows, message = M.read(database, qualified, columns, aws_names.where_job(job_name))
    if not rows then
        return nil, message
    end
    return table_reader.prefer_exact_name(rows, 'JOB_NAME', job_name)
end

--- See sme.table_privileges.
function M.check_privileges(database, qualified)
    return table_privileges.check(database, qualified, 'JOB_NAME', M.unusable_table_error)
end

--- A row as an object that can be encoded as JSON.
function M.to_object(row)
    local object = {}
    for _, cell in ipairs(row) do
        object[cell[1]] = cell[2]
    end
    return object
end

--- Names and types as JSON lists, because a name can contain any separator. The Python extension joined them with
-- semicolons.
-- @param columns list of { name, type }
-- @return values of COLUMN_NAMES and COLUMN_TYPES
function M.describe_columns(columns)
    local column_names, column_types = {}, {}
    for index, column in ipairs(columns) do
        column_names[index], column_types[index] = column.name, column.type
    end
    return cjson.encode(column_names), cjson.encode(column_types)
end

return M
