--- Checks whether the caller can create a prediction UDF in a schema and read the connection from there. If a catalog
-- view cannot be read, nothing is refused: creating the UDF or reading the connection then reports the error.
local errors = require('sme.errors')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

local select_privileges = [[
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

--- @return set of system privileges, 'ROLE x' and 'OWNER x' (owner of the schema); nil if they cannot be read
function M.read(database, schema)
    local rows = database.try(select_privileges:format(sql.literal(schema)))
    if not rows or #rows == 0 then
        return nil
    end
    local privileges = {}
    for index = 1, #rows do
        privileges[tostring(rows[index][1])] = true
    end
    return privileges
end

local function owns_schema(privileges, user)
    for entry in pairs(privileges) do
        local owner = entry:match('^OWNER (.*)$')
        if owner and (owner == user or privileges['ROLE ' .. owner]) then
            return true
        end
    end
    return false
end

local function check_script(privileges, user, name)
    local owns = owns_schema(privileges, user)
    if privileges['CREATE ANY SCRIPT'] or (owns and privileges['CREATE SCRIPT']) then
        return nil
    end
    local values = { name = name, user = user, quoted_user = sql.identifier(user) }
    if owns then
        return errors.format('E-SME-167.own_schema', values)
    end
    return errors.format('E-SME-167.other_schema', values)
end

--- Refuses only a user whose grants are visible and are all for other schemas. Without any grant, the first UDF that
-- reads the connection reports the error.
local function check_access(database, privileges, user, schema, connection)
    if privileges['ACCESS ANY CONNECTION'] then
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
        local object, kind = rows[index][1], rows[index][2]
        if text.is_missing(kind) or (kind == 'SCHEMA' and object == schema) then
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

--- @param context { database, user }
-- @param udf { schema, name, connection }
-- @return a list of problems
function M.check(context, udf)
    local database, user, problems = context.database, context.user, {}
    local privileges = M.read(database, udf.schema)
    if privileges and not privileges['ROLE DBA'] then
        problems[#problems + 1] = check_script(privileges, user, sql.qualified(udf.schema, udf.name))
        problems[#problems + 1] = check_access(database, privileges, user, udf.schema, udf.connection)
    end
    return problems
end

return M
