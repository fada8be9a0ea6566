// What doc/reference/tables.md says about the results of scripts. update-docs.mjs generates the page.

/** The scripts of each result, for its heading. */
export const resultScripts = {
  trainingResult: ['SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT'],
  jobStatusResult: ['SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', 'SME_STOP_SAGEMAKER_AUTOPILOT_JOB'],
  jobDescriptionResult: ['SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB'],
  candidateColumns: ['SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES'],
  featureImportanceResult: ['SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE'],
  confusionMatrixResult: ['SME_LIST_SAGEMAKER_AUTOPILOT_CONFUSION_MATRIX'],
  jobsResult: ['SME_LIST_SAGEMAKER_AUTOPILOT_JOBS', 'SME_JOBS'],
  endpointResult: ['SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', 'SME_DEPLOY_SAGEMAKER_AUTOPILOT_ENDPOINT'],
  endpointRemovalResult: ['SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT'],
  recoveryResult: ['SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS'],
};

/** A sentence below the table of a result. */
export const resultNotes = {
  jobDescriptionResult: 'The script always returns the same 47 attributes.',
  candidateColumns:
    'One column for each metric and set of rows that the job reported follows, such as `F1_VALIDATION`, and `METRICS` ' +
    'last: JSON with the names of AWS.',
};
