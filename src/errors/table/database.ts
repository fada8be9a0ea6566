import type { ErrorTable } from '../definition.js';

/** Errors about connecting to Exasol and running SQL. */
export const databaseErrors = {
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
  'E-SME-330': {
    where: 'src/exasol/match-name.ts',
    text: "The name '{{name}}' is ambiguous: the database has '{{names}}', which differ in case only.",
    mitigation: 'Write the name exactly as the database has it.',
  },
} as const satisfies ErrorTable;
