--- The row that describes a training in the job table.
local cjson = require('cjson')
local job_table = require('sme.job_table')

local M = {}

--- Names and types as JSON, because the columns of a key need not be columns of the training.
local function describe_key(columns)
    if not columns then
        return nil
    end
    local described = {}
    for index, column in ipairs(columns) do
        described[index] = { name = column.name, type = column.type }
    end
    return cjson.encode(described)
end

--- @return list of { column, value }, without the state of the run and the counts of the export
function M.make(context, run)
    local arguments, input, location = run.arguments, run.input, run.location
    local column_names, column_types = job_table.describe_columns(input.columns)
    local objective = arguments.metric and ('{"MetricName":"%s"}'):format(arguments.metric)
    return {
        { 'JOB_NAME', arguments.job_name },
        { 'AWS_CREDENTIALS_CONNECTION_NAME', run.connection },
        { 'IAM_SAGEMAKER_ROLE', arguments.iam_sagemaker_role },
        { 'S3_BUCKET_URI', arguments.s3_bucket_uri },
        { 'S3_OUTPUT_PATH', arguments.s3_output_path },
        { 'TARGET_ATTRIBUTE_NAME', input.target.name },
        { 'PROBLEM_TYPE', arguments.problem_type },
        { 'OBJECTIVE', objective },
        { 'MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS', arguments.max_runtime_for_automl_job_in_seconds },
        { 'MAX_CANDIDATES', arguments.max_candidates },
        { 'MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS', arguments.max_runtime_per_training_job_in_seconds },
        { 'SESSION_ID', context.session_id },
        { 'SCRIPT_USER', context.user },
        { 'COLUMN_NAMES', column_names },
        { 'COLUMN_TYPES', column_types },
        { 'AWS_REGION', arguments.aws_region },
        { 'INPUT_SCHEMA_NAME', input.schema },
        { 'INPUT_TABLE_OR_VIEW_NAME', input.name },
        { 'INPUT_QUERY', input.query },
        { 'S3_TRAIN_URI', location.train_uri },
        { 'S3_RESULT_URI', location.result_uri },
        { 'JOB_MODE', arguments.mode },
        { 'SAMPLE_WEIGHT_COLUMN', input.weight and input.weight.name },
        { 'VALIDATION_FRACTION', arguments.validation_fraction },
        { 'KMS_KEY_ID', arguments.kms_key_id },
        { 'EXTENSION_VERSION', context.version },
        { 'RUN_TOKEN', context.token },
        { 'MODEL_NAME', arguments.model_name },
        { 'REQUEST_DIGEST', context.digest },
        { 'HOLDOUT_FRACTION', arguments.holdout_fraction },
        { 'HOLDOUT_KEY_COLUMNS', describe_key(input.holdout_key) },
        { 'ROWS_HELD_OUT', input.rows_held_out },
        { 'SAMPLE_ROWS', arguments.sample_rows },
        { 'SAMPLE_SEED', input.sample_seed },
        { 'KEEP_TRAINING_DATA', arguments.keep_training_data },
    }
end

return M
