import type { ErrorDefinition } from './codes.js';

/** Errors of Python (templates/python) that refuse requests for what does not belong to this deployment, numbers 270-279. */
export const hostingCodes = {
  'E-SME-270': {
    where: 'templates/python/sme/export_tidy.py',
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
} as const satisfies Record<string, ErrorDefinition>;
