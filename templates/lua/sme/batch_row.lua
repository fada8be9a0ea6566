--- The row that describes a batch prediction in its table.
local batch_staging = require('sme.batch_staging')
local batch_table = require('sme.batch_table')
local batch_target = require('sme.batch_target')
local cjson = require('cjson')
local text = require('sme.text')

local M = {}

--- What the import needs to know about the columns, in a form that can be encoded as JSON.
-- @return the settings; or nil and a problem
function M.make_settings(run, keys, features)
    local result, problem = batch_target.result_columns(keys, run.job.target.type, run.plan.problem_type)
    if not result then
        return nil, problem
    end
    local names = {}
    for index, key in ipairs(keys) do
        names[index] = key.name
    end
    return {
        keys = names,
        probability = result.probability,
        prediction = result.prediction,
        type = result.type,
        classification = run.plan.problem_type ~= 'Regression',
        response_keys = type(run.plan.response_keys) == 'table' and run.plan.response_keys or nil,
        features = #features,
    }
end

--- @return the settings in a row
function M.read_settings(row)
    local settings = cjson.decode(row.SETTINGS)
    for key, value in pairs(settings) do
        settings[key] = text.optional(value)
    end
    settings.features = math.tointeger(settings.features)
    return settings
end

--- @return the row by column name, and its cells as run_reservation.reserve takes them. A batch that is taken over
-- keeps the name of its staging table, so that no table is forgotten.
function M.make(context, run)
    local arguments, earlier = run.arguments, run.earlier or {}
    local cells = {
        { 'BATCH_NAME', run.plan.batch_name },
        { 'JOB_NAME', run.job.row.JOB_NAME },
        { 'CANDIDATE_NAME', run.plan.candidate_name },
        { 'MODEL_NAME', run.plan.model_name },
        { 'AWS_CREDENTIALS_CONNECTION_NAME', run.connection },
        { 'AWS_REGION', run.region },
        { 'INSTANCE_TYPE', arguments.instance_type },
        { 'INSTANCE_COUNT', arguments.instance_count },
        { 'MAX_CONCURRENT_TRANSFORMS', arguments.max_concurrent_transforms },
        { 'INPUT_SCHEMA_NAME', run.source.schema },
        { 'INPUT_TABLE_OR_VIEW_NAME', run.source.name },
        { 'INPUT_QUERY', run.source.query },
        { 'TARGET_SCHEMA_NAME', run.target.schema },
        { 'TARGET_TABLE_NAME', run.target.name },
        { 'STAGING_TABLE_NAME', earlier.STAGING_TABLE_NAME or batch_staging.name(context.token) },
        { 'S3_INPUT_URI', run.location.input_uri },
        { 'S3_OUTPUT_URI', run.location.output_uri },
        { 'ROWS_EXPORTED', nil },
        { 'FILES_EXPORTED', nil },
        { 'LINE_BREAKS_REPLACED', nil },
        { 'SETTINGS', cjson.encode(run.settings) },
        { 'RUN_STATE', batch_table.EXPORTING },
        { 'RUN_TOKEN', context.token },
        { 'REQUEST_DIGEST', context.digest },
        { 'SESSION_ID', context.session_id },
        { 'SCRIPT_USER', context.user },
        { 'EXTENSION_VERSION', context.version },
    }
    local row = {}
    for _, cell in ipairs(cells) do
        row[cell[1]] = cell[2]
    end
    return row, cells
end

return M
