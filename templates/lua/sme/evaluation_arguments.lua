--- The parameters of an evaluation, and the checks that need no database.
local cjson = require('cjson')
local errors = require('sme.errors')
local json_arguments = require('sme.json_arguments')
local text = require('sme.text')

local M = {}

local types = {
    input_schema_name = 'name',
    input_table_or_view_name = 'name',
    input_query = 'text',
    actual_column = 'name',
    predicted_column = 'name',
    probability_column = 'name',
    probability_of = 'text',
    positive_label = 'any',
    problem_type = 'text',
}

local choices = {
    probability_of = { 'predicted_label', 'positive_label' },
    problem_type = { 'Regression', 'BinaryClassification', 'MulticlassClassification' },
}

local function one_of(known)
    return function(value)
        for _, each in ipairs(known) do
            if each == value then
                return nil
            end
        end
        return ('must be one of %s%s'):format(text.list(known), text.suggest(value, known, '.'):gsub('%.?$', ''))
    end
end

--- A label can be a string, a number or true or false, as in the column.
local function check_label(value)
    local kind = type(value)
    local is_label = kind == 'string' or kind == 'number' or kind == 'boolean'
    return not is_label and 'must be a string, a number, true or false' or nil
end

local function find_missing(values, invalid)
    local missing = {}
    local function require_key(key)
        if values[key] == nil and not invalid[key] then
            missing[#missing + 1] = key
        end
    end
    require_key('actual_column')
    if values.input_query == nil and not invalid.input_query then
        require_key('input_schema_name')
        require_key('input_table_or_view_name')
    end
    return missing
end

local function check_combinations(values, problems)
    for _, key in ipairs({ 'input_schema_name', 'input_table_or_view_name' }) do
        if values.input_query and values[key] then
            problems[#problems + 1] = errors.format('E-SME-55.exclusive', { key = 'input_query', other = key })
        end
    end
    if values.problem_type == 'Regression' then
        for _, key in ipairs({ 'probability_column', 'probability_of', 'positive_label' }) do
            if values[key] ~= nil then
                problems[#problems + 1] = errors.format('E-SME-570', { key = key })
            end
        end
    end
end

--- @param json the parameters
-- @return values by name; raises one error with all problems
function M.read(json)
    local values, problems, invalid = json_arguments.read(json, types)
    if not values then
        errors.raise_all(problems, 'Nothing was evaluated.')
    end
    local missing = find_missing(values, invalid)
    if #missing > 0 then
        table.insert(problems, 1, errors.format('E-SME-53.evaluation', { keys = table.concat(missing, ', ') }))
    end
    if values.positive_label == cjson.null then
        values.positive_label = nil
    end
    for key, known in pairs(choices) do
        json_arguments.check(values, problems, key, one_of(known))
    end
    if values.positive_label ~= nil and check_label(values.positive_label) then
        local expected = check_label(values.positive_label)
        problems[#problems + 1] =
            json_arguments.invalid_argument_error('positive_label', values.positive_label, expected)
    end
    check_combinations(values, problems)
    if #problems > 0 then
        errors.raise_all(problems, 'Nothing was evaluated.')
    end
    values.predicted_column = values.predicted_column or 'PREDICTIONS'
    return values
end

return M
