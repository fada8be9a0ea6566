import type { ScriptParameter } from './types.js';

/** Keys of the JSON object for SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT. */
export const endpointKeys: readonly ScriptParameter[] = [
  { name: 'job_name', type: 'string', default: 'none', meaning: 'job whose model the endpoint serves' },
  {
    name: 'model_name',
    type: 'string',
    default: 'none',
    meaning: 'instead of job_name: model_name of trainings, one version of which the endpoint serves',
    details:
      'An existing endpoint of the model is updated without downtime; it keeps what the command does not specify. See [Versions](../user_guide/versions.md).',
  },
  {
    name: 'version',
    type: 'number',
    default: 'the best completed version',
    meaning: 'with model_name: version to serve',
    details:
      'The best version has the best value of the objective metric of the newest completed version; versions with other metrics are not compared.',
  },
  {
    name: 'only_if_better',
    type: 'boolean',
    default: 'false',
    meaning: 'with model_name: true keeps the served version if the other one is worse by the objective metric',
  },
  {
    name: 'replace_function',
    type: 'boolean',
    default: 'false',
    meaning: 'with model_name: true accepts a prediction function with other columns',
  },
  {
    name: 'instance_type',
    type: 'string',
    default: 'none (required without serverless, unless an endpoint of the model exists)',
    meaning: 'instance type, such as ml.m5.large',
  },
  {
    name: 'serverless',
    type: 'object',
    default: 'none',
    meaning: 'serverless endpoint instead of instances: {"memory_mb": 4096, "max_concurrency": 10}',
    details:
      '`memory_mb` is 1024, 2048, 3072, 4096 (default), 5120 or 6144; `max_concurrency` is 1 to 200 (default 10).',
  },
  { name: 'instance_count', type: 'number', default: '1', meaning: 'number of instances' },
  { name: 'candidate_name', type: 'string', default: 'the best candidate', meaning: 'candidate to serve' },
  {
    name: 'endpoint_name',
    type: 'string',
    default: 'the job name or model name in lower case',
    meaning: 'name of the endpoint',
  },
  {
    name: 'prediction_schema',
    type: 'string',
    default: 'the open schema',
    meaning: 'schema of the prediction function',
    details: 'If no schema is open, the schema of the scripts.',
  },
  {
    name: 'key_columns',
    type: 'array',
    default: 'none',
    meaning: 'columns that the prediction function returns unchanged',
    details:
      'They are not sent to the model. A list of names, or of objects such as `{"name": "ID", "type": "DECIMAL(18,0)"}` for columns that the input of the training does not have.',
  },
  {
    name: 'wait',
    type: 'boolean or number',
    default: 'false',
    meaning: 'whether to wait until the endpoint is in service; a number limits the wait in seconds, up to 3600',
    details: '`true` waits up to 30 minutes.',
  },
  { name: 'parallel_requests', type: 'number', default: '4', meaning: 'parallel requests per process, up to 64' },
  {
    name: 'on_error',
    type: 'string',
    default: '"fail"',
    meaning: 'what the prediction functions do with a bad row',
    details:
      '`"fail"` ends the query. `"null"` returns NULL as the prediction and adds the column ERROR. A bad row is one that AWS refuses or that is too large.',
  },
  {
    name: 'max_errors',
    type: 'number',
    default: '1000',
    meaning: 'with on_error "null": bad rows of one process that a query may have',
  },
  {
    name: 'view_name',
    type: 'string',
    default: 'none',
    meaning: 'view to create in prediction_schema; SELECT * FROM it predicts',
    details: 'In upper case, unless it contains a capital or is in double quotes.',
  },
  {
    name: 'view_query',
    type: 'string',
    default: 'the input of the training',
    meaning: 'SELECT that returns the rows that the view predicts for',
  },
  {
    name: 'time_to_live_in_seconds',
    type: 'number',
    default: 'none',
    meaning: 'seconds after which sme cleanup deletes the endpoint',
    details: 'At most ten years. See [Clean up](../user_guide/operations.md#clean-up).',
  },
  {
    name: 'only_if_there',
    type: 'boolean',
    default: 'false',
    meaning: 'true does not create the endpoint if it is missing in AWS',
  },
  {
    name: 'tags',
    type: 'object',
    default: 'none',
    meaning: 'AWS tags of the model, the configuration and the endpoint',
  },
  {
    name: 'aws_credentials_connection_name',
    type: 'string',
    default: 'the one of the job',
    meaning: 'CONNECTION with the AWS key',
  },
  { name: 'aws_region', type: 'string', default: 'the one of the job', meaning: 'Region of the endpoint' },
  {
    name: 'security',
    type: 'object',
    default: 'none',
    meaning: 'VPC, KMS key and network isolation: {"vpc": {"subnets": […], "security_group_ids": […]}, …}',
    details:
      'Members: `vpc` with `subnets` and `security_group_ids`, `volume_kms_key_id`, `network_isolation` (true or false). Serverless endpoints support only the key. See [Security options](../user_guide/security.md#security-options).',
  },
];
