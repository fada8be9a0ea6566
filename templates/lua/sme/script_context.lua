--- The context in which a script runs: session, schema, user, time.
local database = require('sme.database')
local text = require('sme.text')

local M = {}

--- Without an open schema, exa.meta most likely contains the text 'NULL' (tests of Exasol's script languages expect
-- it). A schema can have that name too, so the session is queried then.
local function find_open_schema(meta, session)
    local named = meta.current_schema
    if named == 'NULL' then
        named = session.run('SELECT CURRENT_SCHEMA')[1][1]
    end
    return not text.is_missing(named) and tostring(named) or nil
end

--- @param meta exa.meta
-- @param pquery Exasol's global of that name
-- @return { database, schema (of the script), open_schema (of the session; if none is open, that of the script),
-- session_id, statement_id, user, now = seconds since 1970 }
function M.read(meta, pquery)
    local schema, session = tostring(meta.script_schema), database.new(pquery)
    return {
        database = session,
        schema = schema,
        open_schema = find_open_schema(meta, session) or schema,
        -- Lua has all digits of the ID: published scripts bind it to DECIMAL(20,0).
        session_id = tostring(meta.session_id),
        statement_id = tostring(meta.statement_id),
        user = tostring(meta.current_user),
        now = os.time(),
    }
end

return M
