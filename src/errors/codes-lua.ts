import type { ErrorDefinition } from './codes.js';

/** Errors of Lua (templates/lua), numbers 50-89 and 140-169. */
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
    where: 'templates/lua/sme/own_fault.lua',
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
    where: 'templates/lua/sme/s3_export.lua',
    text: "The export to '{{uri}}' failed: {{text}}. No job was started, no row written; some files may have been written.",
    mitigation: 'By what Exasol says: grant EXPORT or the connection, mend keys, bucket, region or network.',
  },
  'E-SME-71': {
    where: 'templates/lua/sme/training.lua',
    text: 'Rows were exported, but files without rows could not be taken out, or no file with rows is there.',
    mitigation: 'Mend what is said, delete the files and start again.',
  },
  'E-SME-72': {
    where: 'templates/lua/sme/job_table.lua',
    text: 'The job table {{table}} cannot be used: {{text}}.',
    mitigation: 'GRANT SELECT, INSERT, UPDATE, DELETE on it; where it is missing, deploy again.',
  },
  'E-SME-73': {
    where: 'templates/lua/sme/job_table.lua',
    text: "The job table {{table}} already has a job '{{job}}'.",
    mitigation: 'Take another job name.',
  },
  'E-SME-74': {
    where: 'templates/lua/sme/training.lua',
    text: "Rows were exported, but the row of job '{{job}}' could not be written: {{text}}. No job was started.",
    mitigation: 'Mend that, delete the files and start again, or take another job name.',
  },
  'E-SME-75': {
    where: 'templates/lua/sme/training.lua',
    text: "Job '{{job}}' was not started, and its row was taken back. The exported files stay.",
    mitigation: 'Mend what AWS says; then start again with another job name, or delete the files first.',
  },
  'E-SME-76': {
    where: 'templates/lua/sme/training.lua',
    text: "It is not known whether job '{{job}}' was started. Its row and the exported files stay.",
    mitigation: 'Poll the job; where AWS does not know it after some minutes, start again with another job name.',
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
    where: 'templates/lua/sme/job_question.lua',
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
  'E-SME-140': {
    where: 'templates/lua/sme/job_report.lua',
    text: "Job '{{job}}' ({{statuses}}) has no report on {{subject}}.",
    mitigation: "AWS's reasons are told, or which jobs have such a report.",
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
    where: 'templates/lua/sme/prediction_udf.lua',
    text: 'The prediction UDF {{name}} cannot be dropped: {{text}}.',
    mitigation: 'Its owner or an administrator can.',
  },
  'E-SME-169': {
    where: 'templates/lua/sme/serving_conflicts.lua',
    text: "AWS has no endpoint '{{endpoint}}' in region '{{region}}', or is deleting it.",
    mitigation: 'It is not made anew, for only_if_there says so.',
  },
  'E-SME-141': {
    where: 'templates/lua/sme/endpoint_table.lua',
    text: "The endpoint '{{endpoint}}' is not made: another session makes it with other parameters, or has deleted it.",
    mitigation: 'Agree on one; then run the command again.',
  },
  'E-SME-142': {
    where: 'templates/lua/sme/serving.lua',
    text: "Another session has deleted the endpoint '{{endpoint}}' while this one made it.",
    mitigation: 'Delete it again, or run the same command again.',
  },
  'E-SME-148': {
    where: 'templates/lua/sme/serving_removal.lua',
    text: "Not all of the endpoint '{{endpoint}}' is removed: {{text}}.",
    mitigation: 'Run the same command again when the cause is mended.',
  },
  'E-SME-149': {
    where: 'templates/lua/sme/job_recovery.lua',
    text: 'The recovery of jobs stopped: {{text}}.',
    mitigation: 'Run it again: it goes on.',
  },
  'E-SME-150': {
    where: 'templates/lua/sme/catalog.lua',
    text: "{{key}}: there is no schema '{{schema}}'.",
    mitigation: 'Check its name, or create it.',
  },
  'E-SME-151': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The job table has no job '{{job}}'.",
    mitigation: 'A training writes its row; SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS brings lost ones back.',
  },
  'E-SME-152': {
    where: 'templates/lua/sme/trained_job.lua',
    text: 'The job table cannot be read: {{text}}.',
    mitigation: 'You need GRANT SELECT on it; where it is missing, deploy again.',
  },
  'E-SME-153': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The row of job '{{job}}' does not tell its columns and their target.",
    mitigation: 'Mend the row.',
  },
  'E-SME-154': {
    where: 'templates/lua/sme/endpoint_table.lua',
    text: 'The endpoint table cannot be used: {{text}}.',
    mitigation: 'GRANT SELECT, INSERT, UPDATE, DELETE on it; where it is missing, deploy again.',
  },
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
  'E-SME-157': {
    where: 'templates/lua/sme/serving_conflicts.lua',
    text: "The endpoint table has '{{endpoint}}' in region '{{region}}'.",
    mitigation: 'Take another endpoint_name, or delete that one first.',
  },
  'E-SME-158': {
    where: 'templates/lua/sme/serving_conflicts.lua',
    text: "There is an endpoint '{{endpoint}}' already, with another model or other instances.",
    mitigation: 'Take another endpoint_name, or delete it first.',
  },
  'E-SME-159': {
    where: 'templates/lua/sme/serving_conflicts.lua',
    text: 'A script of the user, or of another endpoint, has the name of a prediction UDF already: {{name}}.',
    mitigation: 'Take another prediction_schema or endpoint_name.',
  },
  'E-SME-160': {
    where: 'templates/lua/sme/serving_failures.lua',
    text: "The endpoint '{{endpoint}}' failed: {{reason}}.",
    mitigation: 'Its log is in CloudWatch.',
  },
  'E-SME-161': {
    where: 'templates/lua/sme/serving_failures.lua',
    text: 'A quota of AWS is used up: {{text}}.',
    mitigation: 'Ask for more in AWS Service Quotas, take another instance_type, or delete endpoints.',
  },
  'E-SME-162': {
    where: 'templates/lua/sme/serving_failures.lua',
    text: "The endpoint '{{endpoint}}' could not be had: {{text}}.",
    mitigation: 'All that was made for it was removed. Run the same command again when the cause is mended.',
  },
  'E-SME-163': {
    where: 'templates/lua/sme/serving_failures.lua',
    text: "The endpoint '{{endpoint}}' could not be had: {{text}}.",
    mitigation: 'What was left behind is named.',
  },
  'E-SME-164': {
    where: 'templates/lua/sme/serving_failures.lua',
    text: "It is not known how far the endpoint '{{endpoint}}' is: {{text}}.",
    mitigation: 'Run the same command again: it goes on where this one stopped.',
  },
} as const satisfies Record<string, ErrorDefinition>;
