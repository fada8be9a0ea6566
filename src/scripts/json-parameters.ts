import type { ScriptParameter } from './types.js';

/** Keys of the JSON object for SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT. */
export const trainingKeys: readonly ScriptParameter[] = [
  {
    name: 'model_name',
    type: 'string',
    default: 'none (required without job_name)',
    meaning: 'name of the model, at most 17 characters; the script appends the UTC time to get the job name',
    details:
      'The job name is, for example, `churn-20261122213000`; if that name is taken, the script uses the next second.',
  },
  {
    name: 'job_name',
    type: 'string',
    default: 'model_name and the UTC time',
    meaning: 'name of the job, instead of model_name',
    details:
      'At most 32 letters, digits and inner hyphens. AWS never frees the name of a job, so each one can be used once.',
  },
  { name: 'aws_credentials_connection_name', type: 'string', meaning: 'CONNECTION with the bucket and the AWS key' },
  { name: 'aws_region', type: 'string', meaning: 'Region of the job and the bucket' },
  { name: 'iam_sagemaker_role', type: 'string', meaning: 'ARN of the role that the job assumes' },
  { name: 's3_bucket_uri', type: 'string', meaning: 'bucket, such as s3://my-bucket' },
  { name: 's3_output_path', type: 'string', meaning: 'path in the bucket; each job gets its own folder below it' },
  { name: 'target_attribute_name', type: 'string', meaning: 'column to predict' },
  {
    name: 'input_schema_name',
    type: 'string',
    default: 'none (required without input_query)',
    meaning: 'schema of the table or view to train on',
  },
  {
    name: 'input_table_or_view_name',
    type: 'string',
    default: 'none (required without input_query)',
    meaning: 'table or view to train on',
  },
  {
    name: 'input_query',
    type: 'string',
    default: 'the table or view',
    meaning: 'SELECT to train on, instead of a table or view',
  },
  { name: 'input_columns', type: 'array', default: 'all columns', meaning: 'columns to train on' },
  { name: 'exclude_columns', type: 'array', default: 'none', meaning: 'columns to omit, instead of input_columns' },
  {
    name: 'problem_type',
    type: 'string',
    default: 'inferred by Autopilot',
    meaning: 'Regression, BinaryClassification or MulticlassClassification',
  },
  {
    name: 'objective',
    type: 'string',
    default: 'inferred by Autopilot',
    meaning: 'objective metric, such as F1',
    details:
      'A name or `{"MetricName": "F1"}`. Give `problem_type` and `objective`, one of them or neither: the script adds the other one, and Autopilot infers both if you give neither.',
  },
  { name: 'mode', type: 'string', default: 'AUTO', meaning: 'AUTO, ENSEMBLING or HYPERPARAMETER_TUNING' },
  {
    name: 'max_candidates',
    type: 'number',
    default: 'the limit of AWS',
    meaning: 'maximum number of candidates, up to 750',
  },
  {
    name: 'max_runtime_for_automl_job_in_seconds',
    type: 'number',
    default: 'the limit of AWS',
    meaning: 'maximum runtime of the job',
  },
  {
    name: 'max_runtime_per_training_job_in_seconds',
    type: 'number',
    default: 'the limit of AWS',
    meaning: 'maximum runtime of one candidate',
  },
  {
    name: 'sample_weight_column',
    type: 'string',
    default: 'none',
    meaning: 'column with the weight of each row',
    details:
      'It sets the mode `ENSEMBLING`, the only one that uses weights. It is not an input of the model, so the prediction function does not take it.',
  },
  {
    name: 'validation_fraction',
    type: 'number',
    default: 'chosen by AWS',
    meaning: 'share of the rows to hold out for validation',
  },
  {
    name: 'sample_rows',
    type: 'number',
    default: 'all rows',
    meaning:
      'maximum number of rows to train on, at least 500: a repeatable sample in which each class keeps its share',
    details:
      'The same table and `sample_seed` always give the same rows. Rows without a target are not sampled. A numeric target keeps its distribution. See [Sample a large table](../user_guide/check_your_data.md#sample-a-large-table).',
  },
  {
    name: 'sample_seed',
    type: 'number',
    default: '0',
    meaning: 'whole number that selects another sample of the same size',
  },
  {
    name: 'holdout_fraction',
    type: 'number',
    default: 'none',
    meaning: 'share of the rows to keep apart, such as 0.2, to evaluate the model on them later',
    details:
      'A hash of the row decides, so the same rows are kept apart in every training. Neither the training nor its sample uses them. See [Keep rows apart](../user_guide/check_your_data.md#keep-rows-apart).',
  },
  {
    name: 'holdout_key_columns',
    type: 'array',
    default: 'all columns of the training',
    meaning: 'columns whose hash decides which rows are kept apart, such as the ID of a customer',
    details:
      'Rows with the same key stay together. The columns need not be columns of the training, and the same rows are kept apart if another training uses other columns.',
  },
  {
    name: 'keep_training_data',
    type: 'boolean',
    default: 'true',
    meaning: 'false deletes the exported training data from S3 after the job has ended',
    details:
      'The script that first sees the final status deletes it. See [Remove the training data](../user_guide/train.md#remove-the-training-data).',
  },
  { name: 'tags', type: 'object', default: 'none', meaning: 'AWS tags of the job' },
  {
    name: 'kms_key_id',
    type: 'string',
    default: 'none',
    meaning: 'KMS key to encrypt the results with',
    details: 'The same as `output_kms_key_id` in `security`.',
  },
  {
    name: 'security',
    type: 'object',
    default: 'none',
    meaning: 'VPC, KMS keys and encrypted traffic: {"vpc": {"subnets": […], "security_group_ids": […]}, …}',
    details:
      'Members: `vpc` with `subnets` and `security_group_ids`, `volume_kms_key_id`, `output_kms_key_id`, `encrypt_inter_container_traffic` (true or false). See [Security options](../user_guide/security.md#security-options).',
  },
];

