import { batchTable } from './batch-table.js';
import { names } from './names.js';
import { integer, sizes, varchar } from './sizes.js';
import type { TableDefinition } from './types.js';

const text = (size: number) => `${varchar(size)} UTF8`;
const identifier = text(sizes.identifier);
const s3Uri = text(sizes.s3Uri);
const awsEnum = text(sizes.awsEnum);
const longText = text(sizes.longText);

/**
 * One row for each training job. The first sixteen columns are those of the Python extension (exasol-sagemaker-extension on PyPI), in the
 * same order and with the same primary key, so that its table can be migrated by adding and widening columns.
 */
export const jobTable: TableDefinition = {
  name: names.jobTable,
  primaryKey: 'JOB_NAME',
  comment: 'SageMaker Autopilot jobs that were started from this schema, one row for each job',
  columns: [
    {
      name: 'DATETIME',
      type: 'TIMESTAMP',
      required: true,
      meaning: 'When the row was written, in the session time zone',
    },
    { name: 'JOB_NAME', type: text(sizes.jobName), required: true, meaning: 'Name of the Autopilot job in SageMaker' },
    {
      name: 'AWS_CREDENTIALS_CONNECTION_NAME',
      type: identifier,
      required: true,
      meaning: 'CONNECTION of the training',
    },
    {
      name: 'IAM_SAGEMAKER_ROLE',
      type: text(sizes.roleArn),
      required: true,
      meaning: 'ARN of the role that the job assumes',
    },
    { name: 'S3_BUCKET_URI', type: s3Uri, required: true, meaning: 'Bucket, as the user specified it' },
    { name: 'S3_OUTPUT_PATH', type: s3Uri, required: true, meaning: 'Path in the bucket, as the user specified it' },
    { name: 'TARGET_ATTRIBUTE_NAME', type: identifier, required: true, meaning: 'Column to predict' },
    { name: 'PROBLEM_TYPE', type: awsEnum, meaning: 'Problem type sent to AWS; NULL if Autopilot infers it' },
    { name: 'OBJECTIVE', type: awsEnum, meaning: 'Objective metric sent to AWS; NULL if Autopilot infers it' },
    { name: 'MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS', type: integer, meaning: 'Maximum runtime of the job' },
    { name: 'MAX_CANDIDATES', type: integer, meaning: 'Maximum number of candidates' },
    { name: 'MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS', type: integer, meaning: 'Maximum runtime of one candidate' },
    {
      name: 'SESSION_ID',
      type: 'DECIMAL(20,0)',
      required: true,
      meaning: 'Exasol session that ran the training script',
    },
    { name: 'SCRIPT_USER', type: identifier, required: true, meaning: 'Exasol user who ran the training script' },
    {
      name: 'COLUMN_NAMES',
      type: longText,
      required: true,
      meaning: 'JSON array with the names of the exported columns, in the order of the training data',
    },
    {
      name: 'COLUMN_TYPES',
      type: longText,
      required: true,
      meaning: 'JSON array with the SQL types of the exported columns',
    },
    { name: 'AWS_REGION', type: text(sizes.awsRegion), meaning: 'Region of the job and the bucket' },
    { name: 'INPUT_SCHEMA_NAME', type: identifier, meaning: 'Schema of the input table or view' },
    { name: 'INPUT_TABLE_OR_VIEW_NAME', type: identifier, meaning: 'Input table or view' },
    { name: 'INPUT_QUERY', type: longText, meaning: 'Input query; NULL if the training used a table or view' },
    { name: 'S3_TRAIN_URI', type: s3Uri, meaning: 'Prefix of the exported training data' },
    { name: 'S3_RESULT_URI', type: s3Uri, meaning: 'Prefix of the results of the job' },
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    { name: 'FILES_EXPORTED', type: integer, meaning: 'Exported files that contain rows' },
    { name: 'JOB_MODE', type: awsEnum, meaning: 'AUTO, ENSEMBLING or HYPERPARAMETER_TUNING; NULL if not specified' },
    { name: 'SAMPLE_WEIGHT_COLUMN', type: identifier, meaning: 'Column with the weight of each row' },
    { name: 'VALIDATION_FRACTION', type: 'DOUBLE', meaning: 'Share of the rows held out for validation' },
    { name: 'KMS_KEY_ID', type: text(sizes.kmsKeyId), meaning: 'KMS key that encrypts the results' },
    { name: 'EXTENSION_VERSION', type: text(sizes.version), meaning: 'Version of the scripts that wrote the row' },
    {
      name: 'JOB_STATUS',
      type: awsEnum,
      meaning: 'Final status; NULL until SME_LIST_SAGEMAKER_AUTOPILOT_JOBS runs after the end of the job',
    },
    { name: 'JOB_SECONDARY_STATUS', type: awsEnum, meaning: 'Final secondary status' },
    { name: 'JOB_CREATION_TIME_UTC', type: 'TIMESTAMP', meaning: 'When AWS created the job' },
    { name: 'JOB_END_TIME_UTC', type: 'TIMESTAMP', meaning: 'When the job ended' },
    { name: 'FAILURE_REASON', type: text(sizes.failureReason), meaning: 'Failure reason, as AWS reports it' },
    {
      name: 'BEST_CANDIDATE_NAME',
      type: text(sizes.candidateName),
      meaning: 'Name of the best candidate of a finished job',
    },
    { name: 'BEST_METRIC_NAME', type: awsEnum, meaning: 'Objective metric of the best candidate' },
    { name: 'BEST_METRIC_VALUE', type: 'DOUBLE', meaning: 'Value of the objective metric of the best candidate' },
    {
      name: 'BEST_METRIC_IS_KNOWN',
      type: 'BOOLEAN',
      meaning: 'TRUE if the best candidate was read after the end of the job',
    },
    {
      name: 'RUN_STATE',
      type: awsEnum,
      meaning: 'EXPORTING, STARTING or STARTED; NULL (in rows of version 0.1.0) means STARTED',
    },
    {
      name: 'RUN_TOKEN',
      type: identifier,
      meaning: 'Run of the training script that owns the row; part of S3_TRAIN_URI',
    },
    { name: 'MODEL_NAME', type: text(sizes.jobName), meaning: 'model_name of the training; NULL if not specified' },
    {
      name: 'REQUEST_DIGEST',
      type: 'VARCHAR(64) UTF8',
      meaning: 'Digest of the parameters; a repeated command finds its unfinished run by it',
    },
    {
      name: 'HOLDOUT_FRACTION',
      type: 'DOUBLE',
      meaning: 'Share of the rows that were kept apart for an evaluation; NULL if none were',
    },
    {
      name: 'HOLDOUT_KEY_COLUMNS',
      type: longText,
      meaning:
        'JSON array with name and type of the columns whose hash decides which rows are kept apart; NULL for all columns of the training',
    },
    { name: 'ROWS_HELD_OUT', type: integer, meaning: 'Rows of the input that were kept apart' },
    {
      name: 'SAMPLE_ROWS',
      type: integer,
      meaning: 'Maximum number of exported rows; NULL if the training did not take a sample',
    },
    { name: 'SAMPLE_SEED', type: integer, meaning: 'Seed of the sample' },
    {
      name: 'KEEP_TRAINING_DATA',
      type: 'BOOLEAN',
      meaning: 'FALSE if the exported training data is deleted after the end of the job; NULL means TRUE',
    },
    {
      name: 'TRAINING_DATA_REMOVED_AT_UTC',
      type: 'TIMESTAMP',
      meaning: 'When sme deleted the exported training data; NULL if it did not',
    },
    {
      name: 'VERSION',
      type: integer,
      meaning: 'Number of the version of the model; NULL without MODEL_NAME, and in older rows until the next training',
    },
  ],
};

