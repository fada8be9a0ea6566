--- Stores the results of jobs that have ended in their rows.
local sql = require('sme.sql')
local transactions = require('sme.transactions')

local M = {}

--- Rows per statement: the statement must stay well below the length that Exasol accepts.
local max_rows = 200

--- Column, its type, and the member of a state that it contains. Every value is cast, because a NULL has no type.
local columns = {
    { 'JOB_STATUS', 'VARCHAR(100)', 'status' },
    { 'JOB_SECONDARY_STATUS', 'VARCHAR(100)', 'secondary_status' },
    { 'JOB_CREATION_TIME_UTC', 'TIMESTAMP', 'created' },
    { 'JOB_END_TIME_UTC', 'TIMESTAMP', 'ended' },
    { 'FAILURE_REASON', 'VARCHAR(2000)', 'failure_reason' },
    { 'BEST_CANDIDATE_NAME', 'VARCHAR(64)', 'best_candidate' },
    { 'BEST_METRIC_NAME', 'VARCHAR(100)', 'metric' },
    { 'BEST_METRIC_VALUE', 'DOUBLE', 'value' },
    { 'BEST_METRIC_IS_KNOWN', 'BOOLEAN', 'is_final' },
}

local function write_cell(value, type)
    if value == nil or value == false then
        return 'CAST(NULL AS ' .. type .. ')'
    elseif type == 'TIMESTAMP' then
        -- A literal of this form does not depend on the session's NLS_TIMESTAMP_FORMAT.
        return 'TIMESTAMP ' .. sql.literal(value .. '.000')
    elseif type == 'BOOLEAN' then
        return 'TRUE'
    end
    return ('CAST(%s AS %s)'):format(sql.value(value), type)
end

local function make_statement(qualified, names, states)
    local selects, sets = {}, {}
    for index, name in ipairs(names) do
        local cells = { ('CAST(%s AS VARCHAR(32)) AS JOB_NAME'):format(sql.literal(name)) }
        for _, column in ipairs(columns) do
            cells[#cells + 1] = write_cell(states[name][column[3]], column[2]) .. ' AS ' .. column[1]
        end
        selects[index] = 'SELECT ' .. table.concat(cells, ', ')
    end
    for index, column in ipairs(columns) do
        sets[index] = ('T.%s = S.%s'):format(column[1], column[1])
    end
    return ('MERGE INTO %s T USING (\n%s\n) S ON T.JOB_NAME = S.JOB_NAME WHEN MATCHED THEN UPDATE SET %s'):format(
        qualified,
        table.concat(selects, '\nUNION ALL '),
        table.concat(sets, ', ')
    )
end

--- Stores the states of jobs that have ended, and commits the transaction of the caller. If the user cannot update the
-- table, nothing is stored and the next call requests the states from AWS again.
-- @param states job name → state from the response of the UDF; running jobs are ignored
function M.store(database, qualified, states)
    local names = {}
    for name, state in pairs(states) do
        if state.has_ended then
            names[#names + 1] = name
        end
    end
    if #names == 0 then
        return
    end
    table.sort(names)
    database.run('COMMIT')
    for first = 1, #names, max_rows do
        local part = table.move(names, first, math.min(first + max_rows - 1, #names), 1, {})
        if not transactions.commit(database, make_statement(qualified, part, states)) then
            return
        end
    end
end

return M
