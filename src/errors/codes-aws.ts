import type { ErrorDefinition } from './codes.js';

/** Errors of the commands that look at AWS and at what leads there, numbers 210-229. */
export const awsCodes = {
  'E-SME-210': {
    where: 'src/aws/local-credentials.ts',
    text: 'No AWS credentials are found: {{reason}}',
    mitigation:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of the AWS CLI with --aws-profile (after "aws sso login" where it is one of SSO).',
    exitCode: 4,
  },
  'E-SME-211': {
    where: 'src/connection/assert-lasting.ts',
    text: "The key '…{{keyIdEnd}}' is a temporary one, with a session token.",
    mitigation:
      'A CONNECTION hands UDFs an address, a user and a password, in every version of Exasol: there is no place for the token, and without it AWS refuses the key. Make an access key of an IAM user ("aws iam create-access-key") and name its profile with --aws-profile.',
  },
  'E-SME-212': {
    where: 'src/connection/apply-connection.ts',
    text: "The connection '{{name}}' is as it was: {{text}} ({{sqlCode}})",
    mitigation: 'The text after the colon is from Exasol. Mend what it names and run the command again.',
  },
  'E-SME-213': {
    where: 'src/connection/apply-connection.ts',
    text: "The connection '{{name}}' is as it was: {{text}} ({{sqlCode}})",
    mitigation: 'Connect as another user, or let an administrator run: GRANT {{privilege}} TO {{user}};',
    exitCode: 4,
  },
  'E-SME-216': {
    where: 'src/connection/find-connection.ts',
    text: "There is no connection '{{name}}'{{suggestion}}.",
    mitigation: 'Make it with "sme connection create", or look at SELECT * FROM EXA_ALL_CONNECTIONS.',
    exitCode: 7,
  },
  'E-SME-217': {
    where: 'src/doctor/checks.ts',
    text: "There is no check '{{name}}'{{suggestion}}.",
    mitigation: 'Give --only some of these, with commas between them: {{known}}.',
    exitCode: 2,
  },
  'F-SME-218': {
    where: 'src/deploy/ask-udf.ts',
    text: "The UDF '{{udf}}' gave an answer that is not understood: {{reason}}",
    mitigation: 'Run "sme deploy": the script in the database may be of another version.',
  },
  'E-SME-219': {
    where: 'src/deploy/ask-udf.ts',
    text: "The schema '{{schema}}' has no UDF '{{udf}}' that you may see.",
    mitigation: 'Run "sme deploy", or let an administrator run: GRANT EXECUTE ON SCHEMA "{{schema}}" TO <you>;',
    exitCode: 7,
  },
  'E-SME-220': {
    where: 'src/deploy/ask-udf.ts',
    text: "The UDF '{{udf}}' may not be called: {{text}}",
    mitigation: 'Let an administrator run: GRANT EXECUTE ON SCHEMA {{schema}} TO <you>;',
    exitCode: 4,
  },
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
} as const satisfies Record<string, ErrorDefinition>;
