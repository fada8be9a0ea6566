--- The row that describes an endpoint in the endpoint table.
local prediction_names = require('sme.prediction_names')
local prediction_settings = require('sme.prediction_settings')
local prediction_udf = require('sme.prediction_udf')

local M = {}

function M.choose_udf_name(context, run)
    return context.has_given_names and run.arguments.given_endpoint_name
        or prediction_names.keep_or_choose(run.arguments.endpoint_name, run.row)
end

--- @return the row by column name, without its expiry
function M.make(context, run)
    local arguments, plan = run.arguments, run.plan
    local serverless = arguments.serverless or {}
    return {
        ENDPOINT_NAME = arguments.endpoint_name,
        AWS_REGION = run.region,
        AWS_CREDENTIALS_CONNECTION_NAME = run.connection,
        JOB_NAME = arguments.job_name,
        CANDIDATE_NAME = plan.candidate_name,
        MODEL_NAME = plan.model_name,
        ENDPOINT_CONFIG_NAME = plan.config_name,
        INSTANCE_TYPE = arguments.instance_type,
        INSTANCE_COUNT = arguments.instance_count,
        SERVERLESS_MEMORY_MB = serverless.memory_mb,
        SERVERLESS_MAX_CONCURRENCY = serverless.max_concurrency,
        PREDICTION_SCHEMA = run.schema,
        PREDICTION_UDF = M.choose_udf_name(context, run),
        PREDICTION_SETTINGS = prediction_settings.write({
            keys = run.keys,
            parallel_requests = arguments.parallel_requests or prediction_udf.default_parallel_requests,
            functions = { 'CSV', 'TRY' },
            on_error = arguments.on_error,
            max_errors = arguments.max_errors,
            view = arguments.view_name and { name = arguments.view_name, query = arguments.view_query },
        }),
        SESSION_ID = context.session_id,
        SCRIPT_USER = context.user,
        EXTENSION_VERSION = context.version,
    }
end

return M
