import type { ErrorTable } from '../definition.js';

/** Errors about prediction UDFs and predictions. */
export const predictionsErrors = {
  'E-SME-155': {
    where: 'templates/lua/sme/key_columns.lua',
    text: "key_columns: '{{column}}' is an input of the model.",
    mitigation: 'Leave it out: inputs come back with the prediction in any case.',
  },
  'E-SME-156': {
    where: 'templates/lua/sme/key_columns.lua',
    text: "key_columns: the type of '{{column}}' is not known.",
    mitigation: 'Give it with the name.',
  },
  'E-SME-165': {
    where: 'templates/lua/sme/prediction_udf.lua',
    text: "Column '{{column}}' is named twice among key and input columns.",
    mitigation: 'A column is either key or input.',
  },
  'E-SME-166': {
    where: 'templates/lua/sme/prediction_udf.lua',
    text: "A column or the target has the type '{{type}}', which no prediction UDF takes.",
    mitigation: 'Cast it in a view and train anew.',
  },
  'E-SME-167': {
    where: 'templates/lua/sme/prediction_udf.lua',
    text: 'The prediction UDF {{name}} cannot be created: {{text}}.',
    mitigation: 'You need CREATE SCRIPT and the right to create in the schema.',
  },
  'E-SME-168': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The prediction UDF {{name}} cannot be dropped: {{text}}.',
    mitigation: 'Its owner or an administrator can.',
  },
  'E-SME-190': {
    where: 'templates/python/sme/prediction_response.py',
    text: "The endpoint '{{endpoint}}' received {{sent}} rows and returned {{received}}.",
    mitigation:
      'Some containers silently drop rows that they cannot use, so the predictions of this request cannot be matched to its rows. Compare the columns with those of the training, and check the log of the endpoint in CloudWatch.',
  },
  'E-SME-191': {
    where: 'templates/python/sme/prediction_response.py',
    cases: {
      unreadable: {
        text: "The response of the endpoint '{{endpoint}}' is not CSV in UTF-8: {{reason}}.",
        mitigation: 'Check the log of the endpoint in CloudWatch, or create the endpoint again.',
      },
      other_columns: {
        text: "The endpoint '{{endpoint}}' returned '{{record}}' instead of {{keys}}.",
        mitigation: 'Its response keys changed after its prediction UDF was created. Create the endpoint again.',
      },
    },
  },
  'E-SME-192': {
    where: 'templates/python/sme/prediction_labels.py',
    text: "The endpoint predicted '{{label}}', which is not a {{type}}.",
    mitigation:
      'The endpoint serves a model with another target than its prediction UDF expects. Create the endpoint of this job again.',
  },
  'E-SME-193': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The endpoint '{{endpoint}}' is not in service in region '{{region}}': {{failure}}.",
    mitigation: 'Wait until its status is InService, or create it again.',
  },
  'E-SME-194': {
    where: 'templates/python/sme/prediction_failures.py',
    cases: {
      refused_keys: {
        text: "AWS rejected the keys of the connection '{{connection}}' for the endpoint '{{endpoint}}': {{failure}}.",
        mitigation: 'Correct the keys with ALTER CONNECTION. If they are valid, check the clock of the database nodes.',
      },
      access_denied: {
        text: "The keys of the connection '{{connection}}' may not invoke the endpoint '{{endpoint}}': {{failure}}.",
        mitigation: 'Allow sagemaker:InvokeEndpoint on this endpoint for the owner of the keys.',
      },
    },
  },
  'E-SME-195': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The endpoint '{{endpoint}}' stayed busy or not ready for minutes: {{failure}}.",
    mitigation: 'Use more instances or a higher max_concurrency, or lower parallel_requests or the number of groups.',
  },
  'E-SME-196': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The endpoint '{{endpoint}}' serves a model that was trained on other columns: {{failure}}.",
    mitigation: 'Create the endpoint again, which also replaces its prediction UDF.',
  },
  'E-SME-197': {
    where: 'templates/python/sme/prediction_failures.py',
    cases: {
      one_row: {
        text: "The endpoint '{{endpoint}}' failed: {{failure}}. The request contained only {{row}}.",
        mitigation: 'The cause is in this message from AWS. The log of the endpoint in CloudWatch has details.',
      },
      many_rows: {
        text: "The endpoint '{{endpoint}}' failed: {{failure}}.",
        mitigation: 'The cause is in this message from AWS. The log of the endpoint in CloudWatch has details.',
      },
    },
  },
  'E-SME-198': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The database cannot reach AWS in region '{{region}}' to call the endpoint '{{endpoint}}': {{failure}}.",
    mitigation: 'Check the region, and the name server, proxy and firewall of the database nodes.',
  },
  'E-SME-199': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The endpoint '{{endpoint}}' rejected a single row as too large: {{failure}}. The request contained only {{row}}.",
    mitigation:
      'Shorten the texts of this row, or exclude it with a WHERE clause. The log of the endpoint in CloudWatch has details.',
  },
  'E-SME-200': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The script language container has no boto3 to call the endpoint '{{endpoint}}' with: {{failure}}.",
    mitigation: 'Deploy with --language-alias and the alias of a container that has boto3.',
  },
  'E-SME-242': {
    where: 'src/commands/predict.ts',
    text: 'Nothing can be predicted so: {{problem}}.',
    mitigation: '"sme predict --help" shows what goes together.',
    exitCode: 2,
  },
  'E-SME-275': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The prediction UDF {{function}} may still exist, but the catalog does not show it to you ({{message}}).',
    mitigation:
      'Its row in the endpoint table stays. Have the owner of the function or an administrator run the same command again.',
  },
  'E-SME-280': {
    where: 'templates/python/sme/prediction_failures.py',
    cases: {
      one_row: {
        text: "The endpoint '{{endpoint}}' timed out, and retries did not help: {{failure}}. The request contained only {{row}}.",
        mitigation:
          'Check its log and its ModelLatency in CloudWatch. A stuck model needs a new endpoint, a slow one a larger instance type.',
      },
      many_rows: {
        text: "The endpoint '{{endpoint}}' timed out, and retries did not help: {{failure}}.",
        mitigation:
          'Check its log and its ModelLatency in CloudWatch. A stuck model needs a new endpoint, a slow one a larger instance type.',
      },
    },
  },
  'E-SME-281': {
    where: 'templates/python/sme/prediction_calls.py',
    text: "The endpoint '{{endpoint}}' cannot receive {{row}}: a request can have at most {{limit}} bytes.",
    mitigation: 'Shorten the texts of this row, or exclude it with a WHERE clause.',
  },
  'E-SME-282': {
    where: 'templates/lua/sme/key_columns.lua',
    text: "key_columns: Exasol does not have the type '{{type}}' of '{{column}}'.",
    mitigation: 'Use a type that the error lists, such as DECIMAL(18,0) or VARCHAR(20).',
  },
} as const satisfies ErrorTable;
