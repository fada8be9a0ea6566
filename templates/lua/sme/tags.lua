--- Tags of the user on what is made in AWS.
local aws_names = require('sme.aws_names')
local errors = require('sme.errors')

local M = {}

-- AWS allows 50 tags on an object, and up to six are ours.
local max_tags = 44

--- Values of tags may be numbers or booleans in the JSON; AWS takes texts.
-- @param given the object of the user, or nil
-- @return tags as texts; what is wrong is added to the list of problems
function M.read(given, problems)
    local tags, count = {}, 0
    for key, value in pairs(given or {}) do
        local is_plain = type(value) == 'string' or type(value) == 'number' or type(value) == 'boolean'
        local shown = is_plain and tostring(value) or nil
        local fault = not shown and 'a value has to be a text' or aws_names.tag(key, shown)
        if fault then
            problems[#problems + 1] =
                errors.word('E-SME-54', ("The tag '%s' cannot be used:"):format(key), fault .. '.')
        else
            tags[key], count = shown, count + 1
        end
    end
    if count > max_tags then
        local said = ('tags has %d entries.'):format(count)
        problems[#problems + 1] = errors.word('E-SME-54', said, ('It may have at most %d.'):format(max_tags))
    end
    return tags
end

return M
