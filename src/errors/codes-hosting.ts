import type { ErrorDefinition } from './codes.js';

/** Errors of Lua and Python (templates) about what does not belong to this deployment or user, numbers 270-279. */
export const hostingCodes = {
  'E-SME-270': {
    where: 'templates/python/sme/remove_empty_files.py',
    text: "The prefix '{{prefix}}' is not the data of a training: it does not end with '/train/<token>/'.",
    mitigation: 'Nothing was deleted. Start a training, which calls this UDF itself.',
  },
  'E-SME-271': {
    where: 'templates/python/sme/endpoint_removal.py',
    text: "The endpoint '{{endpoint}}' has no tags of this database and schema.",
    mitigation: 'Nothing was deleted. Delete it in SageMaker yourself if nobody needs it.',
  },
  'E-SME-272': {
    where: 'templates/python/sme/endpoint_request.py',
    text: "{{key}} '{{value}}' cannot be used for an endpoint.",
    mitigation:
      'Nothing was created. Use SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT, which takes it from the training job.',
  },
  'E-SME-273': {
    where: 'templates/lua/sme/prediction_privileges.lua',
    text: "User {{user}} may not read the connection '{{connection}}' in prediction functions of schema '{{schema}}'.",
    mitigation:
      'Nothing was created. Run GRANT ACCESS ON CONNECTION "{{connection}}" FOR SCHEMA "{{schema}}" TO "{{user}}".',
  },
  'E-SME-274': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "AWS has an endpoint '{{endpoint}}' already, and it lacks our tags: {{tags}}.",
    mitigation: 'Nothing was created. Use another endpoint_name: another deployment or person created this endpoint.',
  },
  'E-SME-275': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The prediction UDF {{function}} may still exist, but the catalog does not show it to you ({{message}}).',
    mitigation:
      'Its row in the endpoint table stays. Have the owner of the function or an administrator run the same command again.',
  },
} as const satisfies Record<string, ErrorDefinition>;
