--- The table that gets the predictions of a batch.
local errors = require('sme.errors')
local prediction_columns = require('sme.prediction_columns')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

--- The name of a new table: as SQL reads a name without quotes if it has no capital letters, otherwise as given.
local function new_name(database, name)
    return name:find('%u') and name or database.upper(name)
end

--- @param schema exact name
-- @return { schema, name, columns or nil if the table does not exist }
function M.find(database, schema, name)
    local upper = database.upper(name)
    local rows = database.run(
        ([[
SELECT COLUMN_TABLE, COLUMN_NAME FROM SYS.EXA_ALL_COLUMNS
WHERE COLUMN_SCHEMA = %s AND COLUMN_TABLE IN (%s, %s) ORDER BY COLUMN_ORDINAL_POSITION]]):format(
            sql.literal(schema),
            sql.literal(name),
            sql.literal(upper)
        )
    )
    for _, candidate in ipairs({ name, upper }) do
        local columns = {}
        for index = 1, #rows do
            if rows[index][1] == candidate then
                columns[#columns + 1] = rows[index][2]
            end
        end
        if #columns > 0 then
            return { schema = schema, name = candidate, columns = columns }
        end
    end
    return { schema = schema, name = new_name(database, name) }
end

--- Names and types of the columns that a batch writes besides the keys.
-- @param keys list of { name, type }
-- @return { probability (name, nil for a regression), prediction (name), type (of the prediction) }; or nil and a
-- problem
function M.result_columns(keys, target_type, problem_type)
    local found = prediction_columns.prediction_type(target_type, problem_type)
    if not found then
        return nil, errors.format('E-SME-166.target', { type = target_type })
    end
    local taken = {}
    for _, key in ipairs(keys) do
        taken[key.name] = true
    end
    local probability = problem_type ~= 'Regression' and prediction_columns.free_name('PROBABILITY', taken) or nil
    return {
        probability = probability,
        prediction = prediction_columns.free_name('PREDICTIONS', taken),
        type = found,
    }
end

--- All columns that a batch writes, as SQL.
-- @param settings { keys = list of names, probability, prediction }
local function list_columns(settings)
    local names = {}
    for index, key in ipairs(settings.keys) do
        names[index] = sql.identifier(key)
    end
    if settings.probability then
        names[#names + 1] = sql.identifier(settings.probability)
    end
    names[#names + 1] = sql.identifier(settings.prediction)
    return table.concat(names, ', ')
end

--- Columns that an existing table lacks.
-- @return a problem, or nil
function M.find_missing_columns(target, settings)
    local has, missing = {}, {}
    for _, name in ipairs(target.columns) do
        has[name] = true
    end
    local function require_column(name)
        if name and not has[name] then
            missing[#missing + 1] = name
        end
    end
    for _, key in ipairs(settings.keys) do
        require_column(key)
    end
    require_column(settings.probability)
    require_column(settings.prediction)
    if #missing > 0 then
        local values = { table = sql.qualified(target.schema, target.name), columns = text.list(missing) }
        return errors.format('E-SME-389', values)
    end
end

--- CREATE TABLE without rows. Exasol takes the types of the keys from the staging table.
-- @param name of the table as SQL
-- @param settings see find_missing_columns, with type (of the prediction)
-- @param staging table as SQL
function M.create_statement(name, settings, staging)
    local cells = {}
    for index, key in ipairs(settings.keys) do
        cells[index] = ('"K%d" AS %s'):format(index, sql.identifier(key))
    end
    if settings.probability then
        cells[#cells + 1] = 'CAST(NULL AS DOUBLE) AS ' .. sql.identifier(settings.probability)
    end
    cells[#cells + 1] = ('CAST(NULL AS %s) AS %s'):format(settings.type, sql.identifier(settings.prediction))
    return ('CREATE TABLE %s AS SELECT %s FROM %s WHERE FALSE'):format(name, table.concat(cells, ', '), staging)
end

--- The INSERT of keys and predictions.
-- @param name of the table as SQL
-- @param rows the source as SQL that follows FROM: the staging table as K
-- @param predictions alias of the predictions in that source; without it, the prediction is NULL
function M.insert_statement(name, settings, rows, predictions)
    local cells = {}
    for index in ipairs(settings.keys) do
        cells[index] = ('K."K%d"'):format(index)
    end
    if settings.probability then
        cells[#cells + 1] = predictions and predictions .. '."PROBABILITY"' or 'CAST(NULL AS DOUBLE)'
    end
    cells[#cells + 1] = predictions and predictions .. '."PREDICTION"' or ('CAST(NULL AS %s)'):format(settings.type)
    return ('INSERT INTO %s (%s)\nSELECT %s\nFROM %s'):format(
        name,
        list_columns(settings),
        table.concat(cells, ', '),
        rows
    )
end

return M
