--- What a script knows of the session in which it runs.
local database = require('sme.database')
local text = require('sme.text')

local M = {}

--- @param meta exa.meta
-- @param pquery Exasol's global of that name
-- @return { database, schema (the script's), open_schema (the session's; where none is open, the script's), session_id,
-- statement_id, user, now = seconds since 1970 }
function M.read(meta, pquery)
    local schema, open_schema = tostring(meta.script_schema), meta.current_schema
    return {
        database = database.new(pquery),
        schema = schema,
        open_schema = text.is_missing(open_schema) and schema or tostring(open_schema),
        session_id = tostring(meta.session_id),
        statement_id = tostring(meta.statement_id),
        user = tostring(meta.current_user),
        now = os.time(),
    }
end

return M
