--- Values and names as SQL text. Exasol's own `:value` and `::name` parameters are not used where a statement holds
-- text of the user: `::name` is pasted as it is, and a colon within a name or a query could be taken for a parameter.
local M = {}

--- An exact name: nothing is folded to upper case.
function M.identifier(name)
    return '"' .. name:gsub('"', '""') .. '"'
end

function M.qualified(schema, name)
    return M.identifier(schema) .. '.' .. M.identifier(name)
end

--- A text as literal. Exasol knows one escape: a quote is doubled.
function M.literal(text)
    return "'" .. text:gsub("'", "''") .. "'"
end

--- nil, text or number as literal.
function M.value(value)
    if value == nil then
        return 'NULL'
    elseif type(value) == 'string' then
        return M.literal(value)
    elseif math.type(value) == 'integer' then
        return ('%d'):format(value)
    end
    return ('%.17g'):format(value)
end

return M
