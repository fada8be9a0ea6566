import { names } from './names.js';
import { sizes, varchar } from './sizes.js';
import type { UdfDefinition, UdfSignature } from './types.js';

const text = (size: number) => `${varchar(size)} UTF8`;
const longText = text(sizes.longText);

/** One JSON object in, one JSON object out. */
const request: UdfSignature = { rows: 'SET', inputs: `"request" ${longText}`, output: `RETURNS ${longText}` };

const runtimeInfo: UdfSignature = { rows: 'SCALAR', inputs: '', output: `RETURNS ${text(2000)}` };

/** One row of the output of a transform job in, one prediction out. The caller's EMITS clause has the type of the prediction. */
const batchResults: UdfSignature = {
  rows: 'SCALAR',
  inputs: [
    `"settings" ${longText}`,
    '"row_number" DECIMAL(18,0)',
    `"cell_1" ${longText}`,
    `"cell_2" ${longText}`,
    `"cell_3" ${longText}`,
  ].join(', '),
  output: 'EMITS (...)',
};

/** One row for each job or endpoint whose state is requested; each group has one CONNECTION and one Region. */
const jobStates: UdfSignature = {
  rows: 'SET',
  inputs: [
    `"connection" ${text(sizes.identifier)}`,
    `"region" ${text(sizes.awsRegion)}`,
    `"job_name" ${text(sizes.jobName)}`,
    `"started" ${text(50)}`,
    `"status" ${text(sizes.awsEnum)}`,
    `"endpoint_name" ${text(sizes.awsResource)}`,
    `"nonce" ${text(50)}`,
  ].join(', '),
  output: `EMITS ("job_name" ${text(sizes.jobName)}, "state" ${longText})`,
};

/** A request, the numbers of node and part, which are the groups, and the texts of a line. One row for each file. */
const exportFile: UdfSignature = {
  rows: 'SET',
  inputs: '...',
  output: `EMITS ("FILE" ${text(100)}, "ROWS" DECIMAL(18,0), "BYTES" DECIMAL(18,0), "FAILURE" ${longText})`,
};

/** A request and the key of a file, which are the groups. The caller names the columns. */
const importFile: UdfSignature = {
  rows: 'SET',
  inputs: `"request" ${longText}, "key" ${text(2000)}`,
  output: 'EMITS (...)',
};

const page = 'doc/user_guide/security.md';

const define = (name: string, caller: string, purpose: string, signature = request): UdfDefinition => ({
  kind: 'udf',
  name,
  caller,
  purpose,
  page,
  signature,
});

/** UDFs for checks, training and jobs. */
export const jobUdfs: readonly UdfDefinition[] = [
  define(names.runtimeInfoUdf, 'runtime_info.py', 'Returns the versions of Python and boto3', runtimeInfo),
  define(names.networkCheckUdf, 'network_check.py', 'Checks whether the database can reach AWS'),
  define(names.connectionCheckUdf, 'connection_check.py', 'Checks the AWS key of a CONNECTION and its bucket'),
  define(names.trainingCheckUdf, 'training_check.py', 'Checks the prerequisites of a training in AWS'),
  define(names.exportUdf, 'export.py', 'Writes rows to S3 with credentials that EXPORT cannot use', exportFile),
  define(names.exportTidyUdf, 'remove_empty_files.py', 'Removes files without rows from exported training data'),
  define(names.trainingDataRemovalUdf, 'training_data_removal.py', 'Deletes the training data of jobs that have ended'),
  define(names.trainingStartUdf, 'training_start.py', 'Creates a SageMaker Autopilot job'),
  define(names.jobStatusUdf, 'job_status.py', 'Returns the status of a job'),
  define(names.jobDescriptionUdf, 'job_description.py', 'Returns the description of a job'),
  define(names.candidateListUdf, 'candidate_list.py', 'Returns the candidates of a job'),
  define(names.featureImportanceUdf, 'feature_importance.py', 'Returns the explainability report of a job'),
  define(names.confusionMatrixUdf, 'confusion_matrix.py', 'Returns the confusion matrix of a job'),
  define(names.jobStopUdf, 'job_stop.py', 'Stops a job'),
  define(names.jobStatesUdf, 'job_states.py', 'Returns the status of many jobs and endpoints', jobStates),
];

/** UDFs for endpoints and for the recovery of jobs. */
export const endpointUdfs: readonly UdfDefinition[] = [
  define(names.endpointPlanUdf, 'endpoint_plan.py', 'Returns the settings for an endpoint of a job'),
  define(names.endpointStartUdf, 'endpoint_start.py', 'Creates a model, an endpoint configuration and an endpoint'),
  define(names.endpointRemovalUdf, 'endpoint_removal.py', 'Deletes an endpoint, its configuration and its model'),
  define(names.jobsRecoveryUdf, 'jobs_recovery.py', 'Returns the jobs in AWS that were started from this schema'),
];

/** UDFs for batch predictions. */
export const batchUdfs: readonly UdfDefinition[] = [
  define(names.batchPlanUdf, 'batch_plan.py', 'Returns the model and the settings for a batch prediction'),
  define(names.batchStartUdf, 'batch_start.py', 'Creates a model and a batch transform job'),
  define(names.batchStatesUdf, 'batch_states.py', 'Returns the status of many batch transform jobs'),
  define(names.batchOutputUdf, 'batch_output.py', 'Returns the status and the files of a batch transform job'),
  define(names.batchStopUdf, 'batch_stop.py', 'Stops a batch transform job'),
  define(names.batchRemovalUdf, 'batch_removal.py', 'Deletes the files and the model of a batch prediction'),
  define(names.importUdf, 'import_file.py', 'Reads files from S3 with credentials that IMPORT cannot use', importFile),
  define(
    names.batchResultsUdf,
    'batch_results.py',
    'Returns the predictions in the output of a transform job',
    batchResults,
  ),
];
