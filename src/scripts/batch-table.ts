import { names } from './names.js';
import { integer, sizes, varchar } from './sizes.js';
import type { TableDefinition } from './types.js';

const text = (size: number) => `${varchar(size)} UTF8`;
const identifier = text(sizes.identifier);
const awsResource = text(sizes.awsResource);
const s3Uri = text(sizes.s3Uri);
const awsEnum = text(sizes.awsEnum);
const longText = text(sizes.longText);

/**
 * One row for each batch prediction. The row is written before the export, so that every staging table, file, model and transform job has
 * a row, and it stays as a record afterwards.
 */
export const batchTable: TableDefinition = {
  name: names.batchTable,
  primaryKey: 'BATCH_NAME',
  comment: 'Batch predictions that were started from this schema, one row for each batch',
  columns: [
    {
      name: 'DATETIME',
      type: 'TIMESTAMP',
      required: true,
      meaning: 'When the row was written, in the session time zone',
    },
    {
      name: 'BATCH_NAME',
      type: awsResource,
      required: true,
      meaning: 'Name of the batch and of its transform job in SageMaker',
    },
    { name: 'JOB_NAME', type: text(sizes.jobName), required: true, meaning: 'Job whose model predicts' },
    { name: 'CANDIDATE_NAME', type: text(sizes.candidateName), required: true, meaning: 'Candidate that predicts' },
    { name: 'MODEL_NAME', type: awsResource, required: true, meaning: 'Name of the model in SageMaker' },
    {
      name: 'AWS_CREDENTIALS_CONNECTION_NAME',
      type: identifier,
      required: true,
      meaning: 'CONNECTION of the batch',
    },
    {
      name: 'AWS_REGION',
      type: text(sizes.awsRegion),
      required: true,
      meaning: 'Region of the transform job and the bucket',
    },
    { name: 'INSTANCE_TYPE', type: awsEnum, required: true, meaning: 'Instance type of the transform job' },
    { name: 'INSTANCE_COUNT', type: integer, required: true, meaning: 'Number of instances' },
    {
      name: 'MAX_CONCURRENT_TRANSFORMS',
      type: integer,
      meaning: 'Parallel requests per instance; NULL if AWS chooses the number',
    },
    { name: 'INPUT_SCHEMA_NAME', type: identifier, meaning: 'Schema of the input table or view' },
    { name: 'INPUT_TABLE_OR_VIEW_NAME', type: identifier, meaning: 'Input table or view' },
    { name: 'INPUT_QUERY', type: longText, meaning: 'Input query; NULL if the batch uses a table or view' },
    { name: 'TARGET_SCHEMA_NAME', type: identifier, required: true, meaning: 'Schema of the target table' },
    { name: 'TARGET_TABLE_NAME', type: identifier, required: true, meaning: 'Table that gets the predictions' },
    {
      name: 'STAGING_TABLE_NAME',
      type: identifier,
      required: true,
      meaning: 'Table in the target schema with the row numbers and keys, dropped when the batch ends',
    },
    { name: 'S3_INPUT_URI', type: s3Uri, required: true, meaning: 'Prefix of the exported rows' },
    { name: 'S3_OUTPUT_URI', type: s3Uri, required: true, meaning: 'Prefix of the output of the transform job' },
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    { name: 'FILES_EXPORTED', type: integer, meaning: 'Exported files that contain rows' },
    {
      name: 'LINE_BREAKS_REPLACED',
      type: integer,
      meaning: 'Exported values whose line breaks were replaced by blanks',
    },
    {
      name: 'SETTINGS',
      type: longText,
      required: true,
      meaning: 'JSON object with the columns of the target table and of the output',
    },
    {
      name: 'RUN_STATE',
      type: awsEnum,
      required: true,
      meaning:
        'EXPORTING, STARTING, STARTED, IMPORTING, IMPORTED (the target table has the rows) or FINISHED (nothing else is left)',
    },
    {
      name: 'RUN_TOKEN',
      type: identifier,
      required: true,
      meaning: 'Run of a script that owns the row',
    },
    {
      name: 'REQUEST_DIGEST',
      type: 'VARCHAR(64) UTF8',
      required: true,
      meaning: 'Digest of the parameters; a repeated command finds its unfinished batch by it',
    },
    { name: 'TRANSFORM_STATUS', type: awsEnum, meaning: 'Last known status of the transform job' },
    { name: 'CREATION_TIME_UTC', type: 'TIMESTAMP', meaning: 'When AWS created the transform job' },
    { name: 'END_TIME_UTC', type: 'TIMESTAMP', meaning: 'When the transform job ended' },
    { name: 'ROWS_PREDICTED', type: integer, meaning: 'Rows that were added to the target table' },
    { name: 'ROWS_FAILED', type: integer, meaning: 'Exported rows without a prediction' },
    {
      name: 'FAILURE_REASON',
      type: text(sizes.failureReason),
      meaning: 'Failure reason as AWS reports it, and files without output',
    },
    {
      name: 'SESSION_ID',
      type: 'DECIMAL(20,0)',
      required: true,
      meaning: 'Exasol session that ran the last script on the batch',
    },
    { name: 'SCRIPT_USER', type: identifier, required: true, meaning: 'Exasol user who ran that script' },
    { name: 'EXTENSION_VERSION', type: text(sizes.version), meaning: 'Version of the scripts that wrote the row' },
  ],
};
