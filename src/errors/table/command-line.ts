import type { ErrorTable } from '../definition.js';

/** Errors about the command line, settings files and profiles. */
export const commandLineErrors = {
  'E-SME-1': {
    where: 'src/config/parse.ts',
    text: '{{count}} not usable:\n{{problems}}',
    mitigation: 'Mend what is listed; flags win over the environment, and "sme {{command}} --help" names them all.',
    exitCode: 2,
  },
  'E-SME-2': {
    where: 'src/cli/usage-error.ts',
    text: '{{message}}',
    mitigation: 'Run "sme {{command}}--help" to see what there is.',
    exitCode: 2,
  },
  'F-SME-3': {
    where: 'src/errors/user-error.ts',
    text: 'sme stumbled over something that it did not expect: {{message}}',
    mitigation: 'This is our fault. Run the command again with --debug and report what it prints.',
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
    text: '{{what}}\nThat wants a yes, and there is no one to ask.',
    mitigation: 'Run it on a terminal, or give --yes.',
    exitCode: 2,
  },
  'E-SME-23': {
    where: 'src/terminal/confirm.ts',
    text: 'Not confirmed: nothing was changed.',
    mitigation: 'Answer "y" to go on, or give --yes.',
  },
  'E-SME-24': {
    where: 'src/config/profile-store.ts',
    text: "There is no profile '{{name}}'{{suggestion}}.",
    mitigation: '"sme profile list" shows which there are, and in which file.',
    exitCode: 7,
  },
  'E-SME-25': {
    where: 'src/config/profile-store.ts',
    text: "'{{name}}' cannot be the name of a profile.",
    mitigation: 'Begin with a letter or digit and go on with letters, digits, "_" and "-".',
    exitCode: 2,
  },
  'E-SME-26': {
    where: 'src/commands/profile/add.ts',
    text: "There is a profile '{{name}}' in '{{path}}' already.",
    mitigation: 'Give another name, or remove it first: sme profile remove {{name}}',
    exitCode: 2,
  },
  'E-SME-27': {
    where: 'src/config/profile-store.ts',
    text: 'The settings file cannot be used:\n{{problems}}',
    mitigation: 'Mend the file, or name another with --config (or SME_CONFIG).',
    exitCode: 2,
  },
  'E-SME-28': {
    where: 'src/config/profile-store.ts',
    text: "The settings file '{{path}}' cannot be written: {{reason}}",
    mitigation: 'Name another with --config (or SME_CONFIG).',
    exitCode: 5,
  },
  'E-SME-29': {
    where: 'src/commands/profile/remove.ts',
    text: "The profile '{{name}}' stands in '{{path}}', which is the file of exapump: sme reads it and never writes it.",
    mitigation: 'Remove it with exapump.',
    exitCode: 2,
  },
  'E-SME-30': {
    where: 'src/commands/completion.ts',
    text: "'{{shell}}' is no shell that sme can complete for{{suggestion}}.",
    mitigation: 'Give one of {{known}}.',
    exitCode: 2,
  },
  'E-SME-217': {
    where: 'src/doctor/checks.ts',
    text: "There is no check '{{name}}'{{suggestion}}.",
    mitigation: 'Give --only some of these, with commas between them: {{known}}.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
