--- Tags of the user on what is made in AWS.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

-- AWS allows 50 tags on an object, and up to six are ours.
local max_tags = 44

local function as_text(value)
    if type(value) == 'number' then
        return text.number(value)
    elseif type(value) == 'string' or type(value) == 'boolean' then
        return tostring(value)
    end
end

--- Values of tags may be numbers or booleans in the JSON; AWS takes texts.
-- @param given the object of the user, or nil
-- @return tags as texts; what is wrong is added to the list of problems
function M.read(given, problems)
    local tags, count, keys = {}, 0, {}
    for key in pairs(given or {}) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    for _, key in ipairs(keys) do
        local value = as_text(given[key])
        local fault = not value and 'a value has to be a text' or aws_names.tag(key, value)
        if fault then
            problems[#problems + 1] =
                errors.word('E-SME-54', ("The tag '%s' cannot be used:"):format(text.shown(key)), fault .. '.')
        else
            tags[key], count = value, count + 1
        end
    end
    if count > max_tags then
        local said = ('tags has %d entries.'):format(count)
        problems[#problems + 1] = errors.word('E-SME-54', said, ('It may have at most %d.'):format(max_tags))
    end
    return tags
end

return M
