--- Functions on text that many modules share.
local M = {}

--- Whether a value is missing: nil, SQL's NULL and JSON's null (both are userdata, which is truthy), or the empty text,
-- which is NULL in Exasol. A DECIMAL can be userdata too, but it prints as a number.
function M.is_missing(value)
    if value == nil or value == '' then
        return true
    end
    return type(value) == 'userdata' and tonumber(tostring(value)) == nil
end

--- The value, or nil if it is missing.
function M.optional(value)
    if M.is_missing(value) then
        return nil
    end
    return value
end

--- Two steps, because '%s+$' alone takes quadratic time in a long run of blanks.
function M.trim(text)
    return text:find('%S') and text:match('^%s*(.*%S)') or ''
end

--- Cuts a text after a number of bytes and appends …. Never splits a UTF-8 character.
function M.cut(text, bytes)
    if #text <= bytes then
        return text
    end
    local last = bytes
    while last > 0 and text:byte(last + 1) & 0xC0 == 0x80 do
        last = last - 1
    end
    return text:sub(1, last) .. '…'
end

-- Characters of a user's value that an error shows: enough to recognize it. TypeScript and Python use the same limit.
local max_shown = 200
-- The maximum length of a name in Exasol. Computing the distance takes quadratic time.
local max_compared = 128

--- A user's value for an error: cut if it is long. Exasol ends text at NUL, so NUL becomes \0.
function M.shown(value)
    local shown = tostring(value)
    local is_utf8, rest = pcall(utf8.offset, shown, max_shown + 1)
    if not is_utf8 then
        shown = M.cut(shown, max_shown)
    elseif rest and rest <= #shown then
        shown = shown:sub(1, rest - 1) .. '…'
    end
    return (shown:gsub('%z', '\\0'))
end

--- A number from JSON as the user wrote it: cjson decodes 12 as 12.0.
function M.number(value)
    return tostring(math.tointeger(value) or value)
end

--- The Levenshtein distance in bytes.
local function distance(left, right)
    local previous = {}
    for column = 0, #right do
        previous[column] = column
    end
    for row = 1, #left do
        local current = { [0] = row }
        for column = 1, #right do
            local cost = left:byte(row) == right:byte(column) and 0 or 1
            current[column] = math.min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + cost)
        end
        previous = current
    end
    return previous[#right]
end

--- The number of bytes at the beginning that two words share.
local function count_shared(left, right)
    local count = 0
    while count < #left and left:byte(count + 1) == right:byte(count + 1) do
        count = count + 1
    end
    return count
end

--- The candidate that is most similar to a word, ignoring case; nil if none is similar enough. Of equally similar
-- candidates, the one with the same beginning wins.
function M.nearest(word, candidates)
    if #word > max_compared then
        return nil
    end
    local best, best_distance, best_shared
    for _, candidate in ipairs(candidates) do
        local found = distance(word:lower(), candidate:lower())
        local shared = count_shared(word:lower(), candidate:lower())
        if not best or found < best_distance or (found == best_distance and shared > best_shared) then
            best, best_distance, best_shared = candidate, found, shared
        end
    end
    local limit = math.max(2, #word // 3)
    return best and best_distance <= limit and best_distance < #word and best or nil
end

--- The end of a mitigation: " Did you mean 'x'?". If no candidate is similar: the fallback, or nothing.
-- @param fallback a sentence that begins with a blank, or nil
function M.suggest(word, candidates, fallback)
    local found = M.nearest(word, candidates)
    return found and (" Did you mean '%s'?"):format(found) or fallback or ''
end

--- A list for a sentence: "'a', 'b' and 3 more".
-- @param limit maximum number of values to list; 20 by default
function M.list(values, limit)
    limit = limit or 20
    local quoted = {}
    for index = 1, math.min(#values, limit) do
        quoted[index] = "'" .. values[index] .. "'"
    end
    local more = #values > limit and (' and %d more'):format(#values - limit) or ''
    return table.concat(quoted, ', ') .. more
end

return M
