import type { ScriptParameter } from './types.js';

/** Keys of the JSON object for SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION. */
export const batchKeys: readonly ScriptParameter[] = [
  {
    name: 'job_name',
    type: 'string',
    default: 'none (required without model_name)',
    meaning: 'job whose model predicts',
  },
  {
    name: 'model_name',
    type: 'string',
    default: 'none (required without job_name)',
    meaning: 'model_name of a training; its newest completed job predicts',
  },
  { name: 'candidate_name', type: 'string', default: 'the best candidate', meaning: 'candidate that predicts' },
  {
    name: 'input_schema_name',
    type: 'string',
    default: 'none (required without input_query)',
    meaning: 'schema of the table or view to predict for',
  },
  {
    name: 'input_table_or_view_name',
    type: 'string',
    default: 'none (required without input_query)',
    meaning: 'table or view to predict for',
  },
  {
    name: 'input_query',
    type: 'string',
    default: 'the table or view',
    meaning: 'SELECT to predict for, instead of a table or view',
    details:
      'The input needs all columns that the model was trained on, under the same names; the target is not needed.',
  },
  {
    name: 'key_columns',
    type: 'array',
    default: 'all columns of the input',
    meaning: 'columns of the input that the target table contains beside the prediction',
    details:
      'Keys can have any type, be NULL and repeat. Give the columns that identify a row, so that less data is copied; the default is never ambiguous.',
  },
  {
    name: 'target_schema_name',
    type: 'string',
    default: 'the open schema',
    meaning: 'schema of the target table',
    details: 'If no schema is open, the schema of the scripts. The staging table of the batch is in it, too.',
  },
  {
    name: 'target_table_name',
    type: 'string',
    meaning: 'table that the predictions are added to; created if missing',
    details:
      'It has the key columns, `PROBABILITY` (not for a regression) and `PREDICTIONS`, with the types that the prediction function returns. A new table whose name has no capital letters gets the name in upper case, as in SQL without quotes.',
  },
  { name: 'instance_type', type: 'string', meaning: 'instance type, such as ml.m5.xlarge' },
  { name: 'instance_count', type: 'number', default: '1', meaning: 'number of instances, up to 100' },
  {
    name: 'max_concurrent_transforms',
    type: 'number',
    default: 'chosen by AWS',
    meaning: 'parallel requests per instance',
    details: 'Requests have up to 6 MB, for a tuned pipeline up to 1 MB; AWS allows 100 MB for all of an instance.',
  },
  {
    name: 'wait',
    type: 'boolean or number',
    default: 'false',
    meaning: 'whether to wait until the transform job has ended; a number limits the wait in seconds, up to 3600',
    details: '`true` waits up to 30 minutes.',
  },
  {
    name: 'batch_name',
    type: 'string',
    default: 'the job name and the UTC time',
    meaning: 'name of the batch and of its transform job',
    details:
      'At most 63 letters, digits and inner hyphens. Each name can be used once: the same command with the same name returns the batch that exists.',
  },
  {
    name: 'security',
    type: 'object',
    default: 'none',
    meaning: 'VPC, network isolation and KMS keys of the model and the transform job',
  },
  { name: 'tags', type: 'object', default: 'none', meaning: 'AWS tags of the model and the transform job' },
  {
    name: 'aws_credentials_connection_name',
    type: 'string',
    default: 'the one of the job',
    meaning: 'CONNECTION with the bucket and the AWS key',
  },
  { name: 'aws_region', type: 'string', default: 'the one of the job', meaning: 'Region of the job and the bucket' },
];
