--- The table, view or query that a command reads, and its columns.
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local query_columns = require('sme.query_columns')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

-- The maximum length of a name in Exasol, in characters.
local max_name = 128

--- @return { from = source as SQL, columns, schema and name or query }; or nil and, if the arguments name a source, a
-- problem
function M.find(database, arguments, where)
    if arguments.input_query then
        local query, problem = query_columns.normalize(arguments.input_query)
        if not query then
            return nil, problem
        end
        local columns, failure = query_columns.find(database, query, where.schema, where.session_id)
        -- The line break closes a comment at the end of the query.
        return columns and { from = '(\n' .. query .. '\n) "SME_INPUT"', columns = columns, query = query }, failure
    end
    if not (arguments.input_schema_name and arguments.input_table_or_view_name) then
        return nil
    end
    local found, problem = catalog.find_table(database, arguments.input_schema_name, arguments.input_table_or_view_name)
    if not found then
        return nil, problem
    end
    found.from = sql.qualified(found.schema, found.name)
    return found
end

--- @param key the parameter that contains the names, for errors
-- @return the columns by their name in the source
function M.find_columns(database, columns, names, key, problems)
    local found = {}
    for _, name in ipairs(names) do
        local column, problem = catalog.find_column(database, columns, name, key)
        if column then
            found[column.name] = column
        end
        problems[#problems + 1] = problem
    end
    return found
end

--- Finds names that EXPORT cannot select: a name that several columns have, and the name of an expression without an
-- alias, which may not be a valid quoted name.
function M.check_names(columns)
    local problems, seen, repeated, unquotable = {}, {}, {}, {}
    for _, column in ipairs(columns) do
        local name = column.name
        seen[name] = (seen[name] or 0) + 1
        if seen[name] == 2 then
            repeated[#repeated + 1] = name
        end
        if name:find('.', 1, true) or (utf8.len(name) or #name) > max_name then
            unquotable[#unquotable + 1] = name
        end
    end
    if #repeated > 0 then
        problems[#problems + 1] = errors.format('E-SME-290', { columns = text.list(repeated) })
    end
    if #unquotable > 0 then
        problems[#problems + 1] = errors.format('E-SME-291', { columns = text.list(unquotable), max = max_name })
    end
    return problems
end

--- Finds names among the used columns that several columns of the source have.
-- @return a list of problems
function M.check_ambiguous(columns, used)
    local names, same = {}, {}
    for _, column in ipairs(used) do
        names[column.name] = true
    end
    for _, column in ipairs(columns) do
        same[#same + 1] = names[column.name] and column or nil
    end
    return M.check_names(same)
end

return M
