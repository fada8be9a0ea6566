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
