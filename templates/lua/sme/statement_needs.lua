--- Lists the privileges that a statement needs. src/exasol/statement-needs.ts does the same for the command line.
local database_privileges = require('sme.database_privileges')

local M = {}

-- Limits the time for long statements. What a statement names comes before its long texts.
local max_scanned_bytes = 50000
-- Exasol's limit, in characters.
local max_name_length = 128

local name_pattern = '^[%a_\128-\255][%w_$\128-\255]*()'
local closing = { ["'"] = true, ['"'] = true }

--- Words, names, literals and single characters. A quote within a name or literal is doubled.
local function tokenize(statement)
    local tokens, at, length = {}, 1, math.min(#statement, max_scanned_bytes)
    while at <= length do
        local character, after = statement:sub(at, at), statement:match(name_pattern, at)
        if closing[character] then
            after = at
            repeat
                after = (statement:find(character, after + 1, true) or length) + 1
            until statement:sub(after, after) ~= character
        end
        after = after or at + 1
        if not character:find('%s') then
            tokens[#tokens + 1] = statement:sub(at, after - 1)
        end
        at = after
    end
    return tokens
end

--- Exasol converts names without quotes to upper case.
local function read_name(token)
    return token:sub(1, 1) == '"' and token:sub(2, -2):gsub('""', '"') or token:upper()
end

--- Whether a token can be a name in Exasol.
local function is_name(token)
    if not token or not token:find('^["%a_\128-\255]') then
        return false
    end
    local name = read_name(token)
    local length = utf8.len(name) or #name
    return length > 0 and length <= max_name_length and not name:find('.', 1, true)
end

local function list_pairs(tokens)
    local found = {}
    for index, token in ipairs(tokens) do
        local before = (tokens[index - 1] or ''):upper()
        if is_name(token) and tokens[index + 1] == '.' and is_name(tokens[index + 2]) and before ~= '.' then
            found[#found + 1] = {
                schema = read_name(token),
                name = read_name(tokens[index + 2]),
                before = before,
                is_call = tokens[index + 3] == '(',
            }
        end
    end
    return found
end

local function find_rule(tokens)
    local head = {}
    for index, token in ipairs(tokens) do
        if token:sub(1, 1) == '"' or tokens[index + 1] == '.' then
            break
        end
        head[token:upper()] = true
    end
    for _, rule in ipairs(database_privileges.statements) do
        if tokens[1] and tokens[1]:upper() == rule.verb and (rule.kind == '' or head[rule.kind]) then
            return rule
        end
    end
end

--- The privileges that a statement needs: list of { privilege, schema, name }.
function M.list(statement)
    local tokens = tokenize(statement)
    local rule, named, needs, seen = find_rule(tokens), list_pairs(tokens), {}, {}
    local function add(privilege, schema, name)
        local key = table.concat({ privilege, schema, name }, '\0')
        if not seen[key] then
            seen[key] = true
            needs[#needs + 1] = { privilege = privilege, schema = schema, name = name }
        end
    end
    local target = rule and rule.has_target and table.remove(named, 1)
    for _, privilege in ipairs(rule and rule.needs or {}) do
        if privilege ~= 'CONNECTION' and (target or not rule.has_target) then
            add(privilege, target and target.schema or '', target and target.name or '')
        elseif privilege == 'CONNECTION' then
            for index, token in ipairs(tokens) do
                if token:sub(1, 1) == '"' and is_name(token) and (tokens[index - 1] or ''):upper() == 'AT' then
                    add(privilege, '', read_name(token))
                end
            end
        end
    end
    if target then
        add('USAGE', target.schema, '')
    end
    local read = {}
    for _, pair in ipairs(named) do
        -- The body of a script is not SQL.
        local is_sql = not (rule and rule.kind == 'SCRIPT')
        if is_sql and (pair.is_call or database_privileges.words_before_tables[pair.before]) then
            read[#read + 1] = pair
            add('USAGE', pair.schema, '')
        end
    end
    for _, pair in ipairs(read) do
        add(pair.is_call and 'EXECUTE' or 'SELECT', pair.schema, pair.name)
    end
    return needs
end

return M
