--- Error texts: `E-SME-n: what is wrong, with the 'value' in quotes. How to mend it.`
-- The table of codes over all languages is src/errors/codes.ts.
local M = {}

function M.word(code, text, mitigation)
    return ('%s: %s %s'):format(code, text, mitigation)
end

--- Exasol's text without what says nothing to the reader: session ids, and a full stop to put more behind.
function M.clean(text)
    local bare = tostring(text):gsub('%s*%(Session:?%s*%d+%)', ''):gsub('%s+', ' '):gsub('^%s+', ''):gsub('[%s.]+$', '')
    return bare
end

--- Ends the script with all problems in one error. Strings only: Exasol turns any other error value into one.
-- @param problems list of worded problems
-- @param outcome what was done and what was not, where there are several
function M.raise(problems, outcome)
    if #problems == 1 then
        error(problems[1], 0)
    end
    local lines = { M.word('E-SME-50', ('%d problems were found.'):format(#problems), outcome) }
    for number, problem in ipairs(problems) do
        lines[#lines + 1] = ('%d. %s'):format(number, problem)
    end
    error(table.concat(lines, '\n'), 0)
end

function M.append(problems, more)
    for _, problem in ipairs(more or {}) do
        problems[#problems + 1] = problem
    end
end

return M
