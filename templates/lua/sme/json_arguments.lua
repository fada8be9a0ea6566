--- A JSON object of arguments, each read as the kind that it has to be.
local cjson = require('cjson')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

--- A value as its writer wrote it, cut where it is long: cjson reads null as userdata.
local function show(value)
    local shown
    if type(value) == 'table' then
        local ok, encoded = pcall(cjson.encode, value)
        shown = ok and encoded or 'a table'
    elseif type(value) == 'number' then
        shown = text.number(value)
    else
        shown = value == cjson.null and 'null' or tostring(value)
    end
    return text.shown(shown)
end

local function word(key, value, expected)
    return errors.word('E-SME-54', ("%s '%s' cannot be used."):format(key, show(value)), ('It %s.'):format(expected))
end
M.word_wrong = word

local function is_list(value)
    return type(value) == 'table' and (value[1] ~= nil or next(value) == nil)
end

-- Exasol cuts a text at NUL, so that a name with one would be looked up as another name.
local function find_text_fault(value)
    if type(value) ~= 'string' then
        return 'has to be a text in double quotes'
    end
    return value:find('%z') and 'may not contain the character NUL' or nil
end

--- Readers: value → what it stands for, or nil and what it has to be.
local readers = {}

function readers.text(value)
    local fault = find_text_fault(value)
    if fault then
        return nil, fault
    end
    return text.trim(value)
end

--- A name in the catalog, which may begin or end with a blank.
function readers.name(value)
    local fault = find_text_fault(value)
    if fault then
        return nil, fault
    end
    return value
end

--- Whole numbers, also as text: SQL that puts a JSON document together often has them so.
function readers.positive_integer(value)
    local number = tonumber(value)
    local integer = number and math.tointeger(number)
    if type(value) == 'boolean' or not integer or integer < 1 or integer > 2147483647 then
        return nil, 'has to be a whole number of at least 1'
    end
    return integer
end

function readers.fraction(value)
    local number = tonumber(value)
    if not number or not (number > 0 and number < 1) then
        return nil, 'has to be a number between 0 and 1, both excluded'
    end
    return number
end

function readers.names(value)
    if type(value) == 'string' then
        value = { value }
    end
    local expected = 'has to be a list of column names'
    if not is_list(value) or #value == 0 then
        return nil, expected
    end
    for _, name in ipairs(value) do
        if type(name) ~= 'string' or name == '' then
            return nil, expected
        elseif find_text_fault(name) then
            return nil, find_text_fault(name)
        end
    end
    return value
end

--- A list that programs may leave empty: then it is as if it were absent.
function readers.names_or_none(value)
    if type(value) == 'table' and next(value) == nil then
        return ''
    end
    return readers.names(value)
end

function readers.object(value)
    if type(value) ~= 'table' or is_list(value) and next(value) ~= nil then
        return nil, 'has to be an object, such as {"team":"sales"}'
    end
    return value
end

function readers.any(value)
    return value
end

--- Reads a JSON document.
-- @param json the document
-- @param kinds key → name of a reader above
-- @return values by key (a key that is absent, null or '' is nil), a list of problems, and a set of the keys whose
-- value is among these; nil values where there is nothing to read
function M.read(json, kinds)
    if text.is_missing(json) then
        return nil, { errors.word('E-SME-51', 'No parameters were given.', 'Give a JSON object as text.') }
    end
    local ok, document = pcall(cjson.decode, tostring(json))
    if not ok then
        local reason = errors.clean(document)
        return nil,
            {
                errors.word(
                    'E-SME-51',
                    ('The parameters are not JSON: %s.'):format(reason),
                    'Give a JSON object, its keys and texts in double quotes, such as {"job_name":"my-job"}.'
                ),
            }
    end
    if type(document) ~= 'table' or document[1] ~= nil then
        return nil,
            {
                errors.word(
                    'E-SME-51',
                    ("The parameters are JSON, but no object: '%s'."):format(show(document)),
                    'Give a JSON object, such as {"job_name":"my-job"}.'
                ),
            }
    end
    local known = {}
    for key in pairs(kinds) do
        known[#known + 1] = key
    end
    table.sort(known)
    local given = {}
    for key in pairs(document) do
        given[#given + 1] = key
    end
    table.sort(given)

    local values, problems, refused = {}, {}, {}
    for _, key in ipairs(given) do
        local value = document[key]
        if not kinds[key] then
            local hint = text.suggest(key, known, 'Known are ' .. table.concat(known, ', ') .. '.')
            problems[#problems + 1] = errors.word('E-SME-52', ("There is no parameter '%s'."):format(show(key)), hint)
        elseif not text.is_missing(value) then
            local read, expected = readers[kinds[key]](value)
            if read == nil then
                problems[#problems + 1] = word(key, value, expected)
                refused[key] = true
            elseif read ~= '' then
                values[key] = read
            end
        end
    end
    return values, problems, refused
end

return M
