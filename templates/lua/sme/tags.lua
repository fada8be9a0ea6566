--- The user's own tags for objects in AWS.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

-- AWS allows 50 tags for each object; sme adds up to seven.
local max_tags = 43

local function to_text(value)
    if type(value) == 'number' then
        return text.number(value)
    elseif type(value) == 'string' or type(value) == 'boolean' then
        return tostring(value)
    end
end

--- Converts tags to text. JSON allows numbers and booleans as values, AWS only text.
-- @param given object of the user, or nil
-- @param problems list to which problems are added
-- @return the valid tags
function M.read(given, problems)
    local tags, count, keys = {}, 0, {}
    for key in pairs(given or {}) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    for _, key in ipairs(keys) do
        local value = to_text(given[key])
        local expected = not value and 'The value must be a string, a number or a boolean' or aws_names.tag(key, value)
        if expected then
            problems[#problems + 1] = errors.format('E-SME-54.tag', { key = key, expected = expected })
        else
            tags[key], count = value, count + 1
        end
    end
    if count > max_tags then
        problems[#problems + 1] = errors.format('E-SME-54.tag_count', { count = count, max = max_tags })
    end
    return tags
end

return M
