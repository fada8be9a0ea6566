import type { ErrorTable } from '../definition.js';

/** Errors about deleting unused AWS resources. */
export const cleanupErrors = {
  'E-SME-221': {
    where: 'src/commands/cleanup.ts',
    text: '{{failed}} of {{all}} could not be deleted:\n{{reasons}}',
    mitigation: 'Mend what is said there and run the command again: it goes on with what is left.',
  },
  'E-SME-222': {
    where: 'src/commands/cleanup.ts',
    text: 'Not all could be looked at:\n{{reasons}}',
    mitigation:
      'doc/user_guide/grants_and_iam.md lists the AWS actions that the keys of this machine need, under sme gc.',
  },
  'E-SME-223': {
    where: 'src/cleanup/choose-kinds.ts',
    text: "There is nothing that is called '{{name}}' to clear away{{suggestion}}.",
    mitigation: 'Give --only some of these, with commas between them: {{known}}.',
    exitCode: 2,
  },
  'E-SME-224': {
    where: 'src/cleanup/ages.ts',
    text: "--older-than '{{value}}' is no age such as 90m, 12h or 7d.",
    mitigation: 'Give one.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
