--- Writes values and names as SQL text. Exasol's own parameters `:value` and `::name` are not used: `::name` is
-- inserted without quoting, and a colon within a name or a query of the user could be read as a parameter.
local M = {}

--- A name in double quotes, so that Exasol does not convert it to upper case.
function M.identifier(name)
    return '"' .. name:gsub('"', '""') .. '"'
end

function M.qualified(schema, name)
    return M.identifier(schema) .. '.' .. M.identifier(name)
end

--- Text as a literal. Exasol has only one escape: a quote is doubled.
function M.literal(text)
    return "'" .. text:gsub("'", "''") .. "'"
end

--- Text, a number or a boolean as a literal; NULL for nil.
function M.value(value)
    if value == nil then
        return 'NULL'
    elseif type(value) == 'string' then
        return M.literal(value)
    elseif type(value) == 'boolean' then
        return value and 'TRUE' or 'FALSE'
    elseif math.type(value) == 'integer' then
        return ('%d'):format(value)
    end
    return ('%.17g'):format(value)
end

return M
