--- The table of endpoints: one row an endpoint that AWS was asked for, from before the first call until all is gone.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local prediction_settings = require('sme.prediction_settings')
local sql = require('sme.sql')
local table_reader = require('sme.table_reader')
local transactions = require('sme.transactions')

local M = {}

--- What a row holds beside its times.
M.columns = {
    'ENDPOINT_NAME',
    'AWS_REGION',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'JOB_NAME',
    'CANDIDATE_NAME',
    'MODEL_NAME',
    'ENDPOINT_CONFIG_NAME',
    'INSTANCE_TYPE',
    'INSTANCE_COUNT',
    'SERVERLESS_MEMORY_MB',
    'SERVERLESS_MAX_CONCURRENCY',
    'PREDICTION_SCHEMA',
    'PREDICTION_UDF',
    'PREDICTION_SETTINGS',
    'SESSION_ID',
    'SCRIPT_USER',
    'EXTENSION_VERSION',
    'TIME_TO_LIVE_IN_SECONDS',
    'EXPIRES_AT_UTC',
}

local moment = 'EXPIRES_AT_UTC'

local function write_cell(row, column)
    local value = row[column]
    if column == moment and value then
        return 'TIMESTAMP ' .. sql.literal(value .. '.000')
    end
    return sql.value(value)
end

-- Who wrote a row says nothing about whether it is still true.
local is_about_writer = { SESSION_ID = true, SCRIPT_USER = true }

local grants =
    'A user of the scripts needs GRANT SELECT, INSERT, UPDATE, DELETE ON %s. Where the table is missing, deploy again.'

local function word_unusable(qualified, message)
    local held = lock_wait.word(qualified, message)
    if held then
        return held
    end
    local said = ('The endpoint table %s cannot be used: %s.'):format(qualified, message)
    return errors.word('E-SME-154', said, grants:format(qualified))
end

--- @param columns list of column names
-- @return the rows as sme.table_reader returns them, ordered by endpoint name; nil and Exasol's message if the table
-- cannot be read
function M.read(database, qualified, columns)
    return table_reader.read(database, qualified, columns, 'ORDER BY ENDPOINT_NAME')
end

--- @return the row of an endpoint, nil if there is none; nil and a problem if the table cannot be read
function M.find(database, qualified, endpoint_name)
    local clause = 'WHERE ' .. aws_names.where_endpoint(endpoint_name)
    local rows, message = table_reader.read(database, qualified, M.columns, clause)
    if not rows then
        return nil, word_unusable(qualified, message)
    end
    return table_reader.prefer_exact_name(rows, 'ENDPOINT_NAME', endpoint_name)
end

