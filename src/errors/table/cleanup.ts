import type { ErrorTable } from '../definition.js';

/** Errors about deleting unused AWS resources. */
export const cleanupErrors = {
  'E-SME-221': {
    where: 'src/commands/cleanup.ts',
    text: '{{failed}} of {{all}} resources could not be deleted:\n{{reasons}}',
    mitigation: 'Fix the causes above and run the command again; it retries what is left.',
  },
  'E-SME-222': {
    where: 'src/commands/cleanup.ts',
    text: 'Some resources could not be checked:\n{{reasons}}',
    mitigation:
      'Fix the causes above. doc/user_guide/grants_and_iam.md lists the AWS actions that your local credentials need, under "sme cleanup".',
  },
  'E-SME-223': {
    where: 'src/cleanup/choose-kinds.ts',
    text: "sme cleanup has no kind of resource '{{name}}'{{suggestion}}.",
    mitigation: 'Use a comma-separated list of these with --only: {{known}}.',
    exitCode: 2,
  },
  'E-SME-224': {
    where: 'src/cleanup/ages.ts',
    text: "Invalid --older-than '{{value}}'.",
    mitigation: 'Use an age such as 90m, 12h or 7d.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
