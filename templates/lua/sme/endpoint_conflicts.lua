--- What stands in the way of an endpoint: one of that name which is another, or a script of the user's own.
local errors = require('sme.errors')
local prediction_scripts = require('sme.prediction_scripts')
local sql = require('sme.sql')

local M = {}

local function word_other_region(row)
    local said = ("The endpoint table has '%s' in region '%s', with connection '%s'."):format(
        row.ENDPOINT_NAME,
        row.AWS_REGION,
        row.AWS_CREDENTIALS_CONNECTION_NAME
    )
    return errors.word('E-SME-157', said, 'Take another endpoint_name, or delete that one first.')
end

--- An endpoint keeps its model: the prediction UDF has the columns of one training, and during an update one would
-- answer for the other.
local function word_taken(run)
    local said = ("There is an endpoint '%s' already (status '%s'), with another model or other instances."):format(
        run.wanted.ENDPOINT_NAME,
        run.endpoint.status
    )
    local hint = 'Take another endpoint_name and delete the old one when nobody uses it any more, or delete it first: '
        .. 'SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.'
    if run.row then
        hint = ("It serves job '%s'. "):format(run.row.JOB_NAME) .. hint
    end
    return errors.word('E-SME-158', said, hint)
end

local function word_gone(run)
    local said = ("AWS has no endpoint '%s' in region '%s', or is deleting it."):format(
        run.wanted.ENDPOINT_NAME,
        run.wanted.AWS_REGION
    )
    return errors.word('E-SME-169', said, 'It is not made anew, for only_if_there says so.')
end

local function word_script_taken(wanted, name, other)
    local said = ('A script has the name of a prediction UDF already: %s'):format(
        sql.qualified(wanted.PREDICTION_SCHEMA, name)
    )
    if other then
        said = said .. (", which belongs to the endpoint '%s'"):format(other)
        if other == wanted.ENDPOINT_NAME then
            said = said .. ' of another region'
        end
    end
    return errors.word('E-SME-159', said .. '.', 'Take another prediction_schema or endpoint_name.')
end

--- Scripts that have the names of the prediction UDFs.
-- @return number of those of this endpoint; a problem where there are others
local function count_scripts(setting, wanted)
    local scripts = prediction_scripts.find(setting.database, wanted)
    for _, script in ipairs(scripts) do
        if not script.is_ours then
            return 0, word_script_taken(wanted, script.name, script.other)
        end
    end
    return #scripts
end

--- @param run with wanted (the row to be), row (the one that is there), endpoint (of AWS); gets has_udf, and superseded
-- (a row of an earlier run with other parameters, whose remains are to be removed first)
-- @return a list of problems
function M.find(setting, run)
    local row, wanted, endpoint = run.row, run.wanted, run.endpoint
    if row and row.AWS_REGION ~= wanted.AWS_REGION then
        return { word_other_region(row) }
    end
    local is_serving = endpoint and endpoint.status ~= 'Deleting'
    if is_serving and endpoint.config_name ~= wanted.ENDPOINT_CONFIG_NAME then
        return { word_taken(run) }
    end
    if run.arguments.only_if_there and not is_serving then
        return { word_gone(run) }
    end
    local ours, taken = count_scripts(setting, wanted)
    if taken then
        return { taken }
    end
    run.has_udf = ours == 2
    local is_other = row
        and (row.MODEL_NAME ~= wanted.MODEL_NAME or row.ENDPOINT_CONFIG_NAME ~= wanted.ENDPOINT_CONFIG_NAME)
    run.superseded = is_other and row or nil
    return {}
end

return M
