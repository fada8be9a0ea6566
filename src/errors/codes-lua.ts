import type { ErrorDefinition } from './codes.js';

/** Errors of Lua (templates/lua) in training and in what all scripts share, numbers 50-89. */
export const luaCodes = {
  'E-SME-50': {
    where: 'templates/lua/sme/errors.lua',
    text: '{{count}} problems were found.',
    mitigation: 'Each is listed with its own code and mitigation; nothing was exported, and no job was started.',
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
  'E-SME-57': {
    where: 'templates/lua/sme/objective.lua',
    text: 'problem_type or objective is unknown to AWS, or the two do not go together.',
    mitigation: 'The error lists what is possible.',
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
  'E-SME-60': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'Columns of types that mean nothing to Autopilot: {{columns}}.',
    mitigation: 'Name them in exclude_columns, or cast them in a view or in input_query.',
  },
  'E-SME-61': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The chosen columns leave nothing to learn from, or leave out one that is needed.',
    mitigation: 'Choose others with input_columns or exclude_columns.',
  },
  'E-SME-62': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The input has {{count}} rows (or rows with a target).',
    mitigation: 'Autopilot wants at least 500.',
  },
  'E-SME-63': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' is NULL in every row.",
    mitigation: 'There is nothing to learn: choose another target.',
  },
  'E-SME-64': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' has the same value in every row.",
    mitigation: 'At least two values are needed.',
  },
  'E-SME-65': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The target does not suit problem_type.',
    mitigation: 'Take another problem_type, or cast the target.',
  },
  'E-SME-66': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The input cannot be read: {{text}}.',
    mitigation: 'Check that you have SELECT on it, and that the view or query works.',
  },
  'E-SME-67': {
    where: 'templates/lua/sme/query_columns.lua',
    text: "input_query '{{query}}' is no SELECT.",
    mitigation: 'Give one SELECT.',
  },
  'E-SME-68': {
    where: 'templates/lua/sme/query_columns.lua',
    text: 'The columns of input_query cannot be found: {{text}}.',
    mitigation: 'Mend the query, or let someone make a view of it and name that.',
  },
  'E-SME-69': {
    where: 'templates/lua/sme/catalog.lua',
    text: "There is no connection '{{name}}'.",
    mitigation: 'The nearest one is named, or how to make it.',
  },
  'E-SME-70': {
    where: 'templates/lua/sme/training.lua',
    text: "The export to '{{uri}}' failed: {{text}}. No job was started; some files may have been written.",
    mitigation: 'By what Exasol says: grant EXPORT or the connection, fix keys, bucket, region or network.',
  },
  'E-SME-71': {
    where: 'templates/lua/sme/training.lua',
    text: 'Rows were exported, but files without rows could not be removed, or no file with rows exists.',
    mitigation: 'Fix the cause and run the same command again.',
  },
  'E-SME-72': {
    where: 'templates/lua/sme/job_table.lua',
    text: 'The job table {{table}} cannot be used: {{text}}.',
    mitigation: 'GRANT SELECT, INSERT, UPDATE, DELETE on it; where it is missing, deploy again.',
  },
  'E-SME-73': {
    where: 'templates/lua/sme/training_preparation.lua',
    text: "The job table {{table}} already has a job '{{job}}'.",
    mitigation: 'Use another job name.',
  },
  'E-SME-74': {
    where: 'templates/lua/sme/training.lua',
    text: "The row of job '{{job}}' could not be written: {{text}}. No job was started.",
    mitigation: 'Run the same command again.',
  },
  'E-SME-75': {
    where: 'templates/lua/sme/training.lua',
    text: "Job '{{job}}' was not started. Its name is free again; the exported files stay.",
    mitigation: 'Fix the cause that AWS names, then run the command again.',
  },
  'E-SME-76': {
    where: 'templates/lua/sme/training.lua',
    text: "It is not known whether job '{{job}}' was started. Its row and the exported files stay.",
    mitigation: 'Run the same command again: it asks AWS for the job first.',
  },
  'E-SME-77': {
    where: 'templates/lua/sme/udf.lua',
    text: 'The UDF {{name}} cannot run: {{text}}.',
    mitigation: 'Install a language container with boto3, grant EXECUTE, or deploy again.',
  },
  'E-SME-78': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS denies the call: {{text}}.',
    mitigation: 'Give the owner of the keys the permission that AWS names.',
  },
  'E-SME-79': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS refuses the keys: {{text}}.',
    mitigation: "Check USER and IDENTIFIED BY of the connection, and the database's clock.",
  },
  'E-SME-80': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The database could not talk to AWS: {{text}}.',
    mitigation: 'Check the region, and name server, proxy and firewall of its nodes.',
  },
  'E-SME-81': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'A quota of AWS is used up: {{text}}.',
    mitigation: 'Wait for running jobs to end, or ask AWS for a higher quota.',
  },
  'E-SME-82': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS answers too many calls at once: {{text}}.',
    mitigation: 'Wait a minute and start again.',
  },
  'E-SME-83': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The script language container has no boto3: {{text}}.',
    mitigation: 'Deploy with --language-alias and an alias of a container that has it.',
  },
  'E-SME-84': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'Another failure of AWS: {{text}}.',
    mitigation: 'The text is from AWS: mend its cause.',
  },
  'E-SME-85': {
    where: 'templates/lua/sme/job_request.lua',
    text: "There is no job '{{job}}' in region '{{region}}' of this AWS account.",
    mitigation: 'Check name, region and connection.',
  },
  'E-SME-86': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The sample weight is no number, negative, or the target itself.',
    mitigation: 'Take another column, or cast it.',
  },
  'E-SME-87': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The name is taken in AWS: {{text}}.',
    mitigation: 'AWS never frees a job name: take another one.',
  },
  'E-SME-88': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS finds the request invalid: {{text}}.',
    mitigation: 'Check the parameters that AWS names, and that SageMaker may assume the role.',
  },
  'F-SME-89': {
    where: 'templates/lua/sme/database.lua',
    text: 'Exasol refused a statement: {{text}}.',
    mitigation: 'This is our fault, or a right on system tables is missing; the statement is shown.',
  },
} as const satisfies Record<string, ErrorDefinition>;
