import type { ErrorDefinition } from './codes.js';

/** A training from its reservation to its job. */
export const runCodes = {
  'E-SME-260': {
    where: 'templates/lua/sme/job_reservation.lua',
    text: "Session {{session}} of user '{{user}}' is exporting the training data of job '{{job}}' or starting it.",
    mitigation: 'Wait until that session has finished, or use another job name.',
  },
  'E-SME-261': {
    where: 'templates/lua/sme/training.lua',
    text: "Another run has taken over the job name '{{job}}', so this run started no job.",
    mitigation: 'Poll the job that the other run starts.',
  },
  'E-SME-262': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS itself failed: {{text}}.',
    mitigation: 'Run the command again in a few minutes.',
  },
} as const satisfies Readonly<Record<string, ErrorDefinition>>;
