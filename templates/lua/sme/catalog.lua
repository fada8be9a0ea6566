--- Names of the user against Exasol's catalog: the exact name first; where nothing has it, the upper-cased one.
local errors = require('sme.errors')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

local function first_column(rows)
    local values = {}
    for index = 1, #rows do
        values[index] = rows[index][1]
    end
    return values
end

--- The candidate that a name means, nil for none.
local function match(name, upper, candidates)
    local folded
    for _, candidate in ipairs(candidates) do
        if candidate == name then
            return candidate
        elseif candidate == upper then
            folded = candidate
        end
    end
    return folded
end

--- The only candidate that differs from a name in case alone, in sessions where SQL ignores case; or nil and, where
-- several do, a problem.
local function match_ignoring_case(database, name, upper, candidates)
    local similar = {}
    for _, candidate in ipairs(candidates) do
        -- an ASCII name has no equal outside ASCII, and upper-casing those takes a query each
        if candidate:upper() == upper or (upper:find('[\128-\255]') and database.upper(candidate) == upper) then
            similar[#similar + 1] = candidate
        end
    end
    if #similar == 0 or not database.ignores_case() then
        return nil
    elseif #similar == 1 then
        return similar[1]
    end
    local said = ("The name '%s' is ambiguous: the database has %s, which differ in case only."):format(
        text.shown(name),
        text.list(similar)
    )
    return nil, errors.word('E-SME-331', said, 'Write the name exactly as the database has it.')
end

--- The candidate that SQL finds by a name; or nil and, where several could be meant, a problem.
function M.find(database, name, candidates)
    local upper = database.upper(name)
    local found = match(name, upper, candidates)
    if found then
        return found
    end
    return match_ignoring_case(database, name, upper, candidates)
end

--- @return the connection's name as stored, or nil and a problem. EXA_ALL_CONNECTIONS shows every connection to every
-- user.
function M.find_connection(database, name)
    local stored = first_column(database.run('SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS ORDER BY 1'))
    local found, problem = M.find(database, name, stored)
    if found or problem then
        return found, problem
    end
    local hint = text.suggest(
        name,
        stored,
        "An administrator makes it with CREATE CONNECTION … TO 'https://<bucket>.s3."
            .. "<region>.amazonaws.com' USER '<access key id>' IDENTIFIED BY '<secret access key>'."
    )
    return nil, errors.word('E-SME-69', ("There is no connection '%s'."):format(text.shown(name)), hint)
end

--- @param key the parameter that named the schema, for the error
-- @return the schema's name as stored, or nil and a problem
function M.find_schema(database, name, key)
    local stored = first_column(database.run('SELECT SCHEMA_NAME FROM SYS.EXA_SCHEMAS ORDER BY 1'))
    local found, problem = M.find(database, name, stored)
    if found or problem then
        return found, problem
    end
    local said = ("%s: there is no schema '%s'."):format(key, text.shown(name))
    return nil, errors.word('E-SME-150', said, text.suggest(name, stored, 'Check its name, or create it.'))
end

local function word_no_table(database, schema, schemas, table_name)
    local statement = 'SELECT DISTINCT COLUMN_TABLE FROM SYS.EXA_ALL_COLUMNS WHERE COLUMN_SCHEMA IN (%s) ORDER BY 1'
    local tables = first_column(database.run(statement:format(schemas)))
    local said = ("There is no table or view '%s' in schema '%s' that you can read."):format(
        text.shown(table_name),
        text.shown(schema)
    )
    if #tables == 0 then
        local names = first_column(database.run('SELECT DISTINCT COLUMN_SCHEMA FROM SYS.EXA_ALL_COLUMNS ORDER BY 1'))
        return errors.word(
            'E-SME-58',
            said,
            'The schema is missing or holds nothing for you. '
                .. text.suggest(schema, names, 'Check its name, and that you have SELECT on what is in it.')
        )
    end
    local otherwise = 'Check its name, and that you have SELECT on it.'
    return errors.word('E-SME-58', said, text.suggest(table_name, tables, otherwise))
end

--- The table that differs in case alone, in sessions where SQL ignores case; nil where there is none.
local function find_table_ignoring_case(database, schema, name)
    if not database.ignores_case() then
        return nil
    end
    local found = database.run(
        ([[
SELECT DISTINCT COLUMN_SCHEMA, COLUMN_TABLE FROM SYS.EXA_ALL_COLUMNS
WHERE UPPER(COLUMN_SCHEMA) = UPPER(%s) AND UPPER(COLUMN_TABLE) = UPPER(%s) ORDER BY 1, 2]]):format(
            sql.literal(schema),
            sql.literal(name)
        )
    )
    if #found == 1 then
        return M.find_table(database, found[1][1], found[1][2])
    elseif #found > 1 then
        local names = {}
        for index = 1, #found do
            names[index] = found[index][1] .. '.' .. found[index][2]
        end
        local said = ("The name '%s.%s' is ambiguous: the database has %s, which differ in case only."):format(
            schema,
            name,
            text.list(names)
        )
        return nil, errors.word('E-SME-331', said, 'Write the name exactly as the database has it.')
    end
end

--- @return { schema, name, columns = list of { name, type } }, or nil and a problem
function M.find_table(database, schema, name)
    local upper_schema, upper_name = database.upper(schema), database.upper(name)
    local schemas = sql.literal(schema) .. ', ' .. sql.literal(upper_schema)
    local tables = sql.literal(name) .. ', ' .. sql.literal(upper_name)
    local rows = database.run(([[
SELECT COLUMN_SCHEMA, COLUMN_TABLE, COLUMN_NAME, COLUMN_TYPE FROM SYS.EXA_ALL_COLUMNS
WHERE COLUMN_SCHEMA IN (%s) AND COLUMN_TABLE IN (%s) ORDER BY COLUMN_ORDINAL_POSITION]]):format(schemas, tables))
    local candidates =
        { { schema, name }, { schema, upper_name }, { upper_schema, name }, { upper_schema, upper_name } }
    for _, candidate in ipairs(candidates) do
        local columns = {}
        for index = 1, #rows do
            if rows[index][1] == candidate[1] and rows[index][2] == candidate[2] then
                columns[#columns + 1] = { name = rows[index][3], type = rows[index][4] }
            end
        end
        if #columns > 0 then
            return { schema = candidate[1], name = candidate[2], columns = columns }
        end
    end
    local similar, ambiguous = find_table_ignoring_case(database, schema, name)
    if similar or ambiguous then
        return similar, ambiguous
    end
    return nil, word_no_table(database, schema, schemas, name)
end

--- @param key the parameter that named the column, for the error
-- @return the column, or nil and a problem
function M.find_column(database, columns, name, key)
    local names, by_name = {}, {}
    for _, column in ipairs(columns) do
        names[#names + 1] = column.name
        by_name[column.name] = column
    end
    local found, problem = M.find(database, name, names)
    if found or problem then
        return by_name[found], problem
    end
    local said = ("%s: there is no column '%s'."):format(key, text.shown(name))
    return nil, errors.word('E-SME-59', said, text.suggest(name, names, 'There are ' .. text.list(names) .. '.'))
end

return M
