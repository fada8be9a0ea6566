import { endpointKeys } from './json-parameters.js';
import { names } from './names.js';
import type { ResultName } from './results.js';
import { toJsonLiteral } from './script-example.js';
import { examinationKeys, trainingKeys } from './training-keys.js';
import type { ScriptingDefinition, ScriptParameter } from './types.js';

const connection: ScriptParameter = {
  name: 'aws_credentials_connection_name',
  type: 'VARCHAR',
  meaning: 'CONNECTION with the AWS key',
};
const region: ScriptParameter = { name: 'aws_region', type: 'VARCHAR', meaning: 'AWS Region' };
const job: ScriptParameter = { name: 'job_name', type: 'VARCHAR', meaning: 'name of the job' };

/** A script that takes a job, a CONNECTION and a Region. */
const defineJobScript = (
  name: string,
  entry: string,
  purpose: string,
  [result, resultColumns]: readonly [text: string, columns: ResultName],
  resultNote?: string,
): ScriptingDefinition => ({
  kind: 'scripting',
  name,
  entry,
  purpose,
  page: 'doc/user_guide/follow.md',
  parameters: [job, connection, region],
  example: ["'churn-20261122213000'", "'AWS'", "'eu-central-1'"],
  result,
  resultColumns,
  ...(resultNote === undefined ? {} : { resultNote }),
});

const listJobs: Omit<ScriptingDefinition, 'name' | 'purpose'> = {
  kind: 'scripting',
  entry: 'jobs.lua',
  parameters: [],
  example: [],
  result: 'one row for each job in the job table',
  resultColumns: 'jobsResult',
  page: 'doc/user_guide/follow.md',
};

/** The scripts for training and for jobs. */
export const jobScripts: readonly ScriptingDefinition[] = [
  {
    kind: 'scripting',
    name: names.train,
    entry: 'train.lua',
    purpose: 'Exports a table, view or query to S3 and starts a SageMaker Autopilot job on it',
    parameters: [{ name: 'json_str', type: 'VARCHAR', meaning: 'JSON object with these keys', keys: trainingKeys }],
    example: [
      toJsonLiteral({
        model_name: 'churn',
        input_schema_name: 'SALES',
        input_table_or_view_name: 'CUSTOMERS',
        target_attribute_name: 'CHURNED',
        aws_credentials_connection_name: 'AWS',
        aws_region: 'eu-central-1',
        iam_sagemaker_role: 'arn:aws:iam::123456789012:role/SageMaker',
        s3_bucket_uri: 's3://my-bucket',
        s3_output_path: 'churn',
      }),
    ],
    result: 'one row',
    resultColumns: 'trainingResult',
    page: 'doc/user_guide/train.md',
  },
  {
    kind: 'scripting',
    name: names.examineData,
    entry: 'examine.lua',
    purpose: 'Examines the data of a training and suggests improvements; changes nothing',
    parameters: [
      {
        name: 'json_str',
        type: 'VARCHAR',
        meaning: 'JSON object of a training; parameters for AWS are not needed',
        keys: examinationKeys,
      },
    ],
    example: [
      toJsonLiteral({
        input_schema_name: 'SALES',
        input_table_or_view_name: 'CUSTOMERS',
        target_attribute_name: 'CHURNED',
      }),
    ],
    result: 'one row for each finding, errors first',
    resultColumns: 'examinationResult',
    page: 'doc/user_guide/check_your_data.md',
  },
  defineJobScript(names.pollJobStatus, 'poll.lua', 'Returns the status of a job', ['one row', 'jobStatusResult']),
  defineJobScript(
    names.describeJob,
    'describe.lua',
    'Returns all attributes of a job in AWS and in the job table',
    ['one row for each attribute', 'jobDescriptionResult'],
    'The script always returns the same 55 attributes.',
  ),
  defineJobScript(
    names.listCandidates,
    'candidates.lua',
    'Lists the candidates of a job, the best one first',
    ['one row for each candidate', 'candidateColumns'],
    'More columns follow: one for each metric and set of rows, such as F1_VALIDATION, and METRICS with all metrics as JSON.',
  ),
  defineJobScript(
    names.listFeatureImportance,
    'feature_importance.lua',
    'Lists the feature importance of the best candidate of a job',
    ['one row for each input column', 'featureImportanceResult'],
  ),
  defineJobScript(
    names.listConfusionMatrix,
    'confusion_matrix.lua',
    'Lists the confusion matrix of the best candidate of a job',
    ['one row for each pair of classes', 'confusionMatrixResult'],
  ),
  defineJobScript(names.stopJob, 'stop.lua', 'Stops a job', ['one row', 'jobStatusResult']),
  { ...listJobs, name: names.listJobs, purpose: 'Lists every job with its status, best metric and endpoints' },
  { ...listJobs, name: names.oldListJobs, purpose: `Deprecated name of ${names.listJobs}; a later release removes it` },
];

