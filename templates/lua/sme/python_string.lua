--- Escapes text for a Python string literal in double quotes.
local M = {}

local function escape_character(character)
    return ('\\U%08x'):format(utf8.codepoint(character))
end

--- The text can neither end the literal nor its line. Non-ASCII characters become escapes, so that the encoding of
-- script and client does not matter.
-- @param text UTF-8
function M.escape(text)
    local ascii = text:gsub('["\\]', '\\%0'):gsub('%c', escape_character)
    return (ascii:gsub('[\194-\244][\128-\191]*', escape_character))
end

--- The text that M.escape escaped.
function M.unescape(literal)
    return (
        literal:gsub('\\(["\\U])(%x*)', function(escaped, digits)
            if escaped ~= 'U' then
                return escaped .. digits
            end
            return utf8.char(tonumber(digits:sub(1, 8), 16)) .. digits:sub(9)
        end)
    )
end

return M
