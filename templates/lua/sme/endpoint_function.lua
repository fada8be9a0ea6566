--- Decides whether an endpoint that gets another version of its model keeps its prediction function. Queries use it
-- while AWS replaces the model, so it stays unless its columns would change.
local cjson = require('cjson')
local errors = require('sme.errors')
local prediction_columns = require('sme.prediction_columns')
local prediction_settings = require('sme.prediction_settings')
local python_string = require('sme.python_string')
local sql = require('sme.sql')
local text = require('sme.text')
local trained_job = require('sme.trained_job')

local M = {}

local max_listed = 10

--- The settings in the text of the prediction function of an endpoint.
-- @param row of the endpoint, or nil
-- @return the decoded settings; nil if there is no such function or its settings cannot be read
function M.read_settings(database, row)
    if not row then
        return nil
    end
    local rows = database.run(
        ('SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = %s AND SCRIPT_NAME = %s'):format(
            sql.literal(row.PREDICTION_SCHEMA),
            sql.literal(row.PREDICTION_UDF)
        )
    )
    local literal = #rows > 0 and rows[1][1]:match('SETTINGS = json%.loads%("([^\n]*)"%)')
    local is_decoded, settings = pcall(cjson.decode, literal and python_string.unescape(literal) or '')
    return is_decoded and type(settings) == 'table' and settings or nil
end

local function describe_columns(columns)
    local parts = {}
    for index, column in ipairs(columns) do
        parts[index] = ('%s %s'):format(column.name, column.type)
    end
    return #parts > 0 and table.concat(parts, ', ') or 'none'
end

local function add(differences, form, ...)
    differences[#differences + 1] = form:format(...)
end

local function compare_inputs(differences, old, new)
    local old_types, new_types, is_reordered = {}, {}, false
    for _, column in ipairs(old) do
        old_types[column.name] = prediction_columns.signature_type(column.type) or column.type
    end
    for index, column in ipairs(new) do
        local old_type = old_types[column.name]
        local new_type = prediction_columns.signature_type(column.type) or column.type
        new_types[column.name] = new_type
        is_reordered = is_reordered or (old[index] or {}).name ~= column.name
        if not old_type then
            add(differences, "the column '%s' is new", column.name)
        elseif old_type ~= new_type then
            add(differences, "the column '%s' is %s instead of %s", column.name, new_type, old_type)
        end
    end
    for _, column in ipairs(old) do
        if not new_types[column.name] then
            add(differences, "the column '%s' is missing", column.name)
        end
    end
    if #differences == 0 and is_reordered then
        add(differences, 'the order of the columns is different')
    end
end

local function compare_settings(differences, old, new)
    local old_keys, new_keys = describe_columns(old.keys), describe_columns(new.keys)
    if old_keys ~= new_keys then
        add(differences, 'the key columns are %s instead of %s', new_keys, old_keys)
    end
    local function compare(name, old_value, new_value)
        if old_value ~= new_value then
            local shown = { tostring(new_value or 'not set'), tostring(old_value or 'not set') }
            add(differences, '%s is %s instead of %s', name, shown[1], shown[2])
        end
    end
    local old_view, new_view = old.view or {}, new.view or {}
    compare('parallel_requests', math.tointeger(old.parallel_requests), math.tointeger(new.parallel_requests))
    compare('on_error', old.on_error, new.on_error)
    compare('max_errors', old.max_errors, new.max_errors)
    compare('view_name', old_view.name, new_view.name)
    if old_view.name == new_view.name then
        compare('view_query', old_view.query, new_view.query)
    end
end

local function join_keys(keys)
    return type(keys) == 'table' and table.concat(keys, ', ') or 'the label'
end

local function find_output_type(job, is_classification)
    return prediction_columns.prediction_type(job.target.type, is_classification and 'classification' or 'Regression')
end

--- What the function itself has in its text.
local function compare_installed(differences, installed, run)
    local is_classification = run.plan.problem_type ~= 'Regression'
    if installed.classification ~= is_classification then
        add(differences, 'the column PROBABILITY is %s', is_classification and 'new' or 'missing')
    end
    local old_keys, new_keys = join_keys(installed.response_keys), join_keys(run.plan.response_keys)
    if old_keys ~= new_keys then
        add(differences, 'the endpoint returns %s instead of %s', new_keys, old_keys)
    end
    local is_serverless = run.arguments.serverless ~= nil
    if (installed.serverless or false) ~= is_serverless then
        add(differences, 'the endpoint is %s', is_serverless and 'serverless' or 'not serverless')
    end
    if installed.connection ~= run.connection then
        add(differences, "the connection is '%s' instead of '%s'", run.connection, tostring(installed.connection))
    end
end

local function compare_outputs(differences, installed, old_job, run)
    local old = find_output_type(old_job, installed.classification)
    local new = find_output_type(run.job, run.plan.problem_type ~= 'Regression')
    if old ~= new then
        add(differences, 'the column PREDICTIONS is %s instead of %s', new, old)
    end
end

--- @return what differs between the function of the endpoint and the one that the version needs
local function find_differences(context, run)
    local differences, row, desired = {}, run.row, run.desired
    local old_job, problem = trained_job.find(context.database, context.job_table, row.JOB_NAME)
    if not old_job then
        return { problem }
    elseif not run.installed then
        return { 'its settings cannot be read' }
    end
    compare_inputs(differences, old_job.inputs, run.job.inputs)
    compare_outputs(differences, run.installed, old_job, run)
    compare_installed(differences, run.installed, run)
    local is_readable, old_settings = pcall(prediction_settings.read, row.PREDICTION_SETTINGS)
    if is_readable then
        compare_settings(differences, old_settings, prediction_settings.read(desired.PREDICTION_SETTINGS))
    end
    local old_name = sql.qualified(row.PREDICTION_SCHEMA, row.PREDICTION_UDF)
    local new_name = sql.qualified(desired.PREDICTION_SCHEMA, desired.PREDICTION_UDF)
    if old_name ~= new_name then
        add(differences, 'its name is %s', new_name)
    end
    return differences
end

--- Sets run.replaces_function: whether the function changes. False also if the endpoint has no function yet.
-- @param run with row, desired, job, plan, has_udfs, and installed as read_settings returns it
-- @return a problem if the function would change and replace_function does not accept it
function M.check(context, run)
    if not (run.has_udfs or run.installed) then
        return nil
    end
    local differences = find_differences(context, run)
    run.replaces_function = #differences > 0
    if #differences == 0 or run.arguments.replace_function then
        return nil
    end
    local more = #differences > max_listed and (' and %d more'):format(#differences - max_listed) or ''
    return errors.format('E-SME-583', {
        name = sql.qualified(run.row.PREDICTION_SCHEMA, run.row.PREDICTION_UDF),
        differences = errors.clean(
            text.cut(table.concat(differences, '; ', 1, math.min(#differences, max_listed)), 2000)
        ) .. more,
    })
end

return M
