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
    where: 'templates/python/sme/prediction_answer.py',
    text: "The endpoint '{{endpoint}}' was sent {{sent}} rows and answered {{received}}.",
    mitigation: 'Compare the columns with those of the training, and look into the log of the endpoint in CloudWatch.',
  },
  'E-SME-191': {
    where: 'templates/python/sme/prediction_answer.py',
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
    text: 'The prediction UDF {{function}} may still exist, but the catalog does not show it to you ({{message}}).',
    mitigation:
      'Its row in the endpoint table stays. Have the owner of the function or an administrator run the same command again.',
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
    text: "key_columns: Exasol does not have the type '{{type}}' of '{{column}}'.",
    mitigation: 'Use a type that the error lists, such as DECIMAL(18,0) or VARCHAR(20).',
  },
} as const satisfies ErrorTable;
