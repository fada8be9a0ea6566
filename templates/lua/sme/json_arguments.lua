--- Reads the parameters of a script from a JSON object and checks the type of each.
local cjson = require('cjson')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

--- A value as the user wrote it. cjson decodes null as userdata.
local function to_text(value)
    if type(value) == 'table' then
        local is_encoded, encoded = pcall(cjson.encode, value)
        return is_encoded and encoded or 'a table'
    elseif type(value) == 'number' then
        return text.number(value)
    end
    return value == cjson.null and 'null' or tostring(value)
end

--- @param expected what the value must be: "must be a whole number"
function M.invalid_argument_error(key, value, expected)
    return errors.format('E-SME-54.value', { key = key, value = to_text(value), expected = expected })
end

--- Checks a value. Removes an invalid value, so that later checks do not report it again.
-- @param test function that returns nil for a valid value, otherwise what the value must be; receives ... too
function M.check(values, problems, key, test, ...)
    local expected = values[key] and test(values[key], ...)
    if expected then
        problems[#problems + 1] = M.invalid_argument_error(key, values[key], expected)
        values[key] = nil
    end
end

--- A test for `check`.
function M.at_most(max)
    return function(value)
        return value > max and ('must be at most %d'):format(max) or nil
    end
end

--- A test for `check`.
function M.at_least(min)
    return function(value)
        return value < min and ('must be at least %d'):format(min) or nil
    end
end

local function is_list(value)
    return type(value) == 'table' and (value[1] ~= nil or next(value) == nil)
end

-- Exasol ends a text at NUL, so a name that contains NUL would be looked up as another name.
local function check_text(value)
    if type(value) ~= 'string' then
        return 'must be a string in double quotes'
    end
    return value:find('%z') and 'must not contain the character NUL' or nil
end

--- Readers by type. Each returns the value, or nil and what the value must be.
local readers = {}

function readers.text(value)
    local expected = check_text(value)
    if expected then
        return nil, expected
    end
    return text.trim(value)
end

--- A name in the catalog, which may begin or end with a blank.
function readers.name(value)
    local expected = check_text(value)
    if expected then
        return nil, expected
    end
    return value
end

--- A whole number. Text is accepted too, because SQL expressions that build JSON often quote numbers.
function readers.positive_integer(value)
    local number = tonumber(value)
    local integer = number and math.tointeger(number)
    if type(value) == 'boolean' or not integer or integer < 1 or integer > 2147483647 then
        return nil, 'must be a whole number of at least 1'
    end
    return integer
end

function readers.whole_number(value)
    local number = tonumber(value)
    local integer = number and math.tointeger(number)
    if type(value) == 'boolean' or not integer or integer < 0 or integer > 2147483647 then
        return nil, 'must be a whole number from 0 to 2147483647'
    end
    return integer
end

function readers.fraction(value)
    local number = tonumber(value)
    if not number or not (number > 0 and number < 1) then
        return nil, 'must be a number greater than 0 and less than 1'
    end
    return number
end

function readers.names(value)
    if type(value) == 'string' then
        value = { value }
    end
    local expected = 'must be a list of column names'
    if not is_list(value) or #value == 0 then
        return nil, expected
    end
    for _, name in ipairs(value) do
        if type(name) ~= 'string' or name == '' then
            return nil, expected
        elseif check_text(name) then
            return nil, check_text(name)
        end
    end
    return value
end

--- A list that may be empty. An empty list counts as absent.
function readers.names_or_none(value)
    if type(value) == 'table' and next(value) == nil then
        return ''
    end
    return readers.names(value)
end

--- Text is accepted too, because SQL expressions that build JSON often quote it.
function readers.boolean(value)
    local word = type(value) == 'string' and text.trim(value):lower() or value
    if word == true or word == 'true' then
        return true
    elseif word == false or word == 'false' then
        return false
    end
    return nil, 'must be true or false'
end

function readers.object(value)
    if type(value) ~= 'table' or is_list(value) and next(value) ~= nil then
        return nil, 'must be an object, such as {"team":"sales"}'
    end
    return value
end

function readers.any(value)
    return value
end

--- Decodes a JSON object.
-- @return the object; or nil and a problem
local function decode(json)
    if text.is_missing(json) then
        return nil, errors.format('E-SME-51.missing')
    end
    local is_json, document = pcall(cjson.decode, tostring(json))
    if not is_json then
        return nil, errors.format('E-SME-51.not_json', { reason = errors.clean(document) })
    elseif type(document) ~= 'table' or document[1] ~= nil then
        return nil, errors.format('E-SME-51.not_object', { value = to_text(document) })
    end
    return document
end

local function sorted_keys(object)
    local keys = {}
    for key in pairs(object) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    return keys
end

--- Reads a JSON document.
-- @param json the document
-- @param types parameter name → name of a reader above
-- @return values by name (nil for a parameter that is absent, null or ''), a list of problems, and the set of names
-- whose value is invalid. If the document is not an object: nil and a list of problems.
function M.read(json, types)
    local document, problem = decode(json)
    if not document then
        return nil, { problem }
    end
    local known = sorted_keys(types)
    local values, problems, invalid = {}, {}, {}
    for _, key in ipairs(sorted_keys(document)) do
        local value = document[key]
        if not types[key] then
            local suggestion = text.suggest(key, known, (' Known parameters: %s.'):format(table.concat(known, ', ')))
            problems[#problems + 1] = errors.format('E-SME-52', { key = key, suggestion = suggestion })
        elseif not text.is_missing(value) then
            local read, expected = readers[types[key]](value)
            if read == nil then
                problems[#problems + 1] = M.invalid_argument_error(key, value, expected)
                invalid[key] = true
            elseif read ~= '' then
                values[key] = read
            end
        end
    end
    return values, problems, invalid
end

return M
