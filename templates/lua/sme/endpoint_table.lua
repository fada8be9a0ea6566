--- The endpoint table: one row for each endpoint, written before the first call to AWS and deleted last.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local prediction_settings = require('sme.prediction_settings')
local sql = require('sme.sql')
local table_privileges = require('sme.table_privileges')
local table_reader = require('sme.table_reader')
local transactions = require('sme.transactions')

local M = {}

--- All columns but DATETIME, ENDPOINT_STATUS and STATUS_DATETIME.
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
    'PREVIOUS_JOB_NAME',
    'SUPERSEDED',
}

local expiry_column = 'EXPIRES_AT_UTC'

local function write_cell(row, column)
    local value = row[column]
    if column == expiry_column and value then
        -- A literal of this form does not depend on the session's NLS_TIMESTAMP_FORMAT.
        return 'TIMESTAMP ' .. sql.literal(value .. '.000')
    end
    return sql.value(value)
end

-- Columns about the session that wrote a row. They do not describe the endpoint.
local is_about_writer = { SESSION_ID = true, SCRIPT_USER = true }

local function unusable_table_error(qualified, message)
    return lock_wait.locked_table_error(qualified, message)
        or errors.format(
            errors.is_refusal(message) and 'E-SME-154.privilege' or 'E-SME-154.other',
            { table = qualified, reason = message }
        )
end

--- @param columns list of column names
-- @return the rows as sme.table_reader returns them, ordered by endpoint name; nil and Exasol's message if the table
-- cannot be read
function M.read(database, qualified, columns)
    return table_reader.read(database, qualified, columns, 'ORDER BY ENDPOINT_NAME')
end

--- @return the row of an endpoint; nil if it has no row; nil and a problem if the table cannot be read
function M.find(database, qualified, endpoint_name)
    local clause = 'WHERE ' .. aws_names.where_endpoint(endpoint_name)
    local rows, message = table_reader.read(database, qualified, M.columns, clause)
    if not rows then
        return nil, unusable_table_error(qualified, message)
    end
    return table_reader.prefer_exact_name(rows, 'ENDPOINT_NAME', endpoint_name)
end

--- Names of the row's model and configuration that other rows use too. Version 0.1.0 gave the same names to endpoints
-- whose names begin with the same 54 characters.
-- @return list of names; or nil and a problem
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
        return nil, unusable_table_error(qualified, message)
    end
    local names = {}
    for index = 1, #rows do
        names[#names + 1], names[#names + 2] = rows[index][1], rows[index][2]
    end
    return names
end

--- See sme.table_privileges.
function M.check_privileges(database, qualified)
    return table_privileges.check(database, qualified, 'ENDPOINT_STATUS', unusable_table_error)
end

--- A value as text for a comparison; nil for NULL.
local function comparable(row, column)
    local value = row[column]
    if value and column == 'PREDICTION_SETTINGS' then
        return prediction_settings.normalize(value)
    end
    return value and tostring(value)
end

--- Whether two rows describe the same endpoint, regardless of the session that wrote them.
function M.is_same(left, right)
    for _, column in ipairs(M.columns) do
        if not is_about_writer[column] and comparable(left, column) ~= comparable(right, column) then
            return false
        end
    end
    return true
end

-- Two commands with equal values in these columns create the same endpoint.
local essential = {
    'AWS_REGION',
    'MODEL_NAME',
    'ENDPOINT_CONFIG_NAME',
    'PREDICTION_SCHEMA',
    'PREDICTION_UDF',
    'PREDICTION_SETTINGS',
}

--- Compares a row with the one that another session wrote first.
-- @return true if both describe the same endpoint; otherwise nil and a problem
local function compare_with_stored(database, qualified, row)
    local stored, problem = M.find(database, qualified, row.ENDPOINT_NAME)
    if problem then
        return nil, problem
    elseif not stored then
        return nil, errors.format('E-SME-141.deleted', { endpoint = row.ENDPOINT_NAME })
    end
    for _, column in ipairs(essential) do
        if comparable(stored, column) ~= comparable(row, column) then
            return nil, errors.format('E-SME-141.different', { endpoint = row.ENDPOINT_NAME, job = stored.JOB_NAME })
        end
    end
    return true
end

local function has_changed(result)
    return tonumber(tostring(result.rows_affected)) ~= 0
end

--- Inserts or updates a row and commits. If two sessions write at once, only one of them succeeds.
-- @param old the row that was stored when the command began, or nil
-- @param first { statements, explain } or nil: statements that belong to the change, in the same transaction, and a
-- function that makes a problem from the one that failed and Exasol's message
-- @return true; or nil and a problem
function M.put(database, qualified, row, old, first)
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
    local statements = table.move(first and first.statements or {}, 1, #(first and first.statements or {}), 1, {})
    statements[#statements + 1] = statement
    local result, message, failed = transactions.commit_all(database, statements)
    if not result and failed and failed ~= statement then
        return nil, first.explain(failed, message)
    elseif result and (not old or has_changed(result)) then
        return true
    elseif result or (not old and message:lower():find('primary key', 1, true)) then
        return compare_with_stored(database, qualified, row)
    end
    return nil, unusable_table_error(qualified, message)
end

--- Stores the status that AWS reports, the expiry and what is not deleted yet, and commits.
-- @param row with the new TIME_TO_LIVE_IN_SECONDS, EXPIRES_AT_UTC and SUPERSEDED
-- @return true; false if another session has deleted the row; or nil and a problem
function M.put_status(database, qualified, row, status)
    local sets = { 'ENDPOINT_STATUS = ' .. sql.value(status), 'STATUS_DATETIME = CURRENT_TIMESTAMP' }
    for _, column in ipairs({ 'TIME_TO_LIVE_IN_SECONDS', expiry_column, 'SUPERSEDED' }) do
        sets[#sets + 1] = ('%s = %s'):format(column, write_cell(row, column))
    end
    local name = sql.literal(row.ENDPOINT_NAME)
    local statement = ('UPDATE %s SET %s WHERE ENDPOINT_NAME = %s'):format(qualified, table.concat(sets, ', '), name)
    local result, message = transactions.commit(database, statement)
    if not result then
        return nil, unusable_table_error(qualified, message)
    end
    return has_changed(result)
end

--- Deletes a row and commits.
-- @return true; or nil and a problem
function M.delete(database, qualified, endpoint_name)
    local statement = ('DELETE FROM %s WHERE ENDPOINT_NAME = %s'):format(qualified, sql.literal(endpoint_name))
    local result, message = transactions.commit(database, statement)
    if not result then
        return nil, unusable_table_error(qualified, message)
    end
    return true
end

return M
