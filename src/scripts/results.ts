import { integer, sizes, varchar } from './sizes.js';
import type { ResultColumn } from './types.js';

const batchStatus = {
  name: 'STATUS',
  type: varchar(sizes.awsEnum),
  meaning:
    'Exporting, Starting, InProgress, Stopping, Completed (ready to be imported), Importing, Imported, Failed or Stopped',
} as const;
const batchTarget = {
  name: 'TARGET_TABLE',
  type: varchar(sizes.qualifiedName),
  meaning: 'Target table, quoted and with its schema, ready to use in SQL',
} as const;
const batchFailure = {
  name: 'FAILURE_REASON',
  type: varchar(sizes.failureReason),
  meaning: 'Failure reason as AWS reports it, and files without output',
} as const;
const batchCounts = [
  { name: 'ROWS_PREDICTED', type: integer, meaning: 'Rows added to the target table; NULL before the import' },
  { name: 'ROWS_FAILED', type: integer, meaning: 'Exported rows without a prediction; NULL before the import' },
] as const;

/** The columns that the scripts return, by the name of their placeholder in templates/lua/entry. */
export const results = {
  trainingResult: [
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Name of the new job' },
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    { name: 'FILES_EXPORTED', type: integer, meaning: 'Exported files that contain rows' },
    { name: 'S3_TRAIN_URI', type: varchar(sizes.s3Uri), meaning: 'Prefix of the exported training data' },
  ],
  examinationResult: [
    { name: 'SEVERITY', type: varchar(sizes.awsEnum), meaning: 'error, warning or hint' },
    { name: 'COLUMN_NAME', type: varchar(sizes.identifier), meaning: 'Column; NULL for the data as a whole' },
    {
      name: 'FINDING',
      type: varchar(sizes.awsEnum),
      meaning: 'Name of the finding, or code of the error with which a training would be refused',
    },
    { name: 'DETAIL', type: varchar(sizes.longText), meaning: 'What was found, with counts and values' },
    { name: 'SUGGESTION', type: varchar(sizes.longText), meaning: 'What to do about it' },
  ],
  modelListResult: [
    { name: 'MODEL_NAME', type: varchar(sizes.jobName), meaning: 'model_name of the trainings' },
    {
      name: 'VERSION',
      type: integer,
      meaning: 'Number of the version: started trainings of the model in the order of their start',
    },
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Name of the job' },
    { name: 'JOB_STATUS', type: varchar(sizes.awsEnum), meaning: 'InProgress, Completed, Failed, Stopping or Stopped' },
    { name: 'BEST_METRIC_NAME', type: varchar(sizes.awsEnum), meaning: 'Objective metric of the best candidate' },
    { name: 'BEST_METRIC_VALUE', type: 'DOUBLE', meaning: 'Value of the objective metric of the best candidate' },
    { name: 'IS_SERVED', type: 'BOOLEAN', meaning: 'Whether an endpoint that exists in AWS serves the version' },
    { name: 'ENDPOINT_NAME', type: varchar(sizes.longText), meaning: 'Names of these endpoints' },
    {
      name: 'TRAINED_AT_UTC',
      type: 'VARCHAR(19)',
      meaning: 'When the job ended, as YYYY-MM-DD HH:MM:SS; NULL while it is running',
    },
    {
      name: 'IS_BEST',
      type: 'BOOLEAN',
      meaning: 'Whether this is the best completed version of the model, which an endpoint gets if you name none',
    },
  ],
  evaluationResult: [
    { name: 'METRIC', type: varchar(sizes.awsEnum), meaning: 'Name of the metric' },
    {
      name: 'LABEL',
      type: varchar(sizes.longText),
      meaning: 'Label of a metric for one label, positive label, or actual label of a cell of the confusion matrix',
    },
    {
      name: 'THRESHOLD',
      type: 'DOUBLE',
      meaning: 'Probability from which a row counts as positive, or quantile of the residuals',
    },
    { name: 'VALUE', type: 'DOUBLE', meaning: 'Value of the metric; NULL if it is not defined for these rows' },
    {
      name: 'PREDICTED_LABEL',
      type: varchar(sizes.longText),
      meaning: 'Predicted label of a cell of the confusion matrix',
    },
  ],
  /** The Python extension returns the same two columns. */
  jobStatusResult: [
    { name: 'JOB_STATUS', type: varchar(sizes.awsEnum), meaning: 'InProgress, Completed, Failed, Stopping or Stopped' },
    {
      name: 'JOB_SECONDARY_STATUS',
      type: varchar(sizes.awsEnum),
      meaning: 'Phase of the job (secondary status in AWS)',
    },
  ],
  jobsResult: [
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Name of the job' },
    { name: 'JOB_STATUS', type: varchar(sizes.awsEnum), meaning: 'InProgress, Completed, Failed, Stopping or Stopped' },
    {
      name: 'JOB_SECONDARY_STATUS',
      type: varchar(sizes.awsEnum),
      meaning: 'Phase of the job (secondary status in AWS)',
    },
    { name: 'CREATION_TIME_UTC', type: 'VARCHAR(19)', meaning: 'Start of the job, as YYYY-MM-DD HH:MM:SS' },
    { name: 'AGE_IN_SECONDS', type: integer, meaning: 'Seconds since the start of the job' },
    {
      name: 'DURATION_IN_SECONDS',
      type: integer,
      meaning: 'Seconds from the start of the job to its end, or until now',
    },
    { name: 'BEST_METRIC_NAME', type: varchar(sizes.awsEnum), meaning: 'Objective metric of the best candidate' },
    { name: 'BEST_METRIC_VALUE', type: 'DOUBLE', meaning: 'Value of the objective metric of the best candidate' },
    { name: 'BEST_CANDIDATE_NAME', type: varchar(sizes.candidateName), meaning: 'Name of the best candidate' },
    { name: 'ENDPOINT_NAME', type: varchar(sizes.longText), meaning: 'Names of the endpoints that serve the job' },
    {
      name: 'ENDPOINT_STATUS',
      type: varchar(sizes.longText),
      meaning: 'Status of these endpoints in AWS; "missing" if an endpoint does not exist there',
    },
    {
      name: 'ENDPOINT_EXPIRES_AT_UTC',
      type: varchar(sizes.longText),
      meaning: 'When the time to live of these endpoints ends',
    },
    { name: 'FAILURE_REASON', type: varchar(sizes.failureReason), meaning: 'Failure reason, as AWS reports it' },
    {
      name: 'REMARK',
      type: varchar(sizes.longText),
      meaning: 'Other information, such as an export that did not finish',
    },
  ],
  jobDescriptionResult: [
    { name: 'ATTRIBUTE', type: 'VARCHAR(200)', meaning: 'Name of the attribute' },
    { name: 'VALUE', type: varchar(sizes.longText), meaning: 'Value as text; NULL if AWS reports none' },
  ],
  /** The columns that exist for every job; templates/lua/sme/leaderboard.lua appends those of its metrics. */
  candidateColumns: [
    { name: 'RANK', type: integer, meaning: 'Rank of the candidate; 1 is the best' },
    { name: 'CANDIDATE_NAME', type: varchar(sizes.candidateName), meaning: 'Name of the candidate' },
    { name: 'CANDIDATE_STATUS', type: varchar(sizes.awsEnum), meaning: 'Status of the candidate in AWS' },
    { name: 'OBJECTIVE_METRIC', type: varchar(sizes.awsEnum), meaning: 'Objective metric of the job' },
    { name: 'OBJECTIVE_VALUE', type: 'DOUBLE', meaning: 'Value of the objective metric' },
    { name: 'TRAINING_SECONDS', type: integer, meaning: 'Training time of the candidate in seconds' },
    { name: 'FAILURE_REASON', type: varchar(sizes.failureReason), meaning: 'Failure reason, as AWS reports it' },
    {
      name: 'CREATION_TIME_UTC',
      type: 'VARCHAR(19)',
      meaning: 'When the candidate was created, as YYYY-MM-DD HH:MM:SS',
    },
    { name: 'END_TIME_UTC', type: 'VARCHAR(19)', meaning: 'When the candidate ended, as YYYY-MM-DD HH:MM:SS' },
  ],
  featureImportanceResult: [
    { name: 'FEATURE', type: 'VARCHAR(2000)', meaning: 'Input column' },
    { name: 'IMPORTANCE', type: 'DOUBLE', meaning: 'Importance in the explainability report of the job' },
    { name: 'SHARE', type: 'DOUBLE', meaning: 'Share of the total; all shares add up to 1' },
  ],
  confusionMatrixResult: [
    { name: 'ACTUAL', type: varchar(sizes.longText), meaning: 'Actual class' },
    { name: 'PREDICTED', type: varchar(sizes.longText), meaning: 'Class that the model predicted' },
    { name: 'NUMBER_OF_ROWS', type: integer, meaning: 'Number of rows with these two classes' },
  ],
  endpointResult: [
    { name: 'ENDPOINT_NAME', type: varchar(sizes.awsResource), meaning: 'Name of the endpoint in SageMaker' },
    {
      name: 'ENDPOINT_STATUS',
      type: varchar(sizes.awsEnum),
      meaning: 'Status of the endpoint, such as Creating or InService',
    },
    {
      name: 'PREDICTION_UDF',
      type: varchar(sizes.qualifiedName),
      meaning: 'Prediction function, quoted and with its schema, ready to use in SQL',
    },
    { name: 'MODEL_NAME', type: varchar(sizes.awsResource), meaning: 'Name of the model in SageMaker' },
    {
      name: 'ENDPOINT_CONFIG_NAME',
      type: varchar(sizes.awsResource),
      meaning: 'Name of the endpoint configuration in SageMaker',
    },
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Job whose model the endpoint serves' },
    { name: 'CANDIDATE_NAME', type: varchar(sizes.candidateName), meaning: 'Candidate that the endpoint serves' },
    {
      name: 'EXPIRES_AT_UTC',
      type: 'VARCHAR(19)',
      meaning: 'When the time to live ends, as YYYY-MM-DD HH:MM:SS; NULL without a time to live',
    },
    {
      name: 'PREDICTION_VIEW',
      type: varchar(sizes.qualifiedName),
      meaning: 'View that predicts, quoted and with its schema; NULL without view_name',
    },
    { name: 'PREDICT_SQL', type: varchar(sizes.longText), meaning: 'Query that predicts for the training data' },
    { name: 'VERSION', type: 'DECIMAL(18,0)', meaning: 'Version that the endpoint serves; NULL without model_name' },
    {
      name: 'REMARK',
      type: varchar(sizes.longText),
      meaning: 'Why the served version was kept (only_if_better), or which objects AWS did not delete; otherwise NULL',
    },
  ],
  endpointRemovalResult: [
    {
      name: 'OBJECT',
      type: varchar(sizes.awsEnum),
      meaning: 'Kind of object: endpoint, endpoint configuration, model, prediction view or prediction UDF',
    },
    { name: 'NAME', type: varchar(sizes.qualifiedName), meaning: 'Name of the object' },
    {
      name: 'RESULT',
      type: varchar(sizes.failureReason),
      meaning: 'deleted, did not exist, or why the object still exists',
    },
  ],
  recoveryResult: [
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Name of the job' },
    { name: 'CREATED', type: 'VARCHAR(19)', meaning: 'When AWS created the job, in UTC' },
    { name: 'RESULT', type: varchar(sizes.failureReason), meaning: 'What the script did: a row was added, or why not' },
  ],
  batchStartResult: [
    { name: 'BATCH_NAME', type: varchar(sizes.awsResource), meaning: 'Name of the batch and of its transform job' },
    batchStatus,
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    { name: 'FILES_EXPORTED', type: integer, meaning: 'Exported files that contain rows' },
    batchTarget,
    {
      name: 'LINE_BREAKS_REPLACED',
      type: integer,
      meaning: 'Values whose line breaks were replaced by blanks, because AWS reads one row per line',
    },
  ],
  batchFinishResult: [
    { name: 'BATCH_NAME', type: varchar(sizes.awsResource), meaning: 'Name of the batch' },
    batchStatus,
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    ...batchCounts,
    batchTarget,
    batchFailure,
  ],
  batchListResult: [
    { name: 'BATCH_NAME', type: varchar(sizes.awsResource), meaning: 'Name of the batch' },
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Job whose model predicts' },
    batchStatus,
    {
      name: 'CREATION_TIME_UTC',
      type: 'VARCHAR(19)',
      meaning: 'Start of the transform job, as YYYY-MM-DD HH:MM:SS',
    },
    { name: 'AGE_IN_SECONDS', type: integer, meaning: 'Seconds since the start of the transform job' },
    {
      name: 'DURATION_IN_SECONDS',
      type: integer,
      meaning: 'Seconds from the start of the transform job to its end, or until now',
    },
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    ...batchCounts,
    batchTarget,
    { name: 'INSTANCE_TYPE', type: varchar(sizes.awsEnum), meaning: 'Instance type of the transform job' },
    { name: 'INSTANCE_COUNT', type: integer, meaning: 'Number of instances' },
    batchFailure,
    {
      name: 'REMARK',
      type: varchar(sizes.longText),
      meaning: 'Other information, such as an export that did not finish',
    },
  ],
  batchStopResult: [
    { name: 'BATCH_NAME', type: varchar(sizes.awsResource), meaning: 'Name of the batch' },
    batchStatus,
  ],
} as const satisfies Readonly<Record<string, readonly ResultColumn[]>>;

/** The name of a result. */
export type ResultName = keyof typeof results;

/** The columns of a result in the form that a Lua script returns to Exasol: `"NAME" TYPE, …`. */
export function writeResultColumns(name: ResultName): string {
  return results[name].map((column) => `"${column.name}" ${column.type}`).join(', ');
}
