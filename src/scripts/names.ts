/**
 * The name of every object that the extension creates in Exasol. In templates, `{{trainingCheckUdf}}` is the name with the key
 * `trainingCheckUdf`.
 */
export const names = {
  jobTable: 'SME_METADATA_AUTOPILOT_JOBS',
  endpointTable: 'SME_METADATA_AUTOPILOT_ENDPOINTS',
  train: 'SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT',
  pollJobStatus: 'SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS',
  runtimeInfoUdf: 'SME_RUNTIME_INFO_UDF',
  networkCheckUdf: 'SME_NETWORK_CHECK_UDF',
  connectionCheckUdf: 'SME_CONNECTION_CHECK_UDF',
  trainingCheckUdf: 'SME_AUTOPILOT_TRAINING_CHECK_UDF',
  trainingStartUdf: 'SME_AUTOPILOT_TRAINING_START_UDF',
  exportTidyUdf: 'SME_AUTOPILOT_EXPORT_TIDY_UDF',
  jobStatusUdf: 'SME_AUTOPILOT_JOB_STATUS_UDF',
  describeJob: 'SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB',
  listCandidates: 'SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES',
  listFeatureImportance: 'SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE',
  listConfusionMatrix: 'SME_LIST_SAGEMAKER_AUTOPILOT_CONFUSION_MATRIX',
  stopJob: 'SME_STOP_SAGEMAKER_AUTOPILOT_JOB',
  listJobs: 'SME_LIST_SAGEMAKER_AUTOPILOT_JOBS',
  /** The name of `listJobs` in 0.1.0. */
  oldListJobs: 'SME_JOBS',
  jobDescriptionUdf: 'SME_AUTOPILOT_JOB_DESCRIPTION_UDF',
  candidateListUdf: 'SME_AUTOPILOT_CANDIDATE_LIST_UDF',
  featureImportanceUdf: 'SME_AUTOPILOT_FEATURE_IMPORTANCE_UDF',
  confusionMatrixUdf: 'SME_AUTOPILOT_CONFUSION_MATRIX_UDF',
  jobStopUdf: 'SME_AUTOPILOT_JOB_STOP_UDF',
  jobStatesUdf: 'SME_AUTOPILOT_JOB_STATES_UDF',
  createEndpoint: 'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT',
  deployEndpoint: 'SME_DEPLOY_SAGEMAKER_AUTOPILOT_ENDPOINT',
  deleteEndpoint: 'SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT',
  recoverJobs: 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS',
  endpointPlanUdf: 'SME_AUTOPILOT_ENDPOINT_PLAN_UDF',
  endpointStartUdf: 'SME_AUTOPILOT_ENDPOINT_START_UDF',
  endpointRemovalUdf: 'SME_AUTOPILOT_ENDPOINT_REMOVAL_UDF',
  jobsRecoveryUdf: 'SME_AUTOPILOT_JOBS_RECOVERY_UDF',
} as const;
