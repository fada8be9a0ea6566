import type { ErrorDefinition } from './codes.js';
import { settingsCodes } from './codes-settings.js';

/** Errors of the TypeScript side, numbers 1-49 (40-49 belong to `src/render` and `src/scripts`, 22-39 to the settings). */
export const cliCodes = {
  ...settingsCodes,
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
  'E-SME-5': {
    where: 'src/exasol/connect-error.ts',
    text: "The host '{{host}}' is not known.",
    mitigation: 'Check --host (or EXASOL_HOST) and the name server of this machine.',
    exitCode: 5,
  },
  'E-SME-6': {
    where: 'src/exasol/connect-error.ts',
    text: "Nothing answers at '{{host}}' port {{port}} ({{reason}}).",
    mitigation: 'Check that the database is up, and --host, --port and the firewall on the way.',
    exitCode: 5,
  },
  'E-SME-7': {
    where: 'src/exasol/connect.ts',
    text: "'{{host}}' port {{port}} did not let us in within {{seconds}} s.",
    mitigation: 'Check --host, --port and the firewall on the way; --timeout gives it more time.',
    exitCode: 5,
  },
  'E-SME-8': {
    where: 'src/exasol/certificate.ts',
    text: "The certificate of '{{host}}' cannot be verified ({{reason}}). Its SHA-256 fingerprint is '{{fingerprint}}'.",
    mitigation:
      'If that is the fingerprint of your database, pin it with --fingerprint {{fingerprint}} (or EXASOL_FINGERPRINT). For a certificate of your own CA set NODE_EXTRA_CA_CERTS. --no-verify-certificate trusts anyone.',
    exitCode: 5,
  },
  'E-SME-9': {
    where: 'src/exasol/certificate.ts',
    text: "The certificate of '{{host}}' has the fingerprint '{{seen}}', not '{{wanted}}' as asked for.",
    mitigation:
      'Either the certificate was renewed (then pin the new one with --fingerprint), or someone is in between: ask whoever runs the database.',
    exitCode: 5,
  },
  'E-SME-10': {
    where: 'src/exasol/connect-error.ts',
    text: "Exasol at '{{host}}' refused the login of '{{user}}': {{text}} ({{sqlCode}})",
    mitigation: 'Check user and password (or access token), and that the user may connect (GRANT CREATE SESSION).',
    exitCode: 4,
  },
  'E-SME-11': {
    where: 'src/exasol/connect-error.ts',
    text: "The password of '{{user}}' is too long for the encrypted login of this database ({{bytes}} bytes).",
    mitigation:
      'Where it is an access token, give it with --access-token (or EXASOL_ACCESS_TOKEN) or --refresh-token (or EXASOL_REFRESH_TOKEN) instead.',
    exitCode: 4,
  },
  'E-SME-12': {
    where: 'src/exasol/connect-error.ts',
    text: "'{{host}}' port {{port}} does not speak to us as an Exasol database does: {{reason}}",
    mitigation: 'Check --port: a database listens on 8563 by default, and always with TLS.',
    exitCode: 5,
  },
  'E-SME-13': {
    where: 'src/exasol/sql-error.ts',
    text: '{{what}}: {{text}} ({{sqlCode}})',
    mitigation: 'The text after the colon is from Exasol. --debug shows the statement.',
  },
  'E-SME-14': {
    where: 'src/exasol/sql-error.ts',
    text: '{{what}}: {{text}} ({{sqlCode}})',
    mitigation:
      'Connect as a user who may do it, or let someone grant it. To deploy: CREATE SCRIPT and CREATE TABLE in a schema of your own, CREATE ANY SCRIPT and CREATE ANY TABLE in another, CREATE SCHEMA for --create-schema. To use what is deployed: USAGE and EXECUTE on its schema; "sme deploy" prints all grants.',
    exitCode: 4,
  },
  'E-SME-15': {
    where: 'src/exasol/sql-error.ts',
    text: 'The connection to the database was lost: {{reason}}',
    mitigation:
      'Exasol rolls back what was not committed. Run the command again; "sme status" shows what is installed.',
    exitCode: 5,
  },
  'E-SME-16': {
    where: 'src/deploy/plan-from-database.ts',
    text: "There is no schema '{{schema}}'.",
    mitigation: '{{mitigation}}',
    exitCode: 7,
  },
  'E-SME-17': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} failed at {{object}}: {{text}} ({{sqlCode}}). Nothing was changed: all {{count}} statements were rolled back.',
    mitigation: 'Mend what Exasol names and run the command again.',
  },
  'E-SME-18': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} met other transactions {{attempts}} times and gave up. Nothing was changed. Exasol said: {{text}}',
    mitigation: 'Run the command again when the other deployment has ended.',
  },
  'E-SME-19': {
    where: 'src/commands/render.ts',
    text: "The folder '{{folder}}' cannot be written: {{reason}}",
    mitigation: 'Give another folder with --out, or none to print the SQL.',
  },
  'E-SME-20': {
    where: 'src/cli/sandbox-options.ts',
    text: "--fault '{{spec}}' is reserved: the sandbox cannot inject faults yet.",
    mitigation: 'Leave --fault out.',
    exitCode: 2,
  },
  'E-SME-21': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} failed at {{object}}: {{text}} ({{sqlCode}}). Nothing was changed: all {{count}} statements were rolled back.',
    mitigation: 'Connect as another user, or let an administrator run: {{missing}}',
    exitCode: 4,
  },
  'E-SME-40': {
    where: 'src/render/quote.ts',
    text: "'{{name}}' cannot be a name in Exasol: {{reason}}.",
    mitigation: 'Give another name.',
    exitCode: 2,
  },
  'F-SME-41': {
    where: 'src/render/template.ts',
    text: "templates/{{path}}:{{line}}: nothing fills the placeholder '{{name}}'.",
    mitigation: 'This is a bug in the template.',
    exitCode: 2,
  },
  'F-SME-42': {
    where: 'src/render/template.ts',
    text: "templates/{{path}}:1: nothing uses '{{names}}'.",
    mitigation: 'This is a bug in the template.',
    exitCode: 2,
  },
  'F-SME-43': {
    where: 'src/render/lua-bundle.ts',
    text: "templates/{{path}}: '{{name}}' is no module of templates/lua/sme and no library of Exasol.",
    mitigation: 'Mend the require.',
    exitCode: 2,
  },
  'F-SME-44': {
    where: 'src/render/python-body.ts',
    text: "templates/{{path}}: '{{statement}}' cannot be inlined.",
    mitigation: "Write 'from sme.module import a, b' on one line at the top of the file.",
    exitCode: 2,
  },
  'F-SME-45': {
    where: 'src/render/python-body.ts',
    text: "templates/{{path}} and templates/{{other}} both define '{{name}}', and one body holds both.",
    mitigation: 'Rename one.',
    exitCode: 2,
  },
  'E-SME-46': {
    where: 'src/render/script.ts',
    text: "'{{alias}}' cannot be a script language alias.",
    mitigation: 'Give one that SCRIPT_LANGUAGES lists, such as PYTHON3.',
    exitCode: 2,
  },
  'F-SME-47': {
    where: 'src/render/script.ts',
    text: "templates/{{path}}: line {{line}} of the body is a mere '/', where SQL clients end the script.",
    mitigation: 'Write the line otherwise.',
    exitCode: 2,
  },
} as const satisfies Record<string, ErrorDefinition>;
