--- Finds what prevents an endpoint from being created: another endpoint or a script with the same name.
local endpoint_function = require('sme.endpoint_function')
local endpoint_superseded = require('sme.endpoint_superseded')
local errors = require('sme.errors')
local prediction_names = require('sme.prediction_names')
local prediction_scripts = require('sme.prediction_scripts')
local prediction_view = require('sme.prediction_view')
local sql = require('sme.sql')

local M = {}

-- AWS refuses an update during another change.
local changing = { Creating = true, Updating = true, SystemUpdating = true, RollingBack = true }

--- The model of an endpoint changes only if the command names a model of which both are versions: the prediction UDF
-- has the columns of one training, and while AWS updates an endpoint, either model can serve a request.
local function other_model_error(run)
    local values = { endpoint = run.desired.ENDPOINT_NAME, status = run.endpoint.status }
    if run.row then
        values.job = run.row.JOB_NAME
        return errors.format('E-SME-158.of_job', values)
    end
    return errors.format('E-SME-158.unknown_job', values)
end

local function script_exists_error(row, script)
    local name = sql.qualified(row.PREDICTION_SCHEMA, script.name)
    if not script.other_endpoint then
        return errors.format('E-SME-159.script', { name = name })
    elseif script.other_endpoint == row.ENDPOINT_NAME then
        return errors.format('E-SME-159.other_region', { name = name, endpoint = script.other_endpoint })
    end
    return errors.format('E-SME-159.other_endpoint', { name = name, endpoint = script.other_endpoint })
end

--- Counts the prediction UDFs of an endpoint that exist.
-- @return the number; and a problem if another script has the name of one of them
local function count_scripts(context, row)
    local scripts = prediction_scripts.find(context.database, row)
    for _, script in ipairs(scripts) do
        if not script.belongs_to_endpoint then
            return 0, script_exists_error(row, script)
        end
    end
    return #scripts
end

--- Whether an endpoint has a configuration that a command with model_name may replace.
local function is_replaceable(run)
    if not (run.row and run.arguments.model_name) then
        return false
    end
    for _, config in ipairs(endpoint_superseded.list_configs(run.row)) do
        if config == run.endpoint.config_name then
            return true
        end
    end
    return false
end

--- Checks whether an existing endpoint can become the desired one.
-- @return a problem, or nil
local function check_existing(run)
    local endpoint, desired = run.endpoint, run.desired
    if endpoint.config_name ~= desired.ENDPOINT_CONFIG_NAME and not is_replaceable(run) then
        return other_model_error(run)
    end
    local is_other = run.row and run.row.ENDPOINT_CONFIG_NAME ~= desired.ENDPOINT_CONFIG_NAME
    if is_other and changing[endpoint.status] and run.arguments.wait_seconds == 0 then
        return errors.format('E-SME-584', { endpoint = desired.ENDPOINT_NAME, status = endpoint.status })
    end
    return nil
end

--- @param run with desired (the row to write), row (the stored row or nil) and endpoint (of AWS, or nil). Sets
-- has_udfs, view (as prediction_view.plan returns it), replaces_function (see sme.endpoint_function), and abandoned: a
-- stored row with other parameters, whose objects must be deleted first because its endpoint does not exist.
-- @return a list of problems
function M.find(context, run)
    local row, desired, endpoint = run.row, run.desired, run.endpoint
    if row and row.AWS_REGION ~= desired.AWS_REGION then
        local connection = row.AWS_CREDENTIALS_CONNECTION_NAME
        local values = { endpoint = row.ENDPOINT_NAME, region = row.AWS_REGION, connection = connection }
        return { errors.format('E-SME-157', values) }
    end
    local exists = endpoint and endpoint.status ~= 'Deleting'
    -- A failed endpoint serves nothing and cannot be updated, so a version of its model replaces it.
    local is_failed = exists and endpoint.status == 'Failed' and not run.arguments.only_if_there and is_replaceable(run)
    local conflict = exists and not is_failed and check_existing(run)
    if conflict then
        return { conflict }
    elseif run.arguments.only_if_there and not exists then
        return { errors.format('E-SME-169', { endpoint = desired.ENDPOINT_NAME, region = desired.AWS_REGION }) }
    end
    local script_count
    script_count, conflict = count_scripts(context, desired)
    if conflict then
        return { conflict }
    end
    run.has_udfs = script_count == #prediction_names.list(desired.PREDICTION_UDF)
    run.view, conflict = prediction_view.plan(context, run)
    if conflict then
        return { conflict }
    end
    local has_other_objects = row
        and (row.MODEL_NAME ~= desired.MODEL_NAME or row.ENDPOINT_CONFIG_NAME ~= desired.ENDPOINT_CONFIG_NAME)
    if has_other_objects and (not exists or is_failed) then
        run.abandoned = row
    elseif row and exists and run.arguments.model_name then
        conflict = endpoint_function.check(context, run)
    end
    return { conflict or nil }
end

return M
