// What each column of the tables and results means: the text of doc/reference/tables.md, which update-docs.mjs generates.
// Names and types come from src/scripts/columns.ts; update-docs.mjs fails when a column has no text here, or a text no column.

/** By table, then by column. */
export const tableMeanings = {
  SME_METADATA_AUTOPILOT_JOBS: {
    DATETIME: 'When the row was written, in the session time zone',
    JOB_NAME: 'Name of the Autopilot job in SageMaker',
    AWS_CREDENTIALS_CONNECTION_NAME: 'CONNECTION that the training used',
    IAM_SAGEMAKER_ROLE: 'ARN of the role that the job assumes',
    S3_BUCKET_URI: 'Bucket, as given',
    S3_OUTPUT_PATH: 'Path in the bucket, as given',
    TARGET_ATTRIBUTE_NAME: 'Column to predict',
    PROBLEM_TYPE: 'Problem type sent to AWS; NULL if Autopilot infers it',
    OBJECTIVE: 'Objective metric sent to AWS; NULL if Autopilot infers it',
    MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS: 'Limit for the whole job',
    MAX_CANDIDATES: 'Limit for the number of candidates',
    MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS: 'Limit for one candidate',
    SESSION_ID: 'Exasol session that ran the training script',
    SCRIPT_USER: 'Exasol user who ran the training script',
    COLUMN_NAMES: 'JSON list of the exported columns, in training order',
    COLUMN_TYPES: 'JSON list of their SQL types',
    AWS_REGION: 'Region of job and bucket',
    INPUT_SCHEMA_NAME: 'Schema of the input table or view',
    INPUT_TABLE_OR_VIEW_NAME: 'Input table or view',
    INPUT_QUERY: 'Input query, when the training used one',
    S3_TRAIN_URI: 'Prefix of the exported training data',
    S3_RESULT_URI: 'Prefix of the results of the job',
    ROWS_EXPORTED: 'Exported rows',
    FILES_EXPORTED: 'Files with rows below `S3_TRAIN_URI`',
    JOB_MODE: '`AUTO`, `ENSEMBLING` or `HYPERPARAMETER_TUNING`; NULL if not given',
    SAMPLE_WEIGHT_COLUMN: 'Column of row weights',
    VALIDATION_FRACTION: 'Share of the rows held out for validation',
    KMS_KEY_ID: 'KMS key that encrypts the results',
    EXTENSION_VERSION: 'Version of the scripts that wrote the row',
    JOB_STATUS: 'Final status; NULL until `SME_JOBS` has seen the job end',
    JOB_SECONDARY_STATUS: 'Final secondary status',
    JOB_CREATION_TIME_UTC: 'When AWS created the job',
    JOB_END_TIME_UTC: 'When the job ended',
    FAILURE_REASON: 'Failure reason in the words of AWS',
    BEST_CANDIDATE_NAME: 'Best candidate of a finished job',
    BEST_METRIC_NAME: 'Objective metric of the best candidate',
    BEST_METRIC_VALUE: 'Its value',
    BEST_METRIC_IS_KNOWN: 'TRUE once the best candidate was read after the end of the job',
    RUN_STATE: '`EXPORTING`, `STARTING` or `STARTED`; NULL in rows of 0.1.0, whose jobs were started',
    RUN_TOKEN: 'Run that owns the row; part of the prefix of the training data',
    MODEL_NAME: '`model_name` of the training, if given',
    REQUEST_DIGEST: 'Digest of the parameters, by which the same command finds its own unfinished run',
  },
  SME_METADATA_AUTOPILOT_ENDPOINTS: {
    DATETIME: 'When the row was written, in the session time zone',
    ENDPOINT_NAME: 'Name of the endpoint in SageMaker',
    AWS_REGION: 'Region of the endpoint',
    AWS_CREDENTIALS_CONNECTION_NAME: 'CONNECTION that creates, invokes and deletes the endpoint',
    JOB_NAME: 'Job whose model the endpoint serves',
    CANDIDATE_NAME: 'Candidate that the endpoint serves',
    MODEL_NAME: 'Model in SageMaker',
    ENDPOINT_CONFIG_NAME: 'Endpoint configuration in SageMaker',
    INSTANCE_TYPE: 'Instance type; NULL if serverless',
    INSTANCE_COUNT: 'Number of instances; NULL if serverless',
    SERVERLESS_MEMORY_MB: 'Memory of a serverless endpoint',
    SERVERLESS_MAX_CONCURRENCY: 'Maximum concurrency of a serverless endpoint',
    PREDICTION_SCHEMA: 'Schema of the prediction function',
    PREDICTION_UDF: 'Name of the prediction function',
    PREDICTION_SETTINGS: 'JSON with everything that the prediction function needs',
    ENDPOINT_STATUS: 'Status in AWS when the scripts last looked',
    STATUS_DATETIME: 'When the scripts last looked',
    SESSION_ID: 'Exasol session that created the endpoint',
    SCRIPT_USER: 'Exasol user who created the endpoint',
    EXTENSION_VERSION: 'Version of the scripts that wrote the row',
    TIME_TO_LIVE_IN_SECONDS: 'Time to live, as given; NULL if the endpoint has none',
    EXPIRES_AT_UTC: 'When the time to live ends; NULL if the endpoint has none',
  },
};