--- Models and configurations of a row that other rows name too: version 0.1.0 gave the same names to endpoints whose
-- names begin with the same 54 characters.
-- @return list of names; nil and a problem
function M.list_shared(database, qualified, row)
    local rows, message = database.try(
        ('SELECT MODEL_NAME, ENDPOINT_CONFIG_NAME FROM %s WHERE ENDPOINT_NAME <> %s AND AWS_REGION = %s'):format(
            qualified,
            sql.literal(row.ENDPOINT_NAME),
            sql.literal(row.AWS_REGION)
        )
            .. (' AND (MODEL_NAME = %s OR ENDPOINT_CONFIG_NAME = %s)'):format(
                sql.value(row.MODEL_NAME),
                sql.value(row.ENDPOINT_CONFIG_NAME)
            )
    )
    if not rows then
        return nil, word_unusable(qualified, message)
    end
    local names = {}
    for index = 1, #rows do
        names[#names + 1], names[#names + 2] = rows[index][1], rows[index][2]
    end
    return names
end

--- Whether a row could be written, changed and taken back; ends the transaction, so that no lock is held.
-- @return a list of problems
function M.check_rights(database, qualified)
    local statements = {
        ('INSERT INTO %s SELECT * FROM %s WHERE 1 = 0'):format(qualified, qualified),
        ('UPDATE %s SET ENDPOINT_STATUS = NULL WHERE 1 = 0'):format(qualified),
        ('DELETE FROM %s WHERE 1 = 0'):format(qualified),
    }
    local done, refusal = transactions.commit_all(database, statements)
    if not done then
        return { word_unusable(qualified, refusal) }
    end
    return {}
end

--- A cell as the text by which rows are compared; nil for NULL.
local function comparable(row, column)
    local value = row[column]
    if value and column == 'PREDICTION_SETTINGS' then
        return prediction_settings.normalise(value)
    end
    return value and tostring(value)
end

--- Whether a row says the same as another, whoever wrote it.
function M.is_same(left, right)
    for _, column in ipairs(M.columns) do
        if not is_about_writer[column] and comparable(left, column) ~= comparable(right, column) then
            return false
        end
    end
    return true
end

-- What two commands have to agree on to be one.
local essential = {
    'AWS_REGION',
    'MODEL_NAME',
    'ENDPOINT_CONFIG_NAME',
    'PREDICTION_SCHEMA',
    'PREDICTION_UDF',
    'PREDICTION_SETTINGS',
}

--- After another session was quicker: whether it wants the same.
-- @return true, or nil and a problem
local function compare_with_winner(database, qualified, row)
    local winner, problem = M.find(database, qualified, row.ENDPOINT_NAME)
    if problem then
        return nil, problem
    end
    for _, column in ipairs(essential) do
        if not winner or comparable(winner, column) ~= comparable(row, column) then
            local done = winner and ("is making it, for job '%s', with other parameters"):format(winner.JOB_NAME)
                or 'has deleted it'
            local said = ("The endpoint '%s' is not made: another session %s."):format(row.ENDPOINT_NAME, done)
            return nil, errors.word('E-SME-141', said, 'Agree on one; then run the command again.')
        end
    end
    return true
end

local function has_changed(result)
    return tonumber(tostring(result.rows_affected)) ~= 0
end

--- Writes a row, and commits. Of two sessions at once one writes it: the row is what they compete for.
-- @param old the row that was there when the command began; nil where there was none
-- @return true, or nil and a problem
function M.put(database, qualified, row, old)
    local statement
    if old then
        local changes = {}
        for index, column in ipairs(M.columns) do
            changes[index] = ('%s = %s'):format(sql.identifier(column), write_cell(row, column))
        end
        statement = ('UPDATE %s SET %s WHERE ENDPOINT_NAME = %s AND SESSION_ID = %s'):format(
            qualified,
            table.concat(changes, ', '),
            sql.literal(row.ENDPOINT_NAME),
            sql.literal(old.SESSION_ID)
        )
    else
        local values = {}
        for index, column in ipairs(M.columns) do
            values[index] = write_cell(row, column)
        end
        statement = ('INSERT INTO %s ("DATETIME", "%s") VALUES (CURRENT_TIMESTAMP, %s)'):format(
            qualified,
            table.concat(M.columns, '", "'),
            table.concat(values, ', ')
        )
    end
    local done, message = transactions.commit(database, statement)
    if done and (not old or has_changed(done)) then
        return true
    elseif done or (not old and message:lower():find('primary key', 1, true)) then
        return compare_with_winner(database, qualified, row)
    end
    return nil, word_unusable(qualified, message)
end

--- Writes what AWS says of an endpoint, and when it is to expire.
-- @param row that is in the table, with the expiry that it is to have
-- @return true; false where another session has deleted the row; nil and a problem
function M.put_status(database, qualified, row, status)
    local sets = { 'ENDPOINT_STATUS = ' .. sql.value(status), 'STATUS_DATETIME = CURRENT_TIMESTAMP' }
    for _, column in ipairs({ 'TIME_TO_LIVE_IN_SECONDS', moment }) do
        sets[#sets + 1] = ('%s = %s'):format(column, write_cell(row, column))
    end
    local name = sql.literal(row.ENDPOINT_NAME)
    local statement = ('UPDATE %s SET %s WHERE ENDPOINT_NAME = %s'):format(qualified, table.concat(sets, ', '), name)
    local done, message = transactions.commit(database, statement)
    if not done then
        return nil, word_unusable(qualified, message)
    end
    return has_changed(done)
end

--- @return true, or nil and a problem
function M.delete(database, qualified, endpoint_name)
    local statement = ('DELETE FROM %s WHERE ENDPOINT_NAME = %s'):format(qualified, sql.literal(endpoint_name))
    local done, message = transactions.commit(database, statement)
    if not done then
        return nil, word_unusable(qualified, message)
    end
    return true
end

return M
