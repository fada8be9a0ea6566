--- The query that predicts for the rows of a source. src/tables/prediction-statement.ts writes the same text;
-- test/integration/csv-lines.test.ts compares them.
local csv_format = require('sme.csv_format')
local csv_line = require('sme.csv_line')
local facts = require('sme.facts')
local prediction_names = require('sme.prediction_names')
local sql = require('sme.sql')

local M = {}

-- Groups for each node. Every group can run in a process of its own.
local default_groups = 4

--- A serverless endpoint refuses more requests at once than its maximum concurrency.
-- @param serverless { max_concurrency } or nil
function M.choose_groups(serverless, parallel_requests)
    if not serverless then
        return default_groups
    end
    return math.max(1, math.min(default_groups, serverless.max_concurrency // parallel_requests))
end

local function list_names(columns)
    local names = {}
    for index, column in ipairs(columns) do
        names[index] = sql.identifier(column.name)
    end
    return names
end

--- The argument of the prediction function for a column.
local function write_input(column, source_type)
    local input, column_type = sql.identifier(column.name), column.type:upper()
    local is_local = csv_format.kind(column_type) == 'local_timestamp'
    if is_local and not (source_type and csv_format.kind(source_type) ~= 'local_timestamp') then
        input = ("CONVERT_TZ(%s, SESSIONTIMEZONE, 'UTC')"):format(input)
    end
    -- Exasol's Python wrapper reads a TIMESTAMP only with one to six fractional digits.
    local digits = column_type:match('^TIMESTAMP%s*%((%d)%)')
    local is_unreadable = digits and (digits == '0' or tonumber(digits) > 6)
    return is_unreadable and ('CAST(%s AS TIMESTAMP(6))'):format(input) or input
end

local function list_inputs(call)
    local inputs = {}
    for index, column in ipairs(call.inputs) do
        inputs[index] = write_input(column, (call.source_types or {})[column.name])
    end
    return table.concat(inputs, ', ')
end

local function group_by(names, groups)
    if groups == 1 or #names == 0 then
        return 'GROUP BY IPROC()'
    end
    local values = { ['@'] = table.concat(names, ', '), ['#'] = ('%d'):format(groups) }
    return 'GROUP BY IPROC(), ' .. facts.hash_group:gsub('[@#]', values)
end

--- Rows without keys could not be told apart without their columns, so only a prediction with keys sends CSV lines.
-- @param call { schema, name = prediction function, keys and inputs = lists of { name, type }, source = SQL after FROM,
-- source_types as csv_line.expression takes it, groups for each node }
function M.write(call)
    local keys = list_names(call.keys)
    if #keys == 0 then
        return ('SELECT %s(%s)\nFROM %s\n%s'):format(
            sql.qualified(call.schema, call.name),
            list_inputs(call),
            call.source,
            group_by(list_names(call.inputs), call.groups)
        )
    end
    local columns = table.concat(keys, ', ')
    local line = sql.identifier(prediction_names.line(call.keys))
    return ('SELECT %s(%s, %s)\nFROM (\n  SELECT %s,\n    %s AS %s\n  FROM %s\n)\n%s'):format(
        sql.qualified(call.schema, prediction_names.csv(call.name)),
        columns,
        line,
        columns,
        csv_line.expression(call.inputs, call.source_types, '    '),
        line,
        call.source,
        group_by({ columns, line }, call.groups)
    )
end

--- The query for the table or the query that a job was trained with, for the user to change.
-- @param job_row the row of the job
-- @param call as for write, without source
function M.write_for_training_data(job_row, call)
    call.source = 'YOUR_TABLE'
    if job_row.INPUT_SCHEMA_NAME and job_row.INPUT_TABLE_OR_VIEW_NAME then
        call.source = sql.qualified(job_row.INPUT_SCHEMA_NAME, job_row.INPUT_TABLE_OR_VIEW_NAME)
    elseif job_row.INPUT_QUERY then
        call.source = '(\n' .. job_row.INPUT_QUERY .. '\n)'
    end
    return M.write(call)
end

return M
