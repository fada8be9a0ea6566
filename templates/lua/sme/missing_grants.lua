--- Names the GRANT statements for a statement that Exasol refused. Exasol's text does not name the schema, the user or
-- the statement, so the privileges that the refused statement needs are compared with those that the catalog shows.
-- src/exasol/missing-grants.ts does the same for the command line.
local database_privileges = require('sme.database_privileges')
local errors = require('sme.errors')
local sql = require('sme.sql')
local statement_needs = require('sme.statement_needs')
local text = require('sme.text')

local M = {}

local max_grants = 8

local last_refusal

--- Remembers the statement if Exasol refused it because of a missing privilege.
function M.note(statement, message)
    if errors.is_refusal(message) then
        last_refusal = { statement = statement, message = message }
    end
end

local function fact(kind, privilege, schema, name)
    return table.concat({ kind, privilege, schema, name }, '\0')
end

--- @return { user, facts = set, owners = owner by schema }; nil if the catalog cannot be read
local function read_held(try, needs)
    local names, seen = { "''" }, {}
    for _, need in ipairs(needs) do
        for _, name in ipairs({ need.schema, need.name }) do
            if name ~= '' and not seen[name] then
                seen[name] = true
                names[#names + 1] = sql.literal(name)
            end
        end
    end
    local list = table.concat(names, ', ')
    local rows = try((database_privileges.held_query:gsub('{names}', function()
        return list
    end)))
    if not rows then
        return nil
    end
    local held = { facts = {}, owners = {} }
    for index = 1, #rows do
        local cells = {}
        for column = 1, 4 do
            local value = text.optional(rows[index][column])
            cells[column] = value == nil and '' or tostring(value)
        end
        if cells[1] == 'USER' then
            held.user = cells[2]
        elseif cells[1] == 'OWNER' then
            held.owners[cells[4]] = cells[2]
        end
        held.facts[fact(cells[1], cells[2], cells[1] == 'SCHEMA' and '' or cells[3], cells[4])] = true
    end
    return held.user and held
end

local function owns(held, schema)
    local owner = held.owners[schema]
    return owner ~= nil and (owner == held.user or held.facts[fact('ROLE', owner, '', '')] ~= nil)
end

local function is_held(need, held)
    local definition = database_privileges.privileges[need.privilege]
    local scope = definition.scope
    local function has(kind, privilege, schema, name)
        return held.facts[fact(kind, privilege, schema, name)] ~= nil
    end
    if has('SYSTEM', definition.any, '', '') then
        return true
    elseif scope == 'creation' then
        return owns(held, need.schema) and has('SYSTEM', need.privilege, '', '')
    elseif scope == 'connection' then
        return has('CONNECTION', 'USE', '', need.name)
    elseif need.privilege == 'USAGE' then
        -- Exasol shows a schema only to users with USAGE.
        return held.owners[need.schema] ~= nil
    elseif scope == 'system' then
        return false
    end
    local is_covered = owns(held, need.schema)
        or (scope ~= 'ownership' and has('SCHEMA', need.privilege, '', need.schema))
    return is_covered
        or (
            scope == 'object'
            and (
                has('TABLE', need.privilege, need.schema, need.name)
                or has('VIEW', need.privilege, need.schema, need.name)
            )
        )
end

local function write_grant(need, held)
    local definition = database_privileges.privileges[need.privilege]
    local scope = definition.scope
    local granted
    if scope == 'connection' then
        granted = 'CONNECTION ' .. sql.identifier(need.name)
    elseif scope == 'schema' then
        granted = need.privilege .. ' ON SCHEMA ' .. sql.identifier(need.schema)
    elseif scope == 'object' then
        granted = need.privilege .. ' ON ' .. sql.qualified(need.schema, need.name)
    elseif scope == 'creation' and held and owns(held, need.schema) then
        granted = need.privilege
    else
        granted = definition.any
    end
    return ('GRANT %s TO %s'):format(granted, held and sql.identifier(held.user) or '<YOU>')
end

--- Of several privileges, keeps those that Exasol's text names: `insufficient privileges: SELECT on table T`.
local function narrow(needs, message)
    local privilege, object = message:match(': (%u+) on %w+ "?([^%s"]+)')
    local named = {}
    for _, need in ipairs(needs) do
        if need.privilege == privilege and (need.name == object or need.schema == object) then
            named[#named + 1] = need
        end
    end
    return #named > 0 and named or needs
end

--- Keeps the privileges that Exasol's text mentions, such as `insufficient privileges for export`; all if it mentions
-- none.
local function keep_mentioned(needs, message)
    local mentioned = {}
    for _, need in ipairs(needs) do
        if message:lower():find(need.privilege:lower(), 1, true) then
            mentioned[#mentioned + 1] = need
        end
    end
    return #mentioned > 0 and mentioned or needs
end

local function write_grants(needs, message, held)
    local grants, seen = {}, {}
    for _, need in ipairs(narrow(needs, message)) do
        local grant = write_grant(need, held)
        if not seen[grant] and #grants < max_grants then
            seen[grant] = true
            grants[#grants + 1] = grant
        end
    end
    return table.concat(grants, '; ') .. ';'
end

--- Finds the grants that a statement lacks.
-- @param try function that runs a statement and returns its rows, or nil
-- @param message Exasol's text about the statement; may be empty
-- @return GRANT statements as text, nil if nothing is known; and whether all of them are missing
function M.find(try, statement, message)
    local needs = statement_needs.list(statement)
    local held = #needs > 0 and read_held(try, needs) or nil
    if #needs == 0 or (held and held.facts[fact('ROLE', 'DBA', '', '')]) then
        return nil
    end
    local missing = {}
    for _, need in ipairs(held and needs or {}) do
        if not is_held(need, held) then
            missing[#missing + 1] = need
        end
    end
    local is_certain = #missing > 0
    return write_grants(is_certain and missing or keep_mentioned(needs, message), message, held), is_certain
end

--- Adds the missing grants to an error that passes on Exasol's text about the statement that it refused last.
-- @param pquery Exasol's global function of that name
function M.add_to(pquery, error_text)
    if not last_refusal or not error_text:find(last_refusal.message, 1, true) then
        return error_text
    end
    local grants, is_certain = M.find(function(statement)
        local is_done, rows = pquery(statement)
        return is_done and rows or nil
    end, last_refusal.statement, last_refusal.message)
    if not grants then
        return error_text
    end
    local request = is_certain and 'Ask an administrator to run: '
        or 'Ask an administrator for the missing privilege, one of: '
    return error_text .. '\n' .. request .. grants
end

return M
