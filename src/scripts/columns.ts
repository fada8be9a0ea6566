import { names } from './names.js';
import type { TableDefinition } from './types.js';

/**
 * Sizes that fit every legal value, each said once. Characters, as VARCHAR counts them.
 * Exasol: identifiers up to 128. AWS (service model of SageMaker): job name 32, candidate name 64, failure reasons 1,024, role ARN 2,048, S3 URI 1,024, KMS key id 2,048;
 * problem types and metric names are enums of at most 25, with room for what AWS adds.
 */
export const sizes = {
  identifier: 128,
  jobName: 32,
  candidateName: 64,
  /** Models, endpoint configurations and endpoints. */
  awsResource: 63,
  /** Two identifiers, quoted, with a dot between them. */
  qualifiedName: 517,
  failureReason: 2000,
  roleArn: 2048,
  s3Uri: 1024,
  awsEnum: 100,
  awsRegion: 50,
  kmsKeyId: 2048,
  version: 50,
  longText: 2_000_000,
} as const;

const varchar = (size: number) => `VARCHAR(${size}) UTF8`;
const integer = 'DECIMAL(18,0)';
const identifier = varchar(sizes.identifier);
const s3Uri = varchar(sizes.s3Uri);
const awsEnum = varchar(sizes.awsEnum);
const longText = varchar(sizes.longText);

/**
 * One row a training job. The first sixteen columns are those of the earlier Python extension, in its order and with its
 * primary key (exasol/sagemaker-extension, create_statement_autopilot_jobs_metadata_table.sql), so that its table is migrated by
 * adding and widening columns only.
 */
export const jobTable: TableDefinition = {
  name: names.jobTable,
  primaryKey: 'JOB_NAME',
  columns: [
    { name: 'DATETIME', type: 'TIMESTAMP', required: true },
    { name: 'JOB_NAME', type: varchar(sizes.jobName), required: true },
    { name: 'AWS_CREDENTIALS_CONNECTION_NAME', type: identifier, required: true },
    { name: 'IAM_SAGEMAKER_ROLE', type: varchar(sizes.roleArn), required: true },
    { name: 'S3_BUCKET_URI', type: s3Uri, required: true },
    { name: 'S3_OUTPUT_PATH', type: s3Uri, required: true },
    { name: 'TARGET_ATTRIBUTE_NAME', type: identifier, required: true },
    { name: 'PROBLEM_TYPE', type: awsEnum },
    { name: 'OBJECTIVE', type: awsEnum },
    { name: 'MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS', type: integer },
    { name: 'MAX_CANDIDATES', type: integer },
    { name: 'MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS', type: integer },
    { name: 'SESSION_ID', type: 'DECIMAL(20,0)', required: true },
    { name: 'SCRIPT_USER', type: identifier, required: true },
    { name: 'COLUMN_NAMES', type: longText, required: true },
    { name: 'COLUMN_TYPES', type: longText, required: true },
    { name: 'AWS_REGION', type: varchar(sizes.awsRegion) },
    { name: 'INPUT_SCHEMA_NAME', type: identifier },
    { name: 'INPUT_TABLE_OR_VIEW_NAME', type: identifier },
    { name: 'INPUT_QUERY', type: longText },
    { name: 'S3_TRAIN_URI', type: s3Uri },
    { name: 'S3_RESULT_URI', type: s3Uri },
    { name: 'ROWS_EXPORTED', type: integer },
    { name: 'FILES_EXPORTED', type: integer },
    { name: 'JOB_MODE', type: awsEnum },
    { name: 'SAMPLE_WEIGHT_COLUMN', type: identifier },
    { name: 'VALIDATION_FRACTION', type: 'DOUBLE' },
    { name: 'KMS_KEY_ID', type: varchar(sizes.kmsKeyId) },
    { name: 'EXTENSION_VERSION', type: varchar(sizes.version) },
    // What the job has come to, written by SME_JOBS once it has ended; NULL before.
    { name: 'JOB_STATUS', type: awsEnum },
    { name: 'JOB_SECONDARY_STATUS', type: awsEnum },
    { name: 'JOB_CREATION_TIME_UTC', type: 'TIMESTAMP' },
    { name: 'JOB_END_TIME_UTC', type: 'TIMESTAMP' },
    { name: 'FAILURE_REASON', type: varchar(sizes.failureReason) },
    { name: 'BEST_CANDIDATE_NAME', type: varchar(sizes.candidateName) },
    { name: 'BEST_METRIC_NAME', type: awsEnum },
    { name: 'BEST_METRIC_VALUE', type: 'DOUBLE' },
    // TRUE when AWS was asked for the best candidate after the job's end: there is nothing more to ask then.
    { name: 'BEST_METRIC_IS_KNOWN', type: 'BOOLEAN' },
    // How far the run is that starts the job: EXPORTING, STARTING or STARTED; NULL in rows of 0.1.0, whose jobs were started.
    { name: 'RUN_STATE', type: awsEnum },
    // Which run the row belongs to. It is part of the prefix of the training data.
    { name: 'RUN_TOKEN', type: identifier },
    { name: 'MODEL_NAME', type: varchar(sizes.jobName) },
    // By which the same command finds its own run that did not finish.
    { name: 'REQUEST_DIGEST', type: 'VARCHAR(64) UTF8' },
  ],
};

