import type { ErrorTable } from '../definition.js';

/** Errors about endpoints: creating, listing, deleting them. */
export const endpointsErrors = {
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
  'E-SME-154': {
    where: 'templates/lua/sme/endpoint_table.lua',
    text: 'The endpoint table cannot be used: {{text}}.',
    mitigation: 'GRANT SELECT, INSERT, UPDATE, DELETE on it; where it is missing, deploy again.',
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
  'E-SME-169': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "AWS has no endpoint '{{endpoint}}' in region '{{region}}', or is deleting it.",
    mitigation: 'It is not made anew, for only_if_there says so.',
  },
  'E-SME-181': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "There is no job '{{job}}' in region '{{region}}' of this AWS account.",
    mitigation: 'Check name, region and connection.',
  },
  'E-SME-182': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' cannot be served, its status is '{{status}}'.",
    mitigation: 'Wait until it is Completed, or train again.',
  },
  'E-SME-183': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' has ended without a best candidate.",
    mitigation: 'Train again with more time or more candidates.',
  },
  'E-SME-184': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' has no candidate '{{candidate}}'.",
    mitigation: 'Its candidates are listed.',
  },
  'E-SME-185': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The candidate '{{candidate}}' has no containers to serve it with.",
    mitigation: 'Take another candidate.',
  },
  'E-SME-186': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The candidate '{{candidate}}' is a pipeline of {{count}} containers, which AWS does not serve serverless.",
    mitigation: "Give instance_type instead, or train with mode 'ENSEMBLING'.",
  },
  'E-SME-241': {
    where: 'src/jobs/endpoint-rows.ts',
    text: "The endpoint table {{table}} has no endpoint '{{endpoint}}'{{suggestion}}.",
    mitigation:
      'Check the name: "sme endpoint list" shows which there are, and "sme endpoint create" makes one. To delete one that the table does not know, give --connection and --region.',
    exitCode: 7,
  },
  'E-SME-243': {
    where: 'src/jobs/endpoint-parameters.ts',
    text: 'The endpoint cannot be asked for so:\n{{problems}}',
    mitigation: '"sme endpoint create --help" names the flags.',
    exitCode: 2,
  },
  'E-SME-244': {
    where: 'src/commands/endpoint-wait.ts',
    text: "{{seconds}} s are over, and the endpoint '{{endpoint}}' is not in service yet ({{status}}).",
    mitigation:
      'It goes on in AWS. Come back with the same command, or take it away with "sme endpoint delete {{endpoint}}".',
    exitCode: 124,
  },
  'E-SME-245': {
    where: 'src/commands/endpoint-wait.ts',
    text: "The endpoint '{{endpoint}}' is not in service, its status is '{{status}}'.",
    mitigation: 'Look at it in SageMaker, or take it away with "sme endpoint delete {{endpoint}}".',
  },
  'E-SME-246': {
    where: 'src/jobs/endpoint-rows.ts',
    text: 'The endpoint table {{table}} is of an earlier version: it has no column {{column}}.',
    mitigation: 'Run "sme deploy": it adds what is missing, and the rows stay.',
    exitCode: 5,
  },
  'E-SME-271': {
    where: 'templates/python/sme/endpoint_removal.py',
    text: "The endpoint '{{endpoint}}' has no tags of this database and schema.",
    mitigation: 'Nothing was deleted. If the endpoint is no longer needed, delete it in SageMaker.',
  },
  'E-SME-272': {
    where: 'templates/python/sme/endpoint_request.py',
    text: "{{key}} '{{value}}' cannot be used for an endpoint.",
    mitigation:
      'Nothing was created. Use SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT, which takes the value from the training job.',
  },
  'E-SME-273': {
    where: 'templates/lua/sme/prediction_privileges.lua',
    text: "User {{user}} cannot read the connection '{{connection}}' in prediction functions of schema '{{schema}}'.",
    mitigation:
      'Nothing was created. Run GRANT ACCESS ON CONNECTION {{quoted_connection}} FOR SCHEMA {{quoted_schema}} TO {{quoted_user}}.',
  },
  'E-SME-274': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "AWS has an endpoint '{{endpoint}}' already, and it lacks our tags: {{tags}}.",
    mitigation: 'Nothing was created. Use another endpoint_name: another deployment or person created this endpoint.',
  },
} as const satisfies ErrorTable;
