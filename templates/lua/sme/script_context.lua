--- What a script knows of the session in which it runs.
local database = require('sme.database')
local text = require('sme.text')

local M = {}

--- Without an open schema, exa.meta most probably shows the text 'NULL' (tests of Exasol's script languages expect it).
-- A schema may have that name, so Exasol is asked then.
local function find_open_schema(meta, session)
    local named = meta.current_schema
    if named == 'NULL' then
        named = session.run('SELECT CURRENT_SCHEMA')[1][1]
    end
    return not text.is_missing(named) and tostring(named) or nil
end

--- @param meta exa.meta
-- @param pquery Exasol's global of that name
-- @return { database, schema (the script's), open_schema (the session's; where none is open, the script's), session_id,
-- statement_id, user, now = seconds since 1970 }
function M.read(meta, pquery)
    local schema, session = tostring(meta.script_schema), database.new(pquery)
    return {
        database = session,
        schema = schema,
        open_schema = find_open_schema(meta, session) or schema,
        -- keeps all digits: published scripts bind it into DECIMAL(20,0)
        session_id = tostring(meta.session_id),
        statement_id = tostring(meta.statement_id),
        user = tostring(meta.current_user),
        now = os.time(),
    }
end

return M
