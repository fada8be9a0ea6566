/**
 * Every name that the extension gives to an object in Exasol, once. Templates get them through placeholders of the same key
 * (`trainingCheckUdf` is `{{trainingCheckUdf}}`), so that Lua and SQL cannot spell one differently.
 */
export const names = {
  jobTable: 'SME_METADATA_AUTOPILOT_JOBS',
  endpointTable: 'SME_METADATA_AUTOPILOT_ENDPOINTS',
  train: 'SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT',
  pollJobStatus: 'SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS',
  runtimeInfoUdf: 'SME_RUNTIME_INFO_UDF',
  trainingCheckUdf: 'SME_AUTOPILOT_TRAINING_CHECK_UDF',
  trainingStartUdf: 'SME_AUTOPILOT_TRAINING_START_UDF',
  exportTidyUdf: 'SME_AUTOPILOT_EXPORT_TIDY_UDF',
  jobStatusUdf: 'SME_AUTOPILOT_JOB_STATUS_UDF',
} as const;
