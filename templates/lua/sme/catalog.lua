--- Looks up the user's names in Exasol's catalog: the exact name first, then its upper-case form. In sessions where SQL
-- ignores case, a name that differs only in case is found too.
local errors = require('sme.errors')
local missing_grants = require('sme.missing_grants')
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

--- The candidate that is equal to the name, or else the one that is equal to its upper-case form.
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

--- The only candidate that differs from the name in nothing but case, if SQL ignores case in this session.
-- @return the candidate; or nil and, if there are several, a problem
local function match_ignoring_case(database, name, upper, candidates)
    local similar = {}
    for _, candidate in ipairs(candidates) do
        -- Converting a name that is not ASCII takes a query, so only names that can be equal are converted.
        if candidate:upper() == upper or (upper:find('[\128-\255]') and database.upper(candidate) == upper) then
            similar[#similar + 1] = candidate
        end
    end
    if #similar == 0 or not database.ignores_case() then
        return nil
    elseif #similar == 1 then
        return similar[1]
    end
    return nil, errors.format('E-SME-331', { name = name, names = text.list(similar) })
end

--- @return the candidate that SQL finds by a name; or nil and, if the name is ambiguous, a problem
function M.find(database, name, candidates)
    local upper = database.upper(name)
    local found = match(name, upper, candidates)
    if found then
        return found
    end
    return match_ignoring_case(database, name, upper, candidates)
end

--- Every user can read the names of all connections in EXA_ALL_CONNECTIONS.
-- @return the connection's name as stored; or nil and a problem
function M.find_connection(database, name)
    local stored = first_column(database.run('SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS ORDER BY 1'))
    local found, problem = M.find(database, name, stored)
    if found or problem then
        return found, problem
    end
    local fallback = " An administrator creates a connection with CREATE CONNECTION … TO 'https://<bucket>.s3."
        .. "<region>.amazonaws.com' USER '<access key id>' IDENTIFIED BY '<secret access key>'."
    return nil, errors.format('E-SME-69', { name = name, suggestion = text.suggest(name, stored, fallback) })
end

--- @param key the parameter that contains the name, for the error
-- @return the schema's name as stored; or nil and a problem
function M.find_schema(database, name, key)
    local stored = first_column(database.run('SELECT SCHEMA_NAME FROM SYS.EXA_SCHEMAS ORDER BY 1'))
    local found, problem = M.find(database, name, stored)
    if found or problem then
        return found, problem
    end
    return nil, errors.format('E-SME-150', { key = key, schema = name, suggestion = text.suggest(name, stored) })
end

--- Exasol hides what the user may not read, so a missing table can be one without a grant.
local function suggest_grants(database, schema, name)
    local statement = 'SELECT * FROM ' .. sql.qualified(database.upper(schema), database.upper(name))
    local grants = missing_grants.find(database.try, statement, '')
    return grants and (' If it exists, ask an administrator to run: ' .. grants) or ''
end

--- @param schemas SQL list of the schema's possible names
local function missing_table_error(database, schema, schemas, name)
    local statement = 'SELECT DISTINCT COLUMN_TABLE FROM SYS.EXA_ALL_COLUMNS WHERE COLUMN_SCHEMA IN (%s) ORDER BY 1'
    local tables = first_column(database.run(statement:format(schemas)))
    if #tables > 0 then
        local suggestion = text.suggest(name, tables, suggest_grants(database, schema, name))
        return errors.format('E-SME-58.table', { name = name, schema = schema, suggestion = suggestion })
    end
    local names = first_column(database.run('SELECT DISTINCT COLUMN_SCHEMA FROM SYS.EXA_ALL_COLUMNS ORDER BY 1'))
    local suggestion = text.suggest(schema, names, suggest_grants(database, schema, name))
    return errors.format('E-SME-58.schema', { name = name, schema = schema, suggestion = suggestion })
end

--- The only table whose name differs in nothing but case, if SQL ignores case in this session.
-- @return as find_table; nil if no table matches
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
        return nil, errors.format('E-SME-331', { name = schema .. '.' .. name, names = text.list(names) })
    end
end

--- @return { schema, name, columns = list of { name, type } }; or nil and a problem
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
    return nil, missing_table_error(database, schema, schemas, name)
end

--- @param columns list of { name, type }
-- @param key the parameter that contains the name, for the error
-- @return the column; or nil and a problem
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
    local suggestion = text.suggest(name, names, (' The columns are %s.'):format(text.list(names)))
    return nil, errors.format('E-SME-59', { key = key, name = name, suggestion = suggestion })
end

return M
