--- Columns that a prediction returns with its result without sending them to the model.
local catalog = require('sme.catalog')
local column_type = require('sme.column_type')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local function names_of(columns)
    local names = {}
    for index, column in ipairs(columns) do
        names[index] = column.name
    end
    return names
end

--- @return the column that SQL finds by a name; or nil and, if the name is ambiguous, a problem
local function find(database, columns, name)
    local found, ambiguous = catalog.find(database, name, names_of(columns))
    for _, column in ipairs(columns) do
        if column.name == found then
            return column
        end
    end
    return nil, ambiguous
end

--- The columns of the table or view of the training; empty if it no longer exists.
local function list_source(database, job)
    local schema, name = job.row.INPUT_SCHEMA_NAME, job.row.INPUT_TABLE_OR_VIEW_NAME
    local found = schema and name and catalog.find_table(database, schema, name)
    return found and found.columns or {}
end

--- Finds the types of key columns: as given, or otherwise as in the source of the training.
-- @param given list of { name, type or nil }
-- @param job from sme.trained_job
-- @return list of { name, type }, and a list of problems
function M.resolve(database, given, job)
    local resolved, problems, invalid_types, source = {}, {}, {}, nil
    for _, column in ipairs(given) do
        local input, ambiguous = find(database, job.inputs, column.name)
        local given_type = column.type and column_type.normalize(column.type)
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
            problems[#problems + 1] = errors.format('E-SME-155', { column = input.name })
        elseif found then
            resolved[#resolved + 1] = { name = found.name, type = found.type }
        elseif column.type then
            invalid_types[#invalid_types + 1] = ("'%s' of '%s'"):format(column.type, column.name)
        else
            local suggestion = text.suggest(column.name, names_of(source))
            problems[#problems + 1] = errors.format('E-SME-156', { column = column.name, suggestion = suggestion })
        end
    end
    if #invalid_types > 0 then
        local values = { types = table.concat(invalid_types, ', '), known = column_type.accepted_forms }
        problems[#problems + 1] = errors.format('E-SME-282', values)
    end
    return resolved, problems
end

return M
