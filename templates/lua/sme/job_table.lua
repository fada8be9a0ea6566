--- The job table: one row for each training, written before its job is created in AWS. All reads of the table are here.
local aws_names = require('sme.aws_names')
local cjson = require('cjson')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local sql = require('sme.sql')
local table_reader = require('sme.table_reader')
local transactions = require('sme.transactions')

local M = {}

local grants =
    'A user of the scripts needs GRANT SELECT, INSERT, UPDATE, DELETE ON %s. Where the table is missing, deploy again.'

--- The error about a table of an earlier version; nil where the message says something else.
local function word_outdated(qualified, message)
    local column = message:match('object "?([%u_]+)"? not found')
    if not column then
        return nil
    end
    local said = ('The job table %s was created by another version of sme: it has no column %s.'):format(
        qualified,
        column
    )
    return errors.word('E-SME-269', said, 'Run sme deploy, which adds the column. Then run the same command again.')
end

--- A table that cannot be read or written, in words.
function M.word_unusable(qualified, message)
    local known = lock_wait.word(qualified, message) or word_outdated(qualified, message)
    if known then
        return known
    end
    local said = ('The job table %s cannot be used: %s.'):format(qualified, message)
    return errors.word('E-SME-72', said, grants:format(qualified))
end

--- @param columns list of column names
-- @param condition SQL, or nil for all rows
-- @param limit maximum number of rows, or nil
-- @return the rows as sme.table_reader returns them, newest first; nil and Exasol's message if the table cannot be read
function M.read(database, qualified, columns, condition, limit)
    local clause = condition and ('WHERE ' .. condition .. ' ') or ''
    clause = clause .. 'ORDER BY "DATETIME" DESC, JOB_NAME' .. (limit and (' LIMIT %d'):format(limit) or '')
    return table_reader.read(database, qualified, columns, clause)
end

--- @param columns list of column names, which include JOB_NAME
-- @return the row of a job, nil if there is none; nil and Exasol's message if the table cannot be read
function M.find(database, qualified, columns, job_name)
    local rows, message = M.read(database, qualified, columns, aws_names.where_job(job_name))
    if not rows then
        return nil, message
    end
    return table_reader.prefer_exact_name(rows, 'JOB_NAME', job_name)
end

--- Whether a row could be written and taken back: writing none asks for the same rights. Ends the transaction, so that
-- no lock on the table is held during the export.
-- @return a list of problems
function M.check_rights(database, qualified)
    local statements = {
        ('INSERT INTO %s SELECT * FROM %s WHERE 1 = 0'):format(qualified, qualified),
        ('UPDATE %s SET JOB_NAME = JOB_NAME WHERE 1 = 0'):format(qualified),
        ('DELETE FROM %s WHERE 1 = 0'):format(qualified),
    }
    local done, refusal = transactions.commit_all(database, statements)
    if not done then
        return { M.word_unusable(qualified, refusal) }
    end
    return {}
end

--- @param row list of { column, value }; a value of nil is left out
-- @param moment SQL of the time at which the job was started; now, where nothing is said
-- @param check see transactions.commit_all
-- @return a result; false and the refusal; or nil and Exasol's text
function M.insert(database, qualified, row, moment, check)
    local names, values = { '"DATETIME"' }, { moment or 'CURRENT_TIMESTAMP' }
    for _, cell in ipairs(row) do
        if cell[2] ~= nil then
            names[#names + 1] = sql.identifier(cell[1])
            values[#values + 1] = sql.value(cell[2])
        end
    end
    local statement = ('INSERT INTO %s (%s) VALUES (%s)'):format(
        qualified,
        table.concat(names, ', '),
        table.concat(values, ', ')
    )
    return transactions.commit(database, statement, check)
end

--- A row as an object, for its way through JSON.
function M.to_object(row)
    local object = {}
    for _, cell in ipairs(row) do
        object[cell[1]] = cell[2]
    end
    return object
end

--- Names and types as JSON lists: a name may hold any separator. (The earlier extension joined them with semicolons.)
function M.describe_columns(columns)
    local column_names, column_types = {}, {}
    for index, column in ipairs(columns) do
        column_names[index], column_types[index] = column.name, column.type
    end
    return cjson.encode(column_names), cjson.encode(column_types)
end

return M
