--- Names and types of the columns of a SELECT. Exasol tells them of an object only: a result in Lua has no list of its
-- columns, and a UDF with dynamic input sees types, but numbers for names. So a view is made of the query, looked at
-- and dropped again. That also proves that the text is one complete SELECT, and nothing that closes a parenthesis
-- early. DDL holds locks on the schema until the transaction ends, so it is ended at once.
local errors = require('sme.errors')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

--- The last byte of the comment that begins at a position, nil where none does.
local function find_comment_end(query, at)
    local opening = query:sub(at, at + 1)
    if opening == '--' then
        return query:find('\n', at, true) or #query
    elseif opening == '/*' then
        local _, last = query:find('*/', at + 2, true)
        return last or #query
    end
end

--- One pass over texts, names and comments, so that a semicolon within them is not taken for the end of the query.
-- @return the position of the first word behind blanks, comments and opening parentheses (nil where there is none),
-- and that of the semicolon behind which only blanks, comments and semicolons follow (nil where there is none)
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

--- The query as it can be used within parentheses, or nil and a problem.
function M.normalise(query)
    local first, semicolon = find_limits(query)
    local word = (first and query:match('^%a+', first) or ''):upper()
    if word ~= 'SELECT' and word ~= 'WITH' then
        local said = ("input_query '%s' is no SELECT."):format(text.shown(query))
        return nil, errors.word('E-SME-67', said, 'Give one SELECT.')
    end
    return text.trim(semicolon and query:sub(1, semicolon - 1) or query)
end

--- DESCRIBE shows the view; system tables show what is committed only (since Exasol 7.1, CHG 10248). Its first two
-- columns are name and type (settled from public artefacts).
local function look_at(database, schema, name)
    local rows, failure = database.try('DESCRIBE ' .. sql.qualified(schema, name))
    local columns = {}
    for index = 1, rows and #rows or 0 do
        columns[index] = { name = rows[index][1], type = rows[index][2] }
    end
    return columns, failure
end

--- @param schema where a view may be made for a moment
-- @return list of { name, type }, or nil and a problem
function M.find(database, query, schema, session_id)
    local name = 'SME_INPUT_' .. session_id
    local view = sql.qualified(schema, name)
    local made, message = database.try('CREATE OR REPLACE VIEW ' .. view .. ' AS\n' .. query)
    if not made then
        return nil,
            errors.word(
                'E-SME-68',
                ('The columns of input_query cannot be found: %s.'):format(message),
                (
                    "To find them a view is made in schema '%s' for a moment. Mend the query; or, where "
                    .. 'you may make no view there, '
                ):format(schema) .. 'let someone make one and name it in input_table_or_view_name.'
            )
    end
    local columns, failure = look_at(database, schema, name)
    database.run('DROP VIEW ' .. view)
    database.run('COMMIT')
    if #columns == 0 then
        local said = ('The columns of input_query cannot be found: %s.'):format(failure or 'DESCRIBE shows none')
        return nil, errors.word('E-SME-68', said, 'Make a view of the query and name it in input_table_or_view_name.')
    end
    return columns
end

return M
