import type { ErrorTable } from '../definition.js';

/** Errors about arguments and names that all scripts check. */
export const scriptsErrors = {
  'E-SME-50': {
    where: 'templates/lua/sme/errors.lua',
    text: '{{count}} problems were found.',
    mitigation: '{{outcome}}',
  },
  'E-SME-51': {
    where: 'templates/lua/sme/json_arguments.lua',
    text: 'The parameters are not JSON, or JSON but no object.',
    mitigation: 'Give a JSON object as text, such as {"job_name":"my-job"}.',
  },
  'E-SME-52': {
    where: 'templates/lua/sme/json_arguments.lua',
    text: "There is no parameter '{{key}}'.",
    mitigation: 'The nearest known one is named.',
  },
  'E-SME-53': {
    where: 'templates/lua/sme/training_arguments.lua',
    text: 'Missing: {{keys}}.',
    mitigation: 'Give them.',
  },
  'E-SME-54': {
    where: 'templates/lua/sme/json_arguments.lua',
    text: "{{key}} '{{value}}' cannot be used.",
    mitigation: 'The error says what it has to be.',
  },
  'E-SME-55': {
    where: 'templates/lua/sme/training_arguments.lua',
    text: '{{key}} and {{other}} are both given.',
    mitigation: 'Give one of them.',
  },
  'F-SME-56': {
    where: 'templates/lua/sme/internal_error.lua',
    text: 'The script {{script}} failed by a fault of its own: {{text}}. It left {{left}}.',
    mitigation: 'Run the same command again; where that does not help, report the text.',
  },
  'E-SME-58': {
    where: 'templates/lua/sme/catalog.lua',
    text: "There is no table or view '{{name}}' in schema '{{schema}}' that you can read.",
    mitigation: 'Check its name, and that you have SELECT on it.',
  },
  'E-SME-59': {
    where: 'templates/lua/sme/catalog.lua',
    text: "There is no column '{{name}}'.",
    mitigation: 'The nearest one is named, or all are.',
  },
  'E-SME-69': {
    where: 'templates/lua/sme/catalog.lua',
    text: "There is no connection '{{name}}'.",
    mitigation: 'The nearest one is named, or how to make it.',
  },
  'E-SME-77': {
    where: 'templates/lua/sme/udf.lua',
    text: 'The UDF {{name}} cannot run: {{text}}.',
    mitigation: 'Install a language container with boto3, grant EXECUTE, or deploy again.',
  },
  'F-SME-89': {
    where: 'templates/lua/sme/database.lua',
    text: 'Exasol refused a statement: {{text}}.',
    mitigation: 'This is our fault, or a right on system tables is missing; the statement is shown.',
  },
  'E-SME-150': {
    where: 'templates/lua/sme/catalog.lua',
    text: "{{key}}: there is no schema '{{schema}}'.",
    mitigation: 'Check its name, or create it.',
  },
  'E-SME-268': {
    where: 'templates/lua/sme/lock_wait.lua',
    text: 'Another transaction has changed the table {{table}} and not ended; sme stopped waiting for it: {{text}}.',
    mitigation:
      'Find its session in SYS.EXA_DBA_TRANSACTION_CONFLICTS or SYS.EXA_ALL_SESSIONS, and commit, roll back or kill it. Then run the same command again.',
  },
  'E-SME-331': {
    where: 'templates/lua/sme/catalog.lua',
    text: "The name '{{name}}' is ambiguous: the database has {{names}}, which differ in case only.",
    mitigation: 'Write the name exactly as the database has it.',
  },
} as const satisfies ErrorTable;