const job = {
  JOB_NAME: 'Name of the job',
  JOB_STATUS: '`InProgress`, `Completed`, `Failed`, `Stopping` or `Stopped`',
  JOB_SECONDARY_STATUS: 'Phase of the job, as AWS names it',
};

/** By name of the exported result in columns.ts, then by column. */
export const resultMeanings = {
  trainingResult: {
    JOB_NAME: 'Name of the new job',
    ROWS_EXPORTED: 'Exported rows',
    FILES_EXPORTED: 'Files with rows',
    S3_TRAIN_URI: 'Prefix of the exported training data',
  },
  jobStatusResult: { JOB_STATUS: job.JOB_STATUS, JOB_SECONDARY_STATUS: job.JOB_SECONDARY_STATUS },
  jobDescriptionResult: { ATTRIBUTE: 'Name of the attribute', VALUE: 'Value as text; NULL if AWS has none' },
  candidateColumns: {
    RANK: '1 is the best candidate',
    CANDIDATE_NAME: 'Name of the candidate',
    CANDIDATE_STATUS: 'Status, as AWS names it',
    OBJECTIVE_METRIC: 'Objective metric of the job',
    OBJECTIVE_VALUE: 'Value of the objective metric',
    TRAINING_SECONDS: 'Duration of the training of this candidate',
    FAILURE_REASON: 'Failure reason in the words of AWS',
    CREATION_TIME_UTC: 'Start, as `YYYY-MM-DD HH:MM:SS`',
    END_TIME_UTC: 'End, as `YYYY-MM-DD HH:MM:SS`',
  },
  featureImportanceResult: {
    FEATURE: 'Input column',
    IMPORTANCE: 'Importance, as the explainability report of the job has it',
    SHARE: 'Share of the total; all shares add up to 1',
  },
  confusionMatrixResult: {
    ACTUAL: 'Class of the rows, as text',
    PREDICTED: 'Class that the model predicted, as text',
    NUMBER_OF_ROWS: 'Number of rows with both',
  },
  jobsResult: {
    ...job,
    CREATION_TIME_UTC: 'Start of the job, as `YYYY-MM-DD HH:MM:SS`',
    AGE_IN_SECONDS: 'Time from the start of the job until now',
    DURATION_IN_SECONDS: 'Time from the start of the job to its end, or until now',
    BEST_METRIC_NAME: 'Objective metric of the best candidate',
    BEST_METRIC_VALUE: 'Its value',
    BEST_CANDIDATE_NAME: 'Best candidate',
    ENDPOINT_NAME: 'Endpoints that serve the job',
    ENDPOINT_STATUS: 'Their status in AWS; `missing` if AWS does not have the endpoint',
    ENDPOINT_EXPIRES_AT_UTC: 'When their time to live ends',
    FAILURE_REASON: 'Failure reason in the words of AWS',
    REMARK: 'What else there is to know, such as an export that did not finish',
  },
  endpointResult: {
    ENDPOINT_NAME: 'Name of the endpoint in SageMaker',
    ENDPOINT_STATUS: 'Status of the endpoint, such as `Creating` or `InService`',
    PREDICTION_UDF: 'Prediction function, quoted and qualified, ready to use in SQL',
    MODEL_NAME: 'Model in SageMaker',
    ENDPOINT_CONFIG_NAME: 'Endpoint configuration in SageMaker',
    JOB_NAME: 'Job whose model the endpoint serves',
    CANDIDATE_NAME: 'Candidate that the endpoint serves',
    EXPIRES_AT_UTC: 'When the time to live ends, as `YYYY-MM-DD HH:MM:SS`; NULL if there is none',
  },
  endpointRemovalResult: {
    OBJECT: '`endpoint`, `endpoint configuration`, `model` or `prediction UDF`',
    NAME: 'Name of the object',
    RESULT: '`deleted`, or what happened instead',
  },
  recoveryResult: {
    JOB_NAME: 'Job that AWS has',
    CREATED: 'When AWS created it, in UTC',
    RESULT: 'What the script did with the row of the job',
  },
};

/** The scripts of each result, for its heading. */
export const resultScripts = {
  trainingResult: ['SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT'],
  jobStatusResult: ['SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', 'SME_STOP_SAGEMAKER_AUTOPILOT_JOB'],
  jobDescriptionResult: ['SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB'],
  candidateColumns: ['SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES'],
  featureImportanceResult: ['SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE'],
  confusionMatrixResult: ['SME_LIST_SAGEMAKER_AUTOPILOT_CONFUSION_MATRIX'],
  jobsResult: ['SME_JOBS'],
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