/** Keys that the examination of the data needs only to be called with the JSON object of a training. */
const keysForAws: ReadonlySet<string> = new Set([
  'model_name',
  'job_name',
  'aws_credentials_connection_name',
  'aws_region',
  'iam_sagemaker_role',
  's3_bucket_uri',
  's3_output_path',
  'keep_training_data',
]);

/** Keys of the JSON object for SME_EXAMINE_TRAINING_DATA. */
export const examinationKeys: readonly ScriptParameter[] = trainingKeys.map((key) =>
  keysForAws.has(key.name) ? { ...key, default: 'none (not used)' } : key,
);

/** Keys of the JSON object for SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT. */
export const endpointKeys: readonly ScriptParameter[] = [
  { name: 'job_name', type: 'string', default: 'none', meaning: 'job whose model the endpoint serves' },
  {
    name: 'model_name',
    type: 'string',
    default: 'none',
    meaning: 'instead of job_name: model_name of trainings, one version of which the endpoint serves',
    details:
      'An existing endpoint of the model is updated without downtime; it keeps what the command does not specify. See [Versions](../user_guide/versions.md).',
  },
  {
    name: 'version',
    type: 'number',
    default: 'the best completed version',
    meaning: 'with model_name: version to serve',
    details:
      'The best version has the best value of the objective metric of the newest completed version; versions with other metrics are not compared.',
  },
  {
    name: 'only_if_better',
    type: 'boolean',
    default: 'false',
    meaning: 'with model_name: true keeps the served version if the other one is worse by the objective metric',
  },
  {
    name: 'replace_function',
    type: 'boolean',
    default: 'false',
    meaning: 'with model_name: true accepts a prediction function with other columns',
  },
  {
    name: 'instance_type',
    type: 'string',
    default: 'none (required without serverless, unless an endpoint of the model exists)',
    meaning: 'instance type, such as ml.m5.large',
  },
  {
    name: 'serverless',
    type: 'object',
    default: 'none',
    meaning: 'serverless endpoint instead of instances: {"memory_mb": 4096, "max_concurrency": 10}',
    details:
      '`memory_mb` is 1024, 2048, 3072, 4096 (default), 5120 or 6144; `max_concurrency` is 1 to 200 (default 10).',
  },
  { name: 'instance_count', type: 'number', default: '1', meaning: 'number of instances' },
  { name: 'candidate_name', type: 'string', default: 'the best candidate', meaning: 'candidate to serve' },
  {
    name: 'endpoint_name',
    type: 'string',
    default: 'the job name or model name in lower case',
    meaning: 'name of the endpoint',
  },
  {
    name: 'prediction_schema',
    type: 'string',
    default: 'the open schema',
    meaning: 'schema of the prediction function',
    details: 'If no schema is open, the schema of the scripts.',
  },
  {
    name: 'key_columns',
    type: 'array',
    default: 'none',
    meaning: 'columns that the prediction function returns unchanged',
    details:
      'They are not sent to the model. A list of names, or of objects such as `{"name": "ID", "type": "DECIMAL(18,0)"}` for columns that the input of the training does not have.',
  },
  {
    name: 'wait',
    type: 'boolean or number',
    default: 'false',
    meaning: 'whether to wait until the endpoint is in service; a number limits the wait in seconds, up to 3600',
    details: '`true` waits up to 30 minutes.',
  },
  { name: 'parallel_requests', type: 'number', default: '4', meaning: 'parallel requests per process, up to 64' },
  {
    name: 'on_error',
    type: 'string',
    default: '"fail"',
    meaning: 'what the prediction functions do with a bad row',
    details:
      '`"fail"` ends the query. `"null"` returns NULL as the prediction and adds the column ERROR. A bad row is one that AWS refuses or that is too large.',
  },
  {
    name: 'max_errors',
    type: 'number',
    default: '1000',
    meaning: 'with on_error "null": bad rows of one process that a query may have',
  },
  {
    name: 'view_name',
    type: 'string',
    default: 'none',
    meaning: 'view to create in prediction_schema; SELECT * FROM it predicts',
    details: 'In upper case, unless it contains a capital or is in double quotes.',
  },
  {
    name: 'view_query',
    type: 'string',
    default: 'the input of the training',
    meaning: 'SELECT that returns the rows that the view predicts for',
  },
  {
    name: 'time_to_live_in_seconds',
    type: 'number',
    default: 'none',
    meaning: 'seconds after which sme cleanup deletes the endpoint',
    details: 'At most ten years. See [Clean up](../user_guide/operations.md#clean-up).',
  },
  {
    name: 'only_if_there',
    type: 'boolean',
    default: 'false',
    meaning: 'true does not create the endpoint if it is missing in AWS',
  },
  {
    name: 'tags',
    type: 'object',
    default: 'none',
    meaning: 'AWS tags of the model, the configuration and the endpoint',
  },
  {
    name: 'aws_credentials_connection_name',
    type: 'string',
    default: 'the one of the job',
    meaning: 'CONNECTION with the AWS key',
  },
  { name: 'aws_region', type: 'string', default: 'the one of the job', meaning: 'Region of the endpoint' },
  {
    name: 'security',
    type: 'object',
    default: 'none',
    meaning: 'VPC, KMS key and network isolation: {"vpc": {"subnets": […], "security_group_ids": […]}, …}',
    details:
      'Members: `vpc` with `subnets` and `security_group_ids`, `volume_kms_key_id`, `network_isolation` (true or false). Serverless endpoints support only the key. See [Security options](../user_guide/security.md#security-options).',
  },
];
