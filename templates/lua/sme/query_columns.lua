--- Finds the names and types of the columns of a SELECT. Exasol reports them only for objects: a result in Lua does not
-- contain its column names, and a UDF with dynamic input gets numbers instead of names. So this module creates a view
-- of the query, describes it and drops it. That also proves that the text is one complete SELECT that does not close a
-- parenthesis early. DDL locks the schema until the transaction ends, so the transaction is ended at once.
local errors = require('sme.errors')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

--- The position of the last byte of the comment that begins at a position; nil if no comment begins there.
local function find_comment_end(query, at)
    local opening = query:sub(at, at + 1)
    if opening == '--' then
        return query:find('\n', at, true) or #query
    elseif opening == '/*' then
        local _, last = query:find('*/', at + 2, true)
        return last or #query
    end
end

--- Scans texts, names and comments, so that a semicolon within them does not count as the end of the query.
-- @return the position of the first word after blanks, comments and opening parentheses, or nil; and the position of
-- the semicolon that is followed only by blanks, comments and semicolons, or nil
local function find_limits(query)
    local first, semicolon
    local at = 1
    while at <= #query do
        local character, last = query:sub(at, at), find_comment_end(query, at)
        if character == ';' then
            semicolon = semicolon or at
        elseif not last and not character:find('%s') then
            semicolon = nil
            if character ~= '(' then
                first = first or at
            end
            if character == "'" or character == '"' then
                last = query:find(character, at + 1, true) or #query
            end
        end
        at = (last or at) + 1
    end
    return first, semicolon
end

--- @return the query in a form that can be put in parentheses; or nil and a problem
function M.normalize(query)
    local first, semicolon = find_limits(query)
    local word = (first and query:match('^%a+', first) or ''):upper()
    if word ~= 'SELECT' and word ~= 'WITH' then
        return nil, errors.format('E-SME-67', { query = query })
    end
    return text.trim(semicolon and query:sub(1, semicolon - 1) or query)
end

--- DESCRIBE shows the uncommitted view; system tables show committed objects only (since Exasol 7.1, CHG 10248). The
-- first two columns of its result are name and type.
local function describe(database, schema, name)
    local rows, failure = database.try('DESCRIBE ' .. sql.qualified(schema, name))
    local columns = {}
    for index = 1, rows and #rows or 0 do
        columns[index] = { name = rows[index][1], type = rows[index][2] }
    end
    return columns, failure
end

--- @param schema in which a view can be created temporarily
-- @return list of { name, type }, or nil and a problem
function M.find(database, query, schema, session_id)
    local name = 'SME_INPUT_' .. session_id
    local view = sql.qualified(schema, name)
    local is_created, message = database.try('CREATE OR REPLACE VIEW ' .. view .. ' AS\n' .. query)
    if not is_created then
        return nil,
            errors.format(
                errors.is_refusal(message) and 'E-SME-68.privilege' or 'E-SME-68.view',
                { reason = message, schema = schema }
            )
    end
    local columns, failure = describe(database, schema, name)
    database.run('DROP VIEW ' .. view)
    database.run('COMMIT')
    if #columns == 0 then
        local reason = failure or 'DESCRIBE returned no columns'
        return nil, errors.format('E-SME-68.describe', { reason = reason })
    end
    return columns
end

return M
