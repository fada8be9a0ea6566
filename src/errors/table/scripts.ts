import type { ErrorTable } from '../definition.js';

/** Errors about parameters and names that all scripts check. */
export const scriptsErrors = {
  'E-SME-50': {
    where: 'templates/lua/sme/errors.lua',
    text: '{{count}} problems were found.',
    mitigation: '{{outcome}}',
  },
  'E-SME-51': {
    where: 'templates/lua/sme/json_arguments.lua',
    cases: {
      missing: {
        text: 'The script was called without parameters.',
        mitigation: 'Pass a JSON object as text, such as {"job_name":"my-job"}.',
      },
      not_json: {
        text: 'The parameters are not valid JSON: {{reason}}.',
        mitigation: 'Pass a JSON object with its keys and texts in double quotes, such as {"job_name":"my-job"}.',
      },
      not_object: {
        text: "The parameters are JSON, but not an object: '{{value}}'.",
        mitigation: 'Pass a JSON object, such as {"job_name":"my-job"}.',
      },
    },
  },
  'E-SME-52': {
    where: 'templates/lua/sme/json_arguments.lua',
    text: "There is no parameter '{{key}}'.",
    mitigation: 'Check the spelling.{{suggestion}}',
  },
  'E-SME-53': {
    where: 'templates/lua/sme/training_arguments.lua',
    cases: {
      training: { text: 'Missing: {{keys}}.', mitigation: 'Add these parameters. Every training needs them.' },
      examination: { text: 'Missing: {{keys}}.', mitigation: 'Add these parameters. Every examination needs them.' },
      evaluation: { text: 'Missing: {{keys}}.', mitigation: 'Add these parameters. Every evaluation needs them.' },
      endpoint: { text: 'Missing: {{keys}}.', mitigation: 'Add these parameters. Every endpoint needs them.' },
      batch: { text: 'Missing: {{keys}}.', mitigation: 'Add these parameters. Every batch prediction needs them.' },
      region: {
        text: "Missing: aws_region. The job's row does not contain it, because the Python extension wrote the row.",
        mitigation: 'Add aws_region.',
      },
      unknown_endpoint: {
        text: 'Missing: aws_credentials_connection_name, aws_region. The endpoint table does not contain this endpoint.',
        mitigation: 'Pass both.',
      },
      argument: { text: 'Missing: {{keys}}.', mitigation: 'Pass a value for each of these arguments.' },
    },
  },
  'E-SME-54': {
    where: 'templates/lua/sme/json_arguments.lua',
    cases: {
      value: { text: "Invalid {{key}} '{{value}}'.", mitigation: 'It {{expected}}.' },
      tag: { text: "Invalid tag '{{key}}'.", mitigation: '{{expected}}.' },
      tag_count: { text: 'tags has {{count}} entries.', mitigation: 'Use at most {{max}} tags.' },
    },
  },
  'E-SME-55': {
    where: 'templates/lua/sme/training_arguments.lua',
    cases: {
      exclusive: { text: '{{key}} and {{other}} are both given.', mitigation: 'Use only one of them.' },
      needs: { text: '{{key}} has no effect without {{other}}.', mitigation: 'Set {{other}}, or omit {{key}}.' },
      hosting: {
        text: 'serverless is combined with instance_type or instance_count.',
        mitigation: 'Use either serverless or instances.',
      },
      weighted_mode: {
        text: "sample_weight_column cannot be combined with mode '{{mode}}'.",
        mitigation: "Set mode to 'ENSEMBLING', the only mode that supports sample weights, or omit it.",
      },
    },
  },
  'F-SME-56': {
    where: 'templates/lua/sme/internal_error.lua',
    text: 'Internal error in the script {{script}}: {{reason}}. {{side_effects}}',
    mitigation: '{{next_step}} If that does not help, report this message.',
  },
  'E-SME-58': {
    where: 'templates/lua/sme/catalog.lua',
    cases: {
      table: {
        text: "There is no table or view '{{name}}' in schema '{{schema}}' that you can read.",
        mitigation: 'Check its name.{{suggestion}}',
      },
      schema: {
        text: "There is no table or view '{{name}}' in schema '{{schema}}' that you can read. The schema does not exist, or you cannot read any of its tables.",
        mitigation: 'Check both names.{{suggestion}}',
      },
    },
  },
  'E-SME-59': {
    where: 'templates/lua/sme/catalog.lua',
    text: "{{key}}: there is no column '{{name}}'.",
    mitigation: 'Check the spelling.{{suggestion}}',
  },
  'E-SME-69': {
    where: 'templates/lua/sme/catalog.lua',
    text: "There is no connection '{{name}}'.",
    mitigation: 'Check the name.{{suggestion}}',
  },
  'E-SME-77': {
    where: 'templates/lua/sme/udf.lua',
    cases: {
      container: {
        text: 'The UDF {{name}} cannot run: {{reason}}.',
        mitigation:
          'Install a script language container that has boto3, or deploy with --language-alias and the alias of a working container.',
      },
      privilege: {
        text: 'The UDF {{name}} cannot run: {{reason}}.',
        mitigation: 'You need EXECUTE on all scripts of this schema.',
      },
      missing: {
        text: 'The UDF {{name}} cannot run: {{reason}}. A script is missing.',
        mitigation: 'Run sme deploy again.',
      },
      other: {
        text: 'The UDF {{name}} cannot run: {{reason}}.',
        mitigation: 'Ask an administrator to check the script language container. sme deploy tests it.',
      },
      unreadable: {
        text: 'The response of the UDF {{name}} is not a JSON object.',
        mitigation: 'Run sme deploy again.',
      },
    },
  },
  'F-SME-89': {
    where: 'templates/lua/sme/database.lua',
    text: 'Exasol rejected a statement of the script: {{reason}}.',
    mitigation: 'Report this message with the statement: {{statement}}',
  },
  'E-SME-150': {
    where: 'templates/lua/sme/catalog.lua',
    text: "{{key}}: there is no schema '{{schema}}'.",
    mitigation: 'Check the name, or create the schema.{{suggestion}}',
  },
  'E-SME-268': {
    where: 'templates/lua/sme/lock_wait.lua',
    text: 'Another transaction has changed the table {{table}} and has not ended. sme stopped waiting for it: {{reason}}.',
    mitigation:
      'Find its session in SYS.EXA_DBA_TRANSACTION_CONFLICTS or SYS.EXA_ALL_SESSIONS, and commit, roll back or kill it. Then run the same command again.',
  },
  'E-SME-331': {
    where: 'templates/lua/sme/catalog.lua',
    text: "The name '{{name}}' is ambiguous: the database has {{names}}, which differ only in case.",
    mitigation: 'Write the name exactly as the database has it.',
  },
} as const satisfies ErrorTable;
