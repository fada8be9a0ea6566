import type { ErrorDefinition } from './codes.js';

/** Errors of Lua (templates/lua) around trained jobs, endpoints and prediction functions, numbers 140-169. */
export const servingCodes = {
  'E-SME-140': {
    where: 'templates/lua/sme/job_report.lua',
    text: "Job '{{job}}' ({{statuses}}) has no report on {{subject}}.",
    mitigation: "AWS's reasons are told, or which jobs have such a report.",
  },
  'E-SME-141': {
    where: 'templates/lua/sme/endpoint_table.lua',
    text: "The endpoint '{{endpoint}}' is not made: another session makes it with other parameters, or has deleted it.",
    mitigation: 'Agree on one; then run the command again.',
  },
  'E-SME-142': {
    where: 'templates/lua/sme/endpoint_create.lua',
    text: "Another session has deleted the endpoint '{{endpoint}}' while this one made it.",
    mitigation: 'Delete it again, or run the same command again.',
  },
  'E-SME-148': {
    where: 'templates/lua/sme/endpoint_delete.lua',
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
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "The endpoint table has '{{endpoint}}' in region '{{region}}'.",
    mitigation: 'Take another endpoint_name, or delete that one first.',
  },
  'E-SME-158': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "There is an endpoint '{{endpoint}}' already, with another model or other instances.",
    mitigation: 'Take another endpoint_name, or delete it first.',
  },
  'E-SME-159': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: 'A script of the user, or of another endpoint, has the name of a prediction UDF already: {{name}}.',
    mitigation: 'Take another prediction_schema or endpoint_name.',
  },
  'E-SME-160': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: "The endpoint '{{endpoint}}' failed: {{reason}}.",
    mitigation: 'Its log is in CloudWatch.',
  },
  'E-SME-161': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: 'A quota of AWS is used up: {{text}}.',
    mitigation: 'Ask for more in AWS Service Quotas, take another instance_type, or delete endpoints.',
  },
  'E-SME-162': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: "The endpoint '{{endpoint}}' could not be had: {{text}}.",
    mitigation: 'All that was made for it was removed. Run the same command again when the cause is mended.',
  },
  'E-SME-163': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: "The endpoint '{{endpoint}}' could not be had: {{text}}.",
    mitigation: 'What was left behind is named.',
  },
  'E-SME-164': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: "It is not known how far the endpoint '{{endpoint}}' is: {{text}}.",
    mitigation: 'Run the same command again: it goes on where this one stopped.',
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
  'E-SME-169': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "AWS has no endpoint '{{endpoint}}' in region '{{region}}', or is deleting it.",
    mitigation: 'It is not made anew, for only_if_there says so.',
  },
} as const satisfies Record<string, ErrorDefinition>;