/**
 * One row for each endpoint. Scripts write the row before they create anything in AWS and delete it after everything in AWS is deleted.
 * The row contains all settings of the prediction function, so that a repeated call can complete an interrupted one.
 */
const endpointTable: TableDefinition = {
  name: names.endpointTable,
  primaryKey: 'ENDPOINT_NAME',
  comment: 'SageMaker endpoints that were created from this schema, one row for each endpoint',
  columns: [
    {
      name: 'DATETIME',
      type: 'TIMESTAMP',
      required: true,
      meaning: 'When the row was written, in the session time zone',
    },
    {
      name: 'ENDPOINT_NAME',
      type: text(sizes.awsResource),
      required: true,
      meaning: 'Name of the endpoint in SageMaker',
    },
    { name: 'AWS_REGION', type: text(sizes.awsRegion), required: true, meaning: 'Region of the endpoint' },
    {
      name: 'AWS_CREDENTIALS_CONNECTION_NAME',
      type: identifier,
      required: true,
      meaning: 'CONNECTION that creates, invokes and deletes the endpoint',
    },
    { name: 'JOB_NAME', type: text(sizes.jobName), required: true, meaning: 'Job whose model the endpoint serves' },
    {
      name: 'CANDIDATE_NAME',
      type: text(sizes.candidateName),
      required: true,
      meaning: 'Candidate that the endpoint serves',
    },
    { name: 'MODEL_NAME', type: text(sizes.awsResource), required: true, meaning: 'Name of the model in SageMaker' },
    {
      name: 'ENDPOINT_CONFIG_NAME',
      type: text(sizes.awsResource),
      required: true,
      meaning: 'Name of the endpoint configuration in SageMaker',
    },
    { name: 'INSTANCE_TYPE', type: awsEnum, meaning: 'Instance type; NULL if serverless' },
    { name: 'INSTANCE_COUNT', type: integer, meaning: 'Number of instances; NULL if serverless' },
    { name: 'SERVERLESS_MEMORY_MB', type: integer, meaning: 'Memory of a serverless endpoint' },
    { name: 'SERVERLESS_MAX_CONCURRENCY', type: integer, meaning: 'Maximum concurrency of a serverless endpoint' },
    { name: 'PREDICTION_SCHEMA', type: identifier, required: true, meaning: 'Schema of the prediction function' },
    { name: 'PREDICTION_UDF', type: identifier, required: true, meaning: 'Name of the prediction function' },
    {
      name: 'PREDICTION_SETTINGS',
      type: longText,
      required: true,
      meaning: 'JSON object with the settings of the prediction function',
    },
    { name: 'ENDPOINT_STATUS', type: awsEnum, meaning: 'Last known status in AWS' },
    { name: 'STATUS_DATETIME', type: 'TIMESTAMP', meaning: 'When the status was read, in the session time zone' },
    { name: 'SESSION_ID', type: 'DECIMAL(20,0)', required: true, meaning: 'Exasol session that created the endpoint' },
    { name: 'SCRIPT_USER', type: identifier, required: true, meaning: 'Exasol user who created the endpoint' },
    { name: 'EXTENSION_VERSION', type: text(sizes.version), meaning: 'Version of the scripts that wrote the row' },
    {
      name: 'TIME_TO_LIVE_IN_SECONDS',
      type: integer,
      meaning: 'Time to live; NULL if the endpoint has none',
    },
    { name: 'EXPIRES_AT_UTC', type: 'TIMESTAMP', meaning: 'When the time to live ends; NULL if the endpoint has none' },
    {
      name: 'PREVIOUS_JOB_NAME',
      type: text(sizes.jobName),
      meaning: 'Job that the endpoint served before its last update; NULL if it was not updated',
    },
    {
      name: 'SUPERSEDED',
      type: longText,
      meaning: 'JSON list of what updates replaced and did not delete yet; NULL if there is nothing',
    },
  ],
};

/** Every table of the extension. */
export const tables: readonly TableDefinition[] = [jobTable, endpointTable, batchTable];
