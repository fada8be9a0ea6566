import { integer, sizes, varchar } from './sizes.js';
import type { ResultColumn } from './types.js';

/** What the scripts return, by the name of the placeholder that the entries in templates/lua use. */
export const results = {
  /** One row for the new job. */
  trainingResult: [
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Name of the new job' },
    { name: 'ROWS_EXPORTED', type: integer, meaning: 'Exported rows' },
    { name: 'FILES_EXPORTED', type: integer, meaning: 'Files with rows' },
    { name: 'S3_TRAIN_URI', type: varchar(sizes.s3Uri), meaning: 'Prefix of the exported training data' },
  ],
  /** One row. The Python extension returns the same two columns. */
  jobStatusResult: [
    { name: 'JOB_STATUS', type: varchar(sizes.awsEnum), meaning: 'InProgress, Completed, Failed, Stopping or Stopped' },
    { name: 'JOB_SECONDARY_STATUS', type: varchar(sizes.awsEnum), meaning: 'Phase of the job, as AWS names it' },
  ],
  /** One row for each job of the job table. Times are UTC. */
  jobsResult: [
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Name of the job' },
    { name: 'JOB_STATUS', type: varchar(sizes.awsEnum), meaning: 'InProgress, Completed, Failed, Stopping or Stopped' },
    { name: 'JOB_SECONDARY_STATUS', type: varchar(sizes.awsEnum), meaning: 'Phase of the job, as AWS names it' },
    { name: 'CREATION_TIME_UTC', type: 'VARCHAR(19)', meaning: 'Start of the job, as YYYY-MM-DD HH:MM:SS' },
    { name: 'AGE_IN_SECONDS', type: integer, meaning: 'Time from the start of the job until now' },
    { name: 'DURATION_IN_SECONDS', type: integer, meaning: 'Time from the start of the job to its end, or until now' },
    { name: 'BEST_METRIC_NAME', type: varchar(sizes.awsEnum), meaning: 'Objective metric of the best candidate' },
    { name: 'BEST_METRIC_VALUE', type: 'DOUBLE', meaning: 'Value of the objective metric of the best candidate' },
    { name: 'BEST_CANDIDATE_NAME', type: varchar(sizes.candidateName), meaning: 'Best candidate' },
    { name: 'ENDPOINT_NAME', type: varchar(sizes.longText), meaning: 'Endpoints that serve the job' },
    {
      name: 'ENDPOINT_STATUS',
      type: varchar(sizes.longText),
      meaning: 'Their status in AWS; missing if AWS does not have the endpoint',
    },
    { name: 'ENDPOINT_EXPIRES_AT_UTC', type: varchar(sizes.longText), meaning: 'When their time to live ends' },
    { name: 'FAILURE_REASON', type: varchar(sizes.failureReason), meaning: 'Failure reason in the words of AWS' },
    {
      name: 'REMARK',
      type: varchar(sizes.longText),
      meaning: 'What else there is to know, such as an export that did not finish',
    },
  ],
  /** One row for each attribute. */
  jobDescriptionResult: [
    { name: 'ATTRIBUTE', type: 'VARCHAR(200)', meaning: 'Name of the attribute' },
    { name: 'VALUE', type: varchar(sizes.longText), meaning: 'Value as text; NULL if AWS has none' },
  ],
  /** The columns that the leaderboard of every job has. */
  candidateColumns: [
    { name: 'RANK', type: integer, meaning: '1 is the best candidate' },
    { name: 'CANDIDATE_NAME', type: varchar(sizes.candidateName), meaning: 'Name of the candidate' },
    { name: 'CANDIDATE_STATUS', type: varchar(sizes.awsEnum), meaning: 'Status, as AWS names it' },
    { name: 'OBJECTIVE_METRIC', type: varchar(sizes.awsEnum), meaning: 'Objective metric of the job' },
    { name: 'OBJECTIVE_VALUE', type: 'DOUBLE', meaning: 'Value of the objective metric' },
    { name: 'TRAINING_SECONDS', type: integer, meaning: 'Duration of the training of this candidate' },
    { name: 'FAILURE_REASON', type: varchar(sizes.failureReason), meaning: 'Failure reason in the words of AWS' },
    { name: 'CREATION_TIME_UTC', type: 'VARCHAR(19)', meaning: 'Start, as YYYY-MM-DD HH:MM:SS' },
    { name: 'END_TIME_UTC', type: 'VARCHAR(19)', meaning: 'End, as YYYY-MM-DD HH:MM:SS' },
  ],
  /** One row for each input column. */
  featureImportanceResult: [
    { name: 'FEATURE', type: 'VARCHAR(2000)', meaning: 'Input column' },
    { name: 'IMPORTANCE', type: 'DOUBLE', meaning: 'Importance, as the explainability report of the job has it' },
    { name: 'SHARE', type: 'DOUBLE', meaning: 'Share of the total; all shares add up to 1' },
  ],
  /** One row for each pair of classes. */
  confusionMatrixResult: [
    { name: 'ACTUAL', type: varchar(sizes.longText), meaning: 'Class of the rows, as text' },
    { name: 'PREDICTED', type: varchar(sizes.longText), meaning: 'Class that the model predicted, as text' },
    { name: 'NUMBER_OF_ROWS', type: integer, meaning: 'Number of rows with both' },
  ],
  /** One row for the endpoint. */
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
      meaning: 'Prediction function, quoted and qualified, ready to use in SQL',
    },
    { name: 'MODEL_NAME', type: varchar(sizes.awsResource), meaning: 'Model in SageMaker' },
    { name: 'ENDPOINT_CONFIG_NAME', type: varchar(sizes.awsResource), meaning: 'Endpoint configuration in SageMaker' },
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Job whose model the endpoint serves' },
    { name: 'CANDIDATE_NAME', type: varchar(sizes.candidateName), meaning: 'Candidate that the endpoint serves' },
    {
      name: 'EXPIRES_AT_UTC',
      type: 'VARCHAR(19)',
      meaning: 'When the time to live ends, as YYYY-MM-DD HH:MM:SS; NULL if there is none',
    },
  ],
  /** One row for each object. */
  endpointRemovalResult: [
    {
      name: 'OBJECT',
      type: varchar(sizes.awsEnum),
      meaning: 'endpoint, endpoint configuration, model or prediction UDF',
    },
    { name: 'NAME', type: varchar(sizes.qualifiedName), meaning: 'Name of the object' },
    {
      name: 'RESULT',
      type: varchar(sizes.failureReason),
      meaning: 'deleted, did not exist, or why the object still exists',
    },
  ],
  /** One row for each job that was found. */
  recoveryResult: [
    { name: 'JOB_NAME', type: varchar(sizes.jobName), meaning: 'Job that AWS has' },
    { name: 'CREATED', type: 'VARCHAR(19)', meaning: 'When AWS created it, in UTC' },
    { name: 'RESULT', type: varchar(sizes.failureReason), meaning: 'What the script did with the row of the job' },
  ],
} as const satisfies Readonly<Record<string, readonly ResultColumn[]>>;

/** The name of a result. */
export type ResultName = keyof typeof results;

/** The columns of a result as Lua passes them to Exasol: `"NAME" TYPE, …`. */
export function writeResultColumns(name: ResultName): string {
  return results[name].map((column) => `"${column.name}" ${column.type}`).join(', ');
}
