import type { ScriptParameter } from './types.js';

/** Keys of the JSON object that starts a training. */
export const trainingKeys: readonly ScriptParameter[] = [
  {
    name: 'model_name',
    type: 'text',
    meaning: 'name of the model, at most 17 characters; the job name is this and the UTC time',
  },
  {
    name: 'job_name',
    type: 'text',
    default: 'model_name and the UTC time',
    meaning: 'exact name of the job, instead of model_name',
  },
  { name: 'aws_credentials_connection_name', type: 'text', meaning: 'CONNECTION with bucket and AWS key' },
  { name: 'aws_region', type: 'text', meaning: 'Region of job and bucket' },
  { name: 'iam_sagemaker_role', type: 'text', meaning: 'ARN of the role that the job assumes' },
  { name: 's3_bucket_uri', type: 'text', meaning: 'bucket, such as s3://my-bucket' },
  { name: 's3_output_path', type: 'text', meaning: 'path in the bucket; each job gets a folder below it' },
  { name: 'target_attribute_name', type: 'text', meaning: 'column to predict' },
  { name: 'input_schema_name', type: 'text', meaning: 'schema of the table or view to train on' },
  { name: 'input_table_or_view_name', type: 'text', meaning: 'table or view to train on' },
  { name: 'input_query', type: 'text', default: 'the table or view', meaning: 'SELECT, instead of the two above' },
  { name: 'input_columns', type: 'list', default: 'all columns', meaning: 'columns to train on' },
  { name: 'exclude_columns', type: 'list', default: 'none', meaning: 'columns to omit, instead of input_columns' },
  {
    name: 'problem_type',
    type: 'text',
    default: 'inferred',
    meaning: 'Regression, BinaryClassification or MulticlassClassification',
  },
  { name: 'objective', type: 'text', default: 'inferred', meaning: 'metric, such as F1' },
  { name: 'mode', type: 'text', default: 'AUTO', meaning: 'AUTO, ENSEMBLING or HYPERPARAMETER_TUNING' },
  {
    name: 'max_candidates',
    type: 'number',
    default: 'the limit of AWS',
    meaning: 'limit for the number of candidates, at most 750',
  },
  {
    name: 'max_runtime_for_automl_job_in_seconds',
    type: 'number',
    default: 'the limit of AWS',
    meaning: 'limit for the whole job',
  },
  {
    name: 'max_runtime_per_training_job_in_seconds',
    type: 'number',
    default: 'the limit of AWS',
    meaning: 'limit for one candidate',
  },
  { name: 'sample_weight_column', type: 'text', default: 'none', meaning: 'column of row weights' },
  {
    name: 'validation_fraction',
    type: 'number',
    default: 'chosen by AWS',
    meaning: 'share of the rows held out for validation',
  },
  { name: 'tags', type: 'object', default: 'none', meaning: 'tags of the job' },
  { name: 'kms_key_id', type: 'text', default: 'none', meaning: 'KMS key that encrypts the results' },
];

/** Keys of the JSON object that creates an endpoint. */
export const endpointKeys: readonly ScriptParameter[] = [
  { name: 'job_name', type: 'text', meaning: 'job whose model the endpoint serves' },
  { name: 'instance_type', type: 'text', meaning: 'instance type, such as ml.m5.large' },
  {
    name: 'serverless',
    type: 'object',
    default: 'instances',
    meaning: 'memory_mb and max_concurrency, instead of instance_type',
  },
  { name: 'instance_count', type: 'number', default: '1', meaning: 'number of instances' },
  { name: 'candidate_name', type: 'text', default: 'the best candidate', meaning: 'candidate to serve' },
  { name: 'endpoint_name', type: 'text', default: 'the job name in lower case', meaning: 'name of the endpoint' },
  { name: 'prediction_schema', type: 'text', default: 'the open schema', meaning: 'schema of the prediction function' },
  { name: 'key_columns', type: 'list', default: 'none', meaning: 'columns that pass through the prediction function' },
  {
    name: 'wait',
    type: 'true or number',
    default: 'false',
    meaning: 'wait until the endpoint is in service: true, or seconds up to 3600',
  },
  { name: 'parallel_requests', type: 'number', default: '4', meaning: 'parallel requests of each process, at most 64' },
  {
    name: 'time_to_live_in_seconds',
    type: 'number',
    default: 'unlimited',
    meaning: 'time after which sme cleanup deletes the endpoint',
  },
  {
    name: 'only_if_there',
    type: 'boolean',
    default: 'false',
    meaning: 'do not create an endpoint that is missing in AWS',
  },
  { name: 'tags', type: 'object', default: 'none', meaning: 'tags of everything that is created in AWS' },
  {
    name: 'aws_credentials_connection_name',
    type: 'text',
    default: 'that of the job',
    meaning: 'CONNECTION with the AWS key',
  },
  { name: 'aws_region', type: 'text', default: 'that of the job', meaning: 'Region of the endpoint' },
];
