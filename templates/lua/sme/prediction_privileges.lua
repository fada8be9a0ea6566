--- Whether the caller may create a prediction function in a schema and read the connection from there. A catalog view
-- that cannot be read proves nothing: creating the function, or reading the connection, then gives the answer.
local errors = require('sme.errors')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

local select_held = [[
SELECT PRIVILEGE FROM SYS.EXA_USER_SYS_PRIVS UNION SELECT PRIVILEGE FROM SYS.EXA_ROLE_SYS_PRIVS
UNION SELECT 'ROLE ' || GRANTED_ROLE FROM SYS.EXA_USER_ROLE_PRIVS
UNION SELECT 'ROLE ' || GRANTED_ROLE FROM SYS.EXA_ROLE_ROLE_PRIVS
UNION SELECT 'OWNER ' || SCHEMA_OWNER FROM SYS.EXA_SCHEMAS WHERE SCHEMA_NAME = %s]]

local select_access = [[
SELECT COALESCE(FOR_OBJECT_SCHEMA, FOR_OBJECT_NAME), FOR_OBJECT_TYPE FROM SYS.EXA_USER_RESTRICTED_OBJ_PRIVS WHERE %s
UNION ALL
SELECT COALESCE(FOR_OBJECT_SCHEMA, FOR_OBJECT_NAME), FOR_OBJECT_TYPE FROM SYS.EXA_ROLE_RESTRICTED_OBJ_PRIVS WHERE %s
UNION ALL SELECT NULL, NULL FROM SYS.EXA_USER_OBJ_PRIVS WHERE %s
UNION ALL SELECT NULL, NULL FROM SYS.EXA_ROLE_OBJ_PRIVS WHERE %s]]

--- System privileges as they are named, 'ROLE x' and 'OWNER x' (of the schema), each as a key; nil where they cannot be
-- read.
local function read_held(database, schema)
    local rows = database.try(select_held:format(sql.literal(schema)))
    if not rows or #rows == 0 then
        return nil
    end
    local held = {}
    for index = 1, #rows do
        held[tostring(rows[index][1])] = true
    end
    return held
end

local function owns_schema(held, user)
    for entry in pairs(held) do
        local owner = entry:match('^OWNER (.*)$')
        if owner and (owner == user or held['ROLE ' .. owner]) then
            return true
        end
    end
    return false
end

local function check_script(held, user, name)
    local owns = owns_schema(held, user)
    if held['CREATE ANY SCRIPT'] or (owns and held['CREATE SCRIPT']) then
        return nil
    end
    local privilege = owns and 'CREATE SCRIPT' or 'CREATE ANY SCRIPT'
    local said = ('The prediction UDF %s cannot be created: user %s lacks %s%s.'):format(
        name,
        user,
        privilege,
        owns and '' or ' and does not own the schema'
    )
    local fix = ('Run GRANT %s TO %s; or name a schema of your own in prediction_schema.'):format(
        privilege,
        sql.identifier(user)
    )
    return errors.word('E-SME-167', said, fix)
end

--- Refuses only a user whose grants the catalog shows, all of them for other schemas. Without any grant, the first UDF
-- that reads the connection reports it (E-SME-90).
local function check_access(database, held, user, schema, connection)
    if held['ACCESS ANY CONNECTION'] then
        return nil
    end
    local filter = ("OBJECT_TYPE = 'CONNECTION' AND PRIVILEGE = 'ACCESS' AND OBJECT_NAME = %s"):format(
        sql.literal(connection)
    )
    local rows = database.try(select_access:format(filter, filter, filter, filter))
    if not rows or #rows == 0 then
        return nil
    end
    for index = 1, #rows do
        local place, kind = rows[index][1], rows[index][2]
        if text.is_missing(kind) or (kind == 'SCHEMA' and place == schema) then
            return nil
        end
    end
    return errors.format('E-SME-273', {
        user = user,
        connection = connection,
        schema = schema,
        quoted_user = sql.identifier(user),
        quoted_connection = sql.identifier(connection),
        quoted_schema = sql.identifier(schema),
    })
end

--- @param setting { database, user }
-- @param wanted { schema, name = the function's, connection }
-- @return a list of problems
function M.check(setting, wanted)
    local database, user, problems = setting.database, setting.user, {}
    local held = read_held(database, wanted.schema)
    if held and not held['ROLE DBA'] then
        problems[#problems + 1] = check_script(held, user, sql.qualified(wanted.schema, wanted.name))
        problems[#problems + 1] = check_access(database, held, user, wanted.schema, wanted.connection)
    end
    return problems
end

return M
