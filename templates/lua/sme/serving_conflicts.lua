--- What stands in the way of an endpoint: one of that name which is another, or a script of the user's own.
local errors = require('sme.errors')
local prediction_udf = require('sme.prediction_udf')
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

--- Scripts that have the names of the prediction UDFs.
-- @return number of those that are ours, number of all
local function count_scripts(setting, wanted)
    local statement = [[
SELECT SCRIPT_NAME, CASE WHEN SCRIPT_TEXT LIKE '%%exasol-sagemaker-extension%%' THEN 1 ELSE 0 END
FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = %s AND SCRIPT_NAME IN (%s, %s)]]
    local rows = setting.database.run(
        statement:format(
            sql.literal(wanted.PREDICTION_SCHEMA),
            sql.literal(wanted.PREDICTION_UDF),
            sql.literal(prediction_udf.statistics_name(wanted.ENDPOINT_NAME))
        )
    )
    local ours = 0
    for index = 1, #rows do
        ours = ours + tonumber(tostring(rows[index][2]))
    end
    return ours, #rows
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
    local ours, all = count_scripts(setting, wanted)
    if ours < all then
        local udf_name = sql.qualified(wanted.PREDICTION_SCHEMA, wanted.PREDICTION_UDF)
        local said = ('A script has the name of the prediction UDF already: %s.'):format(udf_name)
        return { errors.word('E-SME-159', said, 'Take another prediction_schema or endpoint_name.') }
    end
    run.has_udf = ours == 2
    local is_other = row
        and (row.MODEL_NAME ~= wanted.MODEL_NAME or row.ENDPOINT_CONFIG_NAME ~= wanted.ENDPOINT_CONFIG_NAME)
    run.superseded = is_other and row or nil
    return {}
end

return M
