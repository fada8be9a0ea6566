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
        mitigation: 'Ask an administrator to run: GRANT CREATE SCRIPT TO {{quoted_user}};',
      },
      other_schema: {
        text: 'The prediction UDF {{name}} cannot be created: user {{user}} lacks CREATE ANY SCRIPT and does not own the schema.',
        mitigation:
          'Set prediction_schema to a schema that you own, or ask an administrator to run: GRANT CREATE ANY SCRIPT TO {{quoted_user}};',
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
    text: "The endpoint '{{endpoint}}' received {{sent}} rows and returned {{received}}. Some containers silently drop rows that they cannot use, so the predictions of this request cannot be matched to its rows.",
    mitigation: 'Compare the columns with those of the training, and check the log of the endpoint in CloudWatch.',
  },
  'E-SME-191': {
    where: 'templates/python/sme/prediction_response.py',
    cases: {
      unreadable: {
        text: "The response of the endpoint '{{endpoint}}' is not CSV in UTF-8: {{reason}}.",
        mitigation: 'Check the log of the endpoint in CloudWatch, or create the endpoint again.',
      },
      other_columns: {
        text: "The endpoint '{{endpoint}}' returned '{{record}}' instead of {{keys}}. Its response keys changed after its prediction UDF was created.",
        mitigation: 'Create the endpoint again.',
      },
    },
  },
  'E-SME-192': {
    where: 'templates/python/sme/prediction_labels.py',
    text: "The endpoint predicted '{{label}}', which is not a {{type}}. The endpoint serves a model with another target than its prediction UDF expects.",
    mitigation: 'Create the endpoint of this job again.',
  },
  'E-SME-193': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The endpoint '{{endpoint}}' is not in service in Region '{{region}}': {{failure}}.",
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
        mitigation: 'Fix the cause that AWS names. The log of the endpoint in CloudWatch has details.',
      },
      many_rows: {
        text: "The endpoint '{{endpoint}}' failed: {{failure}}.",
        mitigation: 'Fix the cause that AWS names. The log of the endpoint in CloudWatch has details.',
      },
    },
  },
  'E-SME-198': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "The database cannot reach AWS in Region '{{region}}' to call the endpoint '{{endpoint}}': {{failure}}.",
    mitigation: 'Check the Region, and the name server, proxy and firewall of the database nodes.',
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
    text: 'Cannot predict: {{problem}}.',
    mitigation: 'Run "sme predict --help" for valid combinations of flags.',
    exitCode: 2,
  },
  'E-SME-275': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The prediction UDF {{name}} may still exist, but the catalog does not show it to you ({{reason}}). Its row in the endpoint table is kept.',
    mitigation: 'Have the owner of the UDF or an administrator run the same command.',
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
    text: 'key_columns: Exasol does not have the type {{types}}.',
    mitigation: 'Use {{known}}.',
  },
  'E-SME-340': {
    where: 'templates/python/sme/prediction_bad_rows.py',
    text: "The endpoint '{{endpoint}}' cannot predict more than {{max_errors}} rows, the limit max_errors. The first ones: {{rows}}.",
    mitigation: 'Correct these rows, exclude them with a WHERE clause, or raise max_errors.',
  },
  'E-SME-341': {
    where: 'templates/python/sme/prediction_lines.py',
    text: "The CSV line '{{line}}' has a line break that is not in double quotes, so it would become several rows.",
    mitigation: 'Build the line with the expressions that "sme predict --sql" prints.',
  },
  'E-SME-342': {
    where: 'templates/python/sme/prediction_bad_rows.py',
    text: "max_errors is '{{value}}', but has to be a whole number from 0.",
    mitigation: 'Pass the number of rows that may have an error, such as 1000.',
  },
  'E-SME-601': {
    where: 'src/jobs/source-columns.ts',
    text: "{{source}} lacks {{what}} {{columns}}, which the endpoint '{{endpoint}}' needs.",
    mitigation:
      "Use a table with all inputs of the model, or rename columns in a query: --sql 'SELECT …, OTHER AS {{example}} FROM …'.",
    exitCode: 2,
  },
} as const satisfies ErrorTable;