/**
 * One row an endpoint that AWS was asked for, written before AWS is asked and removed when all of it is gone. Whatever the
 * prediction function needs stands in it too, so that the same command again knows what is left to do.
 */
const endpointTable: TableDefinition = {
  name: names.endpointTable,
  primaryKey: 'ENDPOINT_NAME',
  columns: [
    { name: 'DATETIME', type: 'TIMESTAMP', required: true },
    { name: 'ENDPOINT_NAME', type: varchar(sizes.awsResource), required: true },
    { name: 'AWS_REGION', type: varchar(sizes.awsRegion), required: true },
    { name: 'AWS_CREDENTIALS_CONNECTION_NAME', type: identifier, required: true },
    { name: 'JOB_NAME', type: varchar(sizes.jobName), required: true },
    { name: 'CANDIDATE_NAME', type: varchar(sizes.candidateName), required: true },
    { name: 'MODEL_NAME', type: varchar(sizes.awsResource), required: true },
    { name: 'ENDPOINT_CONFIG_NAME', type: varchar(sizes.awsResource), required: true },
    { name: 'INSTANCE_TYPE', type: awsEnum },
    { name: 'INSTANCE_COUNT', type: integer },
    { name: 'SERVERLESS_MEMORY_MB', type: integer },
    { name: 'SERVERLESS_MAX_CONCURRENCY', type: integer },
    { name: 'PREDICTION_SCHEMA', type: identifier, required: true },
    { name: 'PREDICTION_UDF', type: identifier, required: true },
    { name: 'PREDICTION_SETTINGS', type: longText, required: true },
    { name: 'ENDPOINT_STATUS', type: awsEnum },
    { name: 'STATUS_DATETIME', type: 'TIMESTAMP' },
    { name: 'SESSION_ID', type: 'DECIMAL(20,0)', required: true },
    { name: 'SCRIPT_USER', type: identifier, required: true },
    { name: 'EXTENSION_VERSION', type: varchar(sizes.version) },
    // What was asked for, and what it came to when it was first asked for; NULL: it is kept until someone deletes it.
    { name: 'TIME_TO_LIVE_IN_SECONDS', type: integer },
    { name: 'EXPIRES_AT_UTC', type: 'TIMESTAMP' },
  ],
};

/** Every table of the extension. */
export const tables: readonly TableDefinition[] = [jobTable, endpointTable];

/** What the training script answers: one row. */
export const trainingResult = [
  `"JOB_NAME" VARCHAR(${sizes.jobName})`,
  `"ROWS_EXPORTED" ${integer}`,
  `"FILES_EXPORTED" ${integer}`,
  `"S3_TRAIN_URI" VARCHAR(${sizes.s3Uri})`,
].join(', ');

/** What the polling script answers: exactly these two columns, as in the earlier extension. */
export const jobStatusResult = [
  `"JOB_STATUS" VARCHAR(${sizes.awsEnum})`,
  `"JOB_SECONDARY_STATUS" VARCHAR(${sizes.awsEnum})`,
].join(', ');

/** What the describing script answers: always the same attributes. */
export const jobDescriptionResult = `"ATTRIBUTE" VARCHAR(200), "VALUE" VARCHAR(${sizes.longText})`;

