--- The rows of the input that a training exports: without those that are kept apart, and with sample_rows at most so
-- many.
local catalog = require('sme.catalog')
local csv_line = require('sme.csv_line')
local errors = require('sme.errors')
local holdout = require('sme.holdout')
local sql = require('sme.sql')
local training_facts = require('sme.training_facts')

local M = {}

--- A name that no column has.
local function unused_name(name, columns)
    local taken = {}
    for _, column in ipairs(columns) do
        taken[column.name] = true
    end
    while taken[name] do
        name = name .. '_'
    end
    return sql.identifier(name)
end

--- A query that returns every n-th row in the order of target and hash. So each class, or each part of the range of a
-- numeric target, keeps its share, and rows that occur several times keep theirs. The order of rows with the same hash
-- does not matter, because these rows are equal.
-- @param sample { rows, seed }
local function sample_query(from, names, condition, options, sample)
    local position = unused_name('SME_ROW', options.columns)
    local count = unused_name('SME_ROWS', options.columns)
    local target = sql.identifier(options.target.name)
    local hash = ('HASH_MD5(%d, %s)'):format(sample.seed, csv_line.expression(options.columns, nil, ''))
    return table.concat({
        'SELECT ' .. names .. ' FROM (',
        ('SELECT %s, ROW_NUMBER() OVER (ORDER BY %s, %s) AS %s,'):format(names, target, hash, position),
        ('COUNT(*) OVER () AS %s'):format(count),
        'FROM ' .. from,
        ('WHERE %s IS NOT NULL%s'):format(target, condition and ' AND ' .. condition or ''),
        ')',
        -- true for exactly sample_rows positions, evenly spread; for all if there are not more rows
        ('WHERE MOD(%s * %d, %s) < %d'):format(position, sample.rows, count, sample.rows),
    }, '\n')
end

--- Counts the rows that are kept apart.
-- @return the number; or nil and a problem
local function count_held_out(database, from, condition, fraction)
    local statement =
        'SELECT CAST(COUNT(CASE WHEN %s THEN 1 END) AS VARCHAR(40)), CAST(COUNT(*) AS VARCHAR(40)) FROM %s'
    local rows, message = database.try(statement:format(condition, from))
    if not rows then
        return nil, errors.format('E-SME-66', { reason = message })
    end
    local held_out, all = math.tointeger(tonumber(rows[1][1])), math.tointeger(tonumber(rows[1][2]))
    if held_out == 0 and all >= training_facts.min_rows then
        return nil, errors.format('E-SME-550.none', { fraction = fraction, rows = all })
    elseif all >= training_facts.min_rows and all - held_out < training_facts.min_rows then
        return nil,
            errors.format('E-SME-550.few', {
                fraction = fraction,
                held_out = held_out,
                rows = all,
                count = all - held_out,
                min = training_facts.min_rows,
            })
    end
    return held_out
end

--- Finds the columns of holdout_key_columns.
-- @param columns of the input, with those that are not exported
-- @return the columns in the order in which the user lists them; nil without holdout_key_columns
function M.find_key(database, columns, arguments, target, problems)
    if not arguments.holdout_key_columns then
        return nil
    end
    local key, found = {}, {}
    for _, name in ipairs(arguments.holdout_key_columns) do
        local column, problem = catalog.find_column(database, columns, name, 'holdout_key_columns')
        problems[#problems + 1] = problem
        key[#key + 1] = column
        if column and found[column] then
            problems[#problems + 1] = errors.format('E-SME-550.repeated', { column = column.name })
        elseif column and column == target then
            problems[#problems + 1] = errors.format('E-SME-550.target', { column = target.name })
        end
        found[column or name] = true
    end
    return key
end

--- Restricts the input to the rows to export.
-- @param from the input as SQL
-- @param arguments holdout_fraction, sample_rows and sample_seed; each can be nil
-- @param options { columns = all columns to export, target, key = columns of find_key or nil }
-- @return the rows as SQL in the same form, and the number of rows that are kept apart; or nil, nil and a problem
function M.restrict(database, from, arguments, options)
    local fraction, sample_rows = arguments.holdout_fraction, arguments.sample_rows
    if not (fraction or sample_rows) then
        return from
    end
    local names, condition, held_out = {}, nil, nil
    for index, column in ipairs(options.columns) do
        names[index] = sql.identifier(column.name)
    end
    names = table.concat(names, ', ')
    if fraction then
        condition = holdout.condition(options.key or options.columns, fraction)
        local problem
        held_out, problem = count_held_out(database, from, condition, fraction)
        if problem then
            return nil, nil, problem
        end
        condition = 'NOT (' .. condition .. ')'
    end
    local query
    if sample_rows then
        local sample = { rows = sample_rows, seed = arguments.sample_seed or 0 }
        query = sample_query(from, names, condition, options, sample)
    else
        query = ('SELECT %s\nFROM %s\nWHERE %s'):format(names, from, condition)
    end
    return '(\n' .. query .. '\n) "SME_EXPORTED_ROWS"', held_out
end

return M
