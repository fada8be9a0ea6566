--- A list of findings about training data.
local errors = require('sme.errors')
local messages = require('sme.finding_messages')

local M = {}

local ranks = { error = 1, warning = 2, hint = 3 }

--- A share as a percentage: 12.3 %.
function M.share(part, whole)
    return ('%.4g %%'):format(100 * part / whole)
end

--- Turns a message with slots into a pattern that matches the message with values.
local function to_pattern(message)
    local escaped = message:gsub('[%^%$%(%)%%%.%[%]%*%+%-%?]', '%%%0')
    return (escaped:gsub('{[%w_]+}', '.-'))
end

--- Splits the text of an error.
-- @return code, what failed, and what to do about it (nil if the error has no mitigation)
local function split_problem(problem)
    local code, text = problem:match('^([EF]%-SME%-%d+): (.*)$')
    if not code then
        return 'problem', problem
    end
    for key, mitigation in pairs(messages.mitigations) do
        if key:match('^[^.]+') == code and mitigation ~= '' then
            local what, todo = text:match('^(.-) (' .. to_pattern(mitigation) .. ')$')
            if what then
                return code, what, todo
            end
        end
    end
    return code, text
end

--- @param columns list of { name }: their order is that of the findings
function M.new(columns)
    local list, positions = {}, {}
    for index, column in ipairs(columns) do
        positions[column.name] = index
    end
    local findings = {}

    local function append(finding)
        finding.position = finding.column and positions[finding.column] or 0
        finding.number = #list + 1
        list[#list + 1] = finding
    end

    --- @param name of src/scripts/findings.ts
    -- @param column its name, or nil for the data as a whole
    -- @param values a value for each slot
    function findings.add(name, column, values)
        local definition = messages.findings[name]
        append({
            severity = definition.severity,
            column = column,
            name = name,
            detail = errors.fill(definition.text, values or {}),
            suggestion = errors.fill(definition.suggestion, values or {}),
        })
    end

    --- Adds an error that a training would raise.
    function findings.add_problem(problem, column)
        local code, detail, suggestion = split_problem(problem)
        append({
            severity = 'error',
            column = column,
            name = code,
            detail = detail,
            suggestion = suggestion or 'Fix this first: a training with these parameters is refused.',
        })
    end

    --- @return { severity, column, name, detail, suggestion }: errors first, then in the order of the columns
    function findings.sorted()
        table.sort(list, function(left, right)
            if left.severity ~= right.severity then
                return ranks[left.severity] < ranks[right.severity]
            elseif left.position ~= right.position then
                return left.position < right.position
            end
            return left.number < right.number
        end)
        return list
    end

    return findings
end

return M
