import type { ErrorTable } from '../definition.js';

/** Errors about the command line, settings files and profiles. */
export const commandLineErrors = {
  'E-SME-1': {
    where: 'src/config/parse.ts',
    text: '{{count}} invalid or missing:\n{{problems}}',
    mitigation:
      'Correct the values above. "sme {{command}} --help" lists all flags; flags override environment variables.',
    exitCode: 2,
  },
  'E-SME-2': {
    where: 'src/cli/usage-error.ts',
    text: '{{message}}',
    mitigation: 'Run "sme {{command}}--help" for the commands and flags.',
    exitCode: 2,
  },
  'F-SME-3': {
    where: 'src/errors/user-error.ts',
    text: 'Unexpected error in sme: {{message}}',
    mitigation: 'This is a bug in sme. Run the command again with --debug and report its output.',
    exitCode: 2,
  },
  'E-SME-4': {
    where: 'src/errors/user-error.ts',
    text: 'Interrupted.',
    mitigation: '{{mitigation}}',
    exitCode: 130,
  },
  'E-SME-22': {
    where: 'src/terminal/confirm.ts',
    text: 'This needs confirmation, but there is no terminal to prompt on:\n{{what}}',
    mitigation: 'Run the command on a terminal, or add --yes.',
    exitCode: 2,
  },
  'E-SME-23': {
    where: 'src/terminal/confirm.ts',
    text: 'Not confirmed: nothing was changed.',
    mitigation: 'Answer "y" to continue, or add --yes.',
  },
  'E-SME-24': {
    where: 'src/config/profile-store.ts',
    text: "There is no profile '{{name}}'{{suggestion}}.",
    mitigation: 'Run "sme profile list" to see all profiles and their files.',
    exitCode: 7,
  },
  'E-SME-25': {
    where: 'src/config/profile-store.ts',
    text: "Invalid profile name '{{name}}'.",
    mitigation: 'Use letters, digits, "_" and "-", and start with a letter or digit.',
    exitCode: 2,
  },
  'E-SME-26': {
    where: 'src/commands/profile/add.ts',
    text: "The profile '{{name}}' already exists in '{{path}}'.",
    mitigation: 'Use another name, or remove the profile first: sme profile remove {{name}}',
    exitCode: 2,
  },
  'E-SME-27': {
    where: 'src/config/profile-store.ts',
    text: 'The settings file cannot be used:\n{{problems}}',
    mitigation: 'Correct the file, or use another one with --config (or SME_CONFIG).',
    exitCode: 2,
  },
  'E-SME-28': {
    where: 'src/config/profile-store.ts',
    text: "The settings file '{{path}}' cannot be written: {{reason}}",
    mitigation: 'Use another file with --config (or SME_CONFIG).',
    exitCode: 5,
  },
  'E-SME-29': {
    where: 'src/commands/profile/remove.ts',
    text: "The profile '{{name}}' is in '{{path}}', the file of exapump, which sme only reads.",
    mitigation: 'Remove the profile with exapump.',
    exitCode: 2,
  },
  'E-SME-640': {
    where: 'src/commands/profile/add.ts',
    text: '--aws-keys stores the AWS keys of the environment, but {{missing}} is not set.',
    mitigation: 'Set the variables for this command, or store an AWS CLI profile with --aws-profile.',
    exitCode: 2,
  },
  'E-SME-30': {
    where: 'src/commands/completion.ts',
    text: "sme has no completion for the shell '{{shell}}'{{suggestion}}.",
    mitigation: 'Use one of {{known}}.',
    exitCode: 2,
  },
  'E-SME-217': {
    where: 'src/doctor/checks.ts',
    text: "There is no check '{{name}}'{{suggestion}}.",
    mitigation: 'Use a comma-separated list of these with --only: {{known}}.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
