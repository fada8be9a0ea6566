import type { ErrorTable } from '../definition.js';

/** Errors about prediction UDFs and predictions. */
export const predictionsErrors = {
  'E-SME-155': {
    where: 'templates/lua/sme/key_columns.lua',
    text: "key_columns: '{{column}}' is an input of the model.",
    mitigation: 'Remove it from key_columns. A prediction always returns its inputs.',
  },
  'E-SME-156': {
    where: 'templates/lua/sme/key_columns.lua',
    text: "key_columns: the type of '{{column}}' is unknown.",
    mitigation: 'Check the name, or give the type, such as {"name":"{{column}}","type":"DECIMAL(18,0)"}.{{suggestion}}',
  },
  'E-SME-165': {
    where: 'templates/lua/sme/prediction_udf.lua',
    text: "Column '{{column}}' occurs twice among key and input columns.",
    mitigation: 'Use each column either as a key or as an input.',
  },
  'E-SME-166': {
    where: 'templates/lua/sme/prediction_udf.lua',
    cases: {
      column: {
        text: "A prediction UDF cannot take column '{{column}}' of type '{{type}}'.",
        mitigation: 'Cast the column in a view and train again.',
      },
      target: {
        text: "A prediction UDF cannot return the target, which has the type '{{type}}'.",
        mitigation: 'Cast the target in a view and train again.',
      },
    },
  },
  'E-SME-167': {
    where: 'templates/lua/sme/prediction_udf.lua',
    cases: {
      own_schema: {
        text: 'The prediction UDF {{name}} cannot be created: user {{user}} lacks CREATE SCRIPT.',
        mitigation: 'Run GRANT CREATE SCRIPT TO {{quoted_user}}, or set prediction_schema to a schema that you own.',
      },
      other_schema: {
        text: 'The prediction UDF {{name}} cannot be created: user {{user}} lacks CREATE ANY SCRIPT and does not own the schema.',
        mitigation:
          'Run GRANT CREATE ANY SCRIPT TO {{quoted_user}}, or set prediction_schema to a schema that you own.',
      },
      rejected: {
        text: 'The prediction UDF {{name}} cannot be created: {{reason}}.',
        mitigation:
          'You need CREATE SCRIPT and the right to create objects in this schema. Otherwise set prediction_schema to another schema.',
      },
    },
  },
  'E-SME-168': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The prediction UDF {{name}} cannot be dropped: {{reason}}.',
    mitigation: 'Have its owner or an administrator run the same command.',
  },
  'E-SME-190': {
    where: 'templates/python/sme/prediction_response.py',
    text: "The endpoint '{{endpoint}}' was sent {{sent}} rows and answered {{received}}.",
    mitigation: 'Compare the columns with those of the training, and look into the log of the endpoint in CloudWatch.',
  },
  'E-SME-191': {
    where: 'templates/python/sme/prediction_response.py',
    text: "The endpoint '{{endpoint}}' answered '{{record}}', where {{keys}} was asked for.",
    mitigation: 'Its response keys were changed after its creation: create the endpoint again.',
  },
  'E-SME-192': {
    where: 'templates/python/sme/prediction_labels.py',
    text: "The endpoint predicted '{{label}}', which is no {{type}}.",
    mitigation: 'It serves a model with another target: create the endpoint again under its job.',
  },
  'E-SME-193': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "There is no endpoint '{{endpoint}}' in service: {{text}}.",
    mitigation: 'Wait until it is InService, or create it again.',
  },
  'E-SME-194': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'AWS refuses the keys, or a permission is missing: {{text}}.',
    mitigation: 'Check the connection; its keys need sagemaker:InvokeEndpoint.',
  },
  'E-SME-195': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The endpoint stayed busy or unready for minutes: {{text}}.',
    mitigation: 'Take more instances or max_concurrency, or fewer parallel_requests and groups.',
  },
  'E-SME-196': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The model was trained on other columns: {{text}}.',
    mitigation: 'Create the endpoint again, which makes its prediction UDF anew.',
  },
  'E-SME-197': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'Another failure of a prediction: {{text}}.',
    mitigation: 'The text is from AWS; see the log of the endpoint in CloudWatch.',
  },
  'E-SME-198': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The database could not talk to AWS: {{text}}.',
    mitigation: 'Check the region, and name server, proxy and firewall of the nodes.',
  },
  'E-SME-199': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'Not even a single row goes through: {{text}}. The request contained only {{row}}.',
    mitigation: 'See the text of AWS, and the log of the endpoint.',
  },
  'E-SME-200': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The script language container has no boto3: {{text}}.',
    mitigation: 'Deploy with --language-alias and an alias of a container that has it.',
  },
  'E-SME-242': {
    where: 'src/commands/predict.ts',
    text: 'Nothing can be predicted so: {{problem}}.',
    mitigation: '"sme predict --help" shows what goes together.',
    exitCode: 2,
  },
  'E-SME-275': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The prediction UDF {{name}} may still exist, but the catalog does not show it to you ({{reason}}).',
    mitigation:
      'Its row in the endpoint table is kept. Have the owner of the UDF or an administrator run the same command.',
  },
  'E-SME-280': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The endpoint answers too late, and retries did not help: {{text}}.',
    mitigation:
      'Check its log and its ModelLatency in CloudWatch: a stuck model needs a new endpoint, a slow one a larger instance type.',
  },
  'E-SME-281': {
    where: 'templates/python/sme/prediction_calls.py',
    text: "Endpoint '{{endpoint}}' cannot be sent {{row}}, which has {{size}} bytes as CSV: a request can have {{limit}} bytes.",
    mitigation: 'Shorten the texts of this row, or exclude it with a WHERE clause.',
  },
  'E-SME-282': {
    where: 'templates/lua/sme/key_columns.lua',
    text: 'key_columns: Exasol does not have the type {{types}}.',
    mitigation: 'Use {{known}}.',
  },
} as const satisfies ErrorTable;
