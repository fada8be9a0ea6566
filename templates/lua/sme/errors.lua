--- Errors of the scripts. Their messages are in the generated module sme.error_messages.
local messages = require('sme.error_messages')
local text = require('sme.text')

local M = {}

--- Cuts the values that a sentence quotes. A quote within a word is an apostrophe.
local function cut_quoted_values(sentence)
    local parts, from = {}, 1
    local open = sentence:find("'", 1, true)
    while open do
        local close = sentence:find("'", open + 1, true)
        if close and (open == 1 or sentence:find('^[%s(]', open - 1)) then
            parts[#parts + 1] = sentence:sub(from, open) .. text.shown(sentence:sub(open + 1, close - 1))
            from, open = close, sentence:find("'", close + 1, true)
        else
            open = close
        end
    end
    return table.concat(parts) .. sentence:sub(from)
end

--- Fills the slots of a message. A slot in quotes takes a user's value; any other slot takes text that may quote such
-- values.
function M.fill(message, values)
    return (
        message:gsub("('?){([%w_]+)}", function(quote, name)
            local value = values[name]
            if value == nil then
                return quote
            end
            local shown = type(value) == 'number' and text.number(value) or tostring(value)
            return quote .. (quote == '' and cut_quoted_values(shown) or text.shown(shown))
        end)
    )
end

--- The text of an error: `E-SME-n: what failed. What to do.`
-- @param key a code, or a code and a case: `E-SME-65.not_numeric`. The text contains only the code
-- @param values a value for each slot
function M.format(key, values)
    return ('%s: %s'):format(key:match('^[^.]+'), M.fill(messages[key], values or {}))
end

--- Whether Exasol's text is about a missing privilege.
function M.is_refusal(message)
    return message:lower():find('privilege', 1, true) ~= nil
end

--- Exasol's text on one line, without session IDs and the final period.
function M.clean(message)
    local bare =
        tostring(message):gsub('%s*%(Session:?%s*%d+%)', ''):gsub('%s+', ' '):gsub('^%s+', ''):gsub('[%s.]+$', '')
    return bare
end

--- Ends the script with all problems in one error. Exasol replaces an error value that is not a string with
-- its own text.
-- @param problems texts of errors
-- @param outcome for several problems: what was done and what was not
function M.raise_all(problems, outcome)
    if #problems == 1 then
        error(problems[1], 0)
    end
    local lines = { M.format('E-SME-50', { count = #problems, outcome = outcome }) }
    for number, problem in ipairs(problems) do
        lines[#lines + 1] = ('%d. %s'):format(number, problem)
    end
    error(table.concat(lines, '\n'), 0)
end

--- Ends the script with an error of the table; parameters as for `format`. For a list of problems use `raise_all`.
function M.raise(key, values)
    error(M.format(key, values), 0)
end

--- Appends a list to another; nil counts as empty.
function M.append(problems, more)
    for _, problem in ipairs(more or {}) do
        problems[#problems + 1] = problem
    end
end

return M
