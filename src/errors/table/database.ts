import type { ErrorTable } from '../definition.js';

/** Errors about connecting to Exasol and running SQL. */
export const databaseErrors = {
  'E-SME-5': {
    where: 'src/exasol/connect-error.ts',
    text: "The host '{{host}}' is unknown.",
    mitigation: 'Check --host (or EXASOL_HOST) and the DNS settings of this machine.',
    exitCode: 5,
  },
  'E-SME-6': {
    where: 'src/exasol/connect-error.ts',
    text: "Cannot connect to '{{host}}' port {{port}} ({{reason}}).",
    mitigation: 'Check that the database is running. Check --host, --port and firewalls.',
    exitCode: 5,
  },
  'E-SME-7': {
    where: 'src/exasol/connect.ts',
    text: "Timed out connecting to '{{host}}' port {{port}} after {{seconds}} s.",
    mitigation: 'Check --host, --port and firewalls, or set a longer --timeout.',
    exitCode: 5,
  },
  'E-SME-8': {
    where: 'src/exasol/certificate.ts',
    text: "The certificate of '{{host}}' cannot be verified ({{reason}}). Its SHA-256 fingerprint is '{{fingerprint}}'.",
    mitigation:
      'If this is the fingerprint of your database, pin it with --fingerprint {{fingerprint}} (or EXASOL_FINGERPRINT). For a certificate of your own CA, set NODE_EXTRA_CA_CERTS. --no-verify-certificate trusts any server.',
    exitCode: 5,
  },
  'E-SME-9': {
    where: 'src/exasol/certificate.ts',
    text: "The certificate of '{{host}}' has the fingerprint '{{seen}}', not the pinned '{{wanted}}'.",
    mitigation:
      'Ask the administrator of the database whether the certificate was renewed. If so, pin the new one with --fingerprint; if not, someone may be intercepting the connection.',
    exitCode: 5,
  },
  'E-SME-10': {
    where: 'src/exasol/connect-error.ts',
    cases: {
      password: {
        text: "Exasol at '{{host}}' rejected the login of '{{user}}': {{text}} ({{sqlCode}})",
        mitigation: 'Check user and password, and that the user may connect (GRANT CREATE SESSION).',
      },
      token: {
        text: "Exasol at '{{host}}' rejected the login with the token: {{text}} ({{sqlCode}})",
        mitigation:
          "Check the token, and that its user may connect (GRANT CREATE SESSION). The subject of an OpenID token must belong to a user: CREATE USER … IDENTIFIED BY OPENID SUBJECT '…'.",
      },
    },
    exitCode: 4,
  },
  'E-SME-11': {
    where: 'src/exasol/connect-error.ts',
    text: "The password of '{{user}}' is too long for the encrypted login of this database ({{bytes}} bytes).",
    mitigation:
      'If it is an access token, pass it with --access-token (or EXASOL_ACCESS_TOKEN) or --refresh-token (or EXASOL_REFRESH_TOKEN).',
    exitCode: 4,
  },
  'E-SME-12': {
    where: 'src/exasol/connect-error.ts',
    text: "'{{host}}' port {{port}} does not respond like an Exasol database: {{reason}}",
    mitigation: 'Check --port. Exasol listens on 8563 by default and requires TLS.',
    exitCode: 5,
  },
  'E-SME-13': {
    where: 'src/exasol/sql-error.ts',
    text: '{{what}}: {{text}} ({{sqlCode}})',
    mitigation: 'Fix the cause that Exasol names. Add --debug to see the statement.',
  },
  'E-SME-14': {
    where: 'src/exasol/sql-error.ts',
    text: '{{what}}: {{text}} ({{sqlCode}})',
    mitigation: '{{mitigation}}',
    exitCode: 4,
  },
  'E-SME-15': {
    where: 'src/exasol/sql-error.ts',
    text: 'The connection to the database was lost: {{reason}}',
    mitigation: 'Exasol rolls back uncommitted changes. Run the command again; "sme status" shows what is installed.',
    exitCode: 5,
  },
  'E-SME-481': {
    where: 'src/exasol/try-hosts.ts',
    text: 'None of the {{count}} hosts can be used:\n{{failures}}',
    mitigation: 'Check that the database is running, and the hosts in --host or --dsn.',
    exitCode: 5,
  },
  'E-SME-330': {
    where: 'src/exasol/match-name.ts',
    text: "The name '{{name}}' is ambiguous: the database has '{{names}}', which differ only in case.",
    mitigation: 'Write the name exactly as the database has it.',
  },
} as const satisfies ErrorTable;