/**
 * Columns of the leaderboard that every job has, times in UTC as `YYYY-MM-DD HH:MM:SS`; one for each metric and set of rows follows, such as
 * F1_VALIDATION, and METRICS last.
 */
export const candidateColumns = [
  `"RANK" ${integer}`,
  `"CANDIDATE_NAME" VARCHAR(${sizes.candidateName})`,
  `"CANDIDATE_STATUS" VARCHAR(${sizes.awsEnum})`,
  `"OBJECTIVE_METRIC" VARCHAR(${sizes.awsEnum})`,
  '"OBJECTIVE_VALUE" DOUBLE',
  `"TRAINING_SECONDS" ${integer}`,
  `"FAILURE_REASON" VARCHAR(${sizes.failureReason})`,
  '"CREATION_TIME_UTC" VARCHAR(19)',
  '"END_TIME_UTC" VARCHAR(19)',
].join(', ');

/** What the script on feature importance answers. The shares of all features add up to 1. */
export const featureImportanceResult = '"FEATURE" VARCHAR(2000), "IMPORTANCE" DOUBLE, "SHARE" DOUBLE';

/** What the script on the confusion matrix answers. Classes are texts, whatever the target's type. */
export const confusionMatrixResult = `"ACTUAL" VARCHAR(${sizes.longText}), "PREDICTED" VARCHAR(${sizes.longText}), "NUMBER_OF_ROWS" ${integer}`;

/** What SME_JOBS answers. Times are UTC, `YYYY-MM-DD HH:MM:SS`; age counts from the job's start to now, duration to its end. */
export const jobsResult = [
  `"JOB_NAME" VARCHAR(${sizes.jobName})`,
  `"JOB_STATUS" VARCHAR(${sizes.awsEnum})`,
  `"JOB_SECONDARY_STATUS" VARCHAR(${sizes.awsEnum})`,
  '"CREATION_TIME_UTC" VARCHAR(19)',
  `"AGE_IN_SECONDS" ${integer}`,
  `"DURATION_IN_SECONDS" ${integer}`,
  `"BEST_METRIC_NAME" VARCHAR(${sizes.awsEnum})`,
  '"BEST_METRIC_VALUE" DOUBLE',
  `"BEST_CANDIDATE_NAME" VARCHAR(${sizes.candidateName})`,
  `"ENDPOINT_NAME" VARCHAR(${sizes.longText})`,
  `"ENDPOINT_STATUS" VARCHAR(${sizes.longText})`,
  `"ENDPOINT_EXPIRES_AT_UTC" VARCHAR(${sizes.longText})`,
  `"FAILURE_REASON" VARCHAR(${sizes.failureReason})`,
  `"REMARK" VARCHAR(${sizes.longText})`,
].join(', ');

/** What the scripts that make an endpoint answer: one row. The UDF's name is SQL text, ready to be used; EXPIRES_AT_UTC as in SME_JOBS. */
export const endpointResult = [
  `"ENDPOINT_NAME" VARCHAR(${sizes.awsResource})`,
  `"ENDPOINT_STATUS" VARCHAR(${sizes.awsEnum})`,
  `"PREDICTION_UDF" VARCHAR(${sizes.qualifiedName})`,
  `"MODEL_NAME" VARCHAR(${sizes.awsResource})`,
  `"ENDPOINT_CONFIG_NAME" VARCHAR(${sizes.awsResource})`,
  `"JOB_NAME" VARCHAR(${sizes.jobName})`,
  `"CANDIDATE_NAME" VARCHAR(${sizes.candidateName})`,
  '"EXPIRES_AT_UTC" VARCHAR(19)',
].join(', ');

/** What the script that deletes an endpoint answers: a row for each object. */
export const endpointRemovalResult = [
  `"OBJECT" VARCHAR(${sizes.awsEnum})`,
  `"NAME" VARCHAR(${sizes.qualifiedName})`,
  `"RESULT" VARCHAR(${sizes.failureReason})`,
].join(', ');

/** What the recovery of jobs answers: a row for each job that it found. CREATED is in UTC. */
export const recoveryResult = [
  `"JOB_NAME" VARCHAR(${sizes.jobName})`,
  '"CREATED" VARCHAR(19)',
  `"RESULT" VARCHAR(${sizes.failureReason})`,
].join(', ');
