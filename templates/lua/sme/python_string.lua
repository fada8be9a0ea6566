--- Text as the inside of a Python string literal in double quotes.
local M = {}

local function escape_character(character)
    return ('\\U%08x'):format(utf8.codepoint(character))
end

--- The literal stays on its line and cannot be ended by what is in it; non-ASCII characters become escapes, so that
-- neither the encoding of a script nor that of a client matters.
-- @param text UTF-8
function M.escape(text)
    local ascii = text:gsub('["\\]', '\\%0'):gsub('%c', escape_character)
    return (ascii:gsub('[\194-\244][\128-\191]*', escape_character))
end

return M
