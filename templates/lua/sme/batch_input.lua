--- The input of a batch prediction: which of its columns the model reads, and which become keys.
local catalog = require('sme.catalog')
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local input_source = require('sme.input_source')
local text = require('sme.text')

local M = {}

--- Values of the same kind have the same text in a CSV file, whatever their size and precision.
local function kind(column_type)
    local upper = column_type:upper()
    if csv_format.is_numeric(column_type) then
        return 'a number'
    elseif upper:find('LOCAL TIME ZONE', 1, true) then
        return 'a TIMESTAMP WITH LOCAL TIME ZONE'
    end
    local name = upper:match('^%u+') or upper
    return (name == 'CHAR' or name == 'VARCHAR') and 'text' or 'a ' .. name
end

--- The columns of the input for the inputs of the model.
-- @param inputs of the job: list of { name, type }, in the order of the training
-- @return list of columns of the source in the same order, and a list of problems
function M.find_features(database, source, inputs)
    local features, problems, missing, different = {}, {}, {}, {}
    local names = {}
    for index, column in ipairs(source.columns) do
        names[index] = column.name
    end
    for _, input in ipairs(inputs) do
        local found, ambiguous = catalog.find(database, input.name, names)
        problems[#problems + 1] = ambiguous
        local column
        for _, candidate in ipairs(source.columns) do
            column = candidate.name == found and candidate or column
        end
        if not column and not ambiguous then
            missing[#missing + 1] = input.name
        elseif column and kind(column.type) ~= kind(input.type) then
            different[#different + 1] = ("'%s' (%s instead of %s)"):format(column.name, column.type, kind(input.type))
        end
        features[#features + 1] = column
    end
    if #missing > 0 then
        problems[#problems + 1] = errors.format('E-SME-390', { columns = text.list(missing) })
    end
    if #different > 0 then
        problems[#problems + 1] = errors.format('E-SME-391', { columns = table.concat(different, ', ') })
    end
    return features, problems
end

--- The key columns: those that the user names, otherwise all columns, which are never ambiguous.
-- @return list of columns of the source, and a list of problems
function M.find_keys(database, source, names)
    if not names then
        return source.columns, {}
    end
    local problems, keys, taken = {}, {}, {}
    for _, name in ipairs(names) do
        local column, problem = catalog.find_column(database, source.columns, name, 'key_columns')
        problems[#problems + 1] = problem
        if column and taken[column.name] then
            problems[#problems + 1] = errors.format('E-SME-392', { column = column.name })
        elseif column then
            taken[column.name] = true
            keys[#keys + 1] = column
        end
    end
    return keys, problems
end

--- @return a list of problems with the names of the columns that are read
function M.check_names(keys, features)
    local columns, seen = {}, {}
    for _, list in ipairs({ keys, features }) do
        for _, column in ipairs(list) do
            -- The same column can be a key and an input; two columns of one name cannot be selected.
            if not seen[column] then
                seen[column] = true
                columns[#columns + 1] = column
            end
        end
    end
    return input_source.check_names(columns)
end

return M