/** The script that lists models: jobs by the model_name of their trainings. */
export const modelScript: ScriptingDefinition = {
  kind: 'scripting',
  name: names.listModels,
  entry: 'list_models.lua',
  purpose: 'Lists the versions of each model: the jobs whose trainings had the same model_name',
  parameters: [],
  example: [],
  result: 'one row for each version, the newest of each model first',
  resultColumns: 'modelListResult',
  resultNote: 'Jobs without a model_name are not listed.',
  page: 'doc/user_guide/versions.md',
};

/** The scripts for endpoints and for the recovery of jobs. */
export const endpointScripts: readonly ScriptingDefinition[] = [
  {
    kind: 'scripting',
    name: names.createEndpoint,
    entry: 'create_endpoint.lua',
    purpose: 'Creates an endpoint for the model of a job, and a function for predictions',
    parameters: [{ name: 'json_str', type: 'VARCHAR', meaning: 'JSON object with these keys', keys: endpointKeys }],
    example: [
      toJsonLiteral({
        job_name: 'churn-20261122213000',
        endpoint_name: 'churn',
        instance_type: 'ml.m5.large',
        wait: true,
      }),
    ],
    result: 'one row',
    resultColumns: 'endpointResult',
    page: 'doc/user_guide/serve_and_predict.md',
  },
  {
    kind: 'scripting',
    name: names.deployEndpoint,
    entry: 'deploy_endpoint.lua',
    purpose: `Creates an endpoint like the Python extension; ${names.createEndpoint} has more options`,
    parameters: [
      job,
      { name: 'endpoint_name', type: 'VARCHAR', meaning: 'name of the endpoint and of the prediction function' },
      {
        name: 'schema_name',
        type: 'VARCHAR',
        default: 'the open schema',
        meaning: 'schema of the prediction function',
      },
      { name: 'instance_type', type: 'VARCHAR', meaning: 'instance type, such as ml.m5.large' },
      { name: 'instance_count', type: 'DECIMAL', default: '1', meaning: 'number of instances' },
      { ...connection, default: 'the one of the job' },
      { ...region, default: 'the one of the job' },
    ],
    example: ["'churn-20261122213000'", "'churn'", "'SALES'", "'ml.m5.large'", '1', "'AWS'", "'eu-central-1'"],
    result: 'one row',
    resultColumns: 'endpointResult',
    page: 'doc/user_guide/serve_and_predict.md',
  },
  {
    kind: 'scripting',
    name: names.deleteEndpoint,
    entry: 'delete_endpoint.lua',
    purpose: 'Deletes an endpoint, its configuration, its model and its prediction function',
    parameters: [
      { name: 'endpoint_name', type: 'VARCHAR', meaning: 'name of the endpoint' },
      { ...connection, default: 'the one of the endpoint' },
      { ...region, default: 'the one of the endpoint' },
    ],
    example: ["'churn'", "'AWS'", "'eu-central-1'"],
    result: 'one row for each object',
    resultColumns: 'endpointRemovalResult',
    page: 'doc/user_guide/serve_and_predict.md',
  },
  {
    kind: 'scripting',
    name: names.recoverJobs,
    entry: 'recover_jobs.lua',
    purpose: 'Adds jobs that exist in AWS but are missing from the job table',
    parameters: [connection, region],
    example: ["'AWS'", "'eu-central-1'"],
    result: 'one row for each job found in AWS',
    resultColumns: 'recoveryResult',
    page: 'doc/user_guide/follow.md',
  },
];
