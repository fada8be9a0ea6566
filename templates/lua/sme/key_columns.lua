--- Columns that a prediction hands through without sending them to the model.
local catalog = require('sme.catalog')
local column_type = require('sme.column_type')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local max_shown = 200

local function names_of(columns)
    local names = {}
    for index, column in ipairs(columns) do
        names[index] = column.name
    end
    return names
end

--- The column that SQL finds by a name; or nil and, where several could be meant, a problem.
local function find(database, columns, name)
    local found, ambiguous = catalog.find(database, name, names_of(columns))
    for _, column in ipairs(columns) do
        if column.name == found then
            return column
        end
    end
    return nil, ambiguous
end

--- The columns of the table or view that was trained on, where it is still there.
local function list_source(database, job)
    local schema, name = job.row.INPUT_SCHEMA_NAME, job.row.INPUT_TABLE_OR_VIEW_NAME
    local found = schema and name and catalog.find_table(database, schema, name)
    return found and found.columns or {}
end

--- Key columns with their types: as given, else as the training's source has them.
-- @param given list of { name, type or nil }
-- @param job as sme.trained_job finds it
-- @return list of { name, type }, and a list of problems
function M.resolve(database, given, job)
    local resolved, problems, refused, source = {}, {}, {}, nil
    for _, column in ipairs(given) do
        local input, ambiguous = find(database, job.inputs, column.name)
        local given_type = column.type and column_type.normalise(column.type)
        local found = given_type and { name = column.name, type = given_type }
        if not (input or ambiguous or column.type) then
            source = source or list_source(database, job)
            found, ambiguous = find(database, { job.target, job.weight }, column.name)
            if not (found or ambiguous) then
                found, ambiguous = find(database, source, column.name)
            end
        end
        if ambiguous then
            problems[#problems + 1] = ambiguous
        elseif input then
            local said = ("key_columns: '%s' is an input of the model."):format(input.name)
            problems[#problems + 1] =
                errors.word('E-SME-155', said, 'Leave it out: inputs come back with the prediction in any case.')
        elseif found then
            resolved[#resolved + 1] = { name = found.name, type = found.type }
        elseif column.type then
            local shown_type, shown_name = text.cut(column.type, max_shown), text.cut(column.name, max_shown)
            refused[#refused + 1] = ("'%s' of '%s'"):format(shown_type, shown_name)
        else
            local said = ("key_columns: the type of '%s' is not known."):format(column.name)
            local otherwise = ('Give it as {"name":"%s","type":"DECIMAL(18,0)"}.'):format(column.name)
            problems[#problems + 1] =
                errors.word('E-SME-156', said, text.suggest(column.name, names_of(source), otherwise))
        end
    end
    if #refused > 0 then
        local said = ('key_columns: Exasol does not have the type %s.'):format(table.concat(refused, ', '))
        problems[#problems + 1] = errors.word('E-SME-282', said, 'Use ' .. column_type.accepted_forms .. '.')
    end
    return resolved, problems
end

return M
