import type { ErrorTable } from '../definition.js';

/** Errors about CONNECTION objects, their keys and the bucket they point to. */
export const connectionsErrors = {
  'E-SME-90': {
    where: 'templates/python/sme/credentials.py',
    cases: {
      privilege: {
        text: "The connection '{{name}}' cannot be read: {{reason}}.",
        mitigation:
          'Ask an administrator to run: GRANT ACCESS ON CONNECTION {{connection}} FOR SCHEMA {{schema}} TO {{user}};',
      },
      other: {
        text: "The connection '{{name}}' cannot be read: {{reason}}.",
        mitigation:
          'If it exists, ask an administrator to run: GRANT ACCESS ON CONNECTION {{connection}} FOR SCHEMA {{schema}} TO {{user}};',
      },
    },
  },
  'E-SME-91': {
    where: 'templates/python/sme/credentials.py',
    text: "The connection '{{name}}' has no user, which must be the AWS access key ID.",
    mitigation:
      "Run ALTER CONNECTION … TO 'https://<bucket>.s3.<region>.amazonaws.com' USER '<access key ID>' IDENTIFIED BY '<secret access key>'.",
  },
  'E-SME-92': {
    where: 'templates/python/sme/credentials.py',
    text: "The connection '{{name}}' has no password, which must be the AWS secret access key.",
    mitigation:
      "Run ALTER CONNECTION … TO 'https://<bucket>.s3.<region>.amazonaws.com' USER '<access key ID>' IDENTIFIED BY '<secret access key>'.",
  },
  'E-SME-93': {
    where: 'templates/python/sme/credentials.py',
    text: "The user or the password of the connection '{{name}}' starts or ends with whitespace. EXPORT would send the whitespace as part of the key.",
    mitigation:
      "Run ALTER CONNECTION … TO 'https://<bucket>.s3.<region>.amazonaws.com' USER '<access key ID>' IDENTIFIED BY '<secret access key>'.",
  },
  'E-SME-94': {
    where: 'templates/python/sme/training_check.py',
    text: "The address of the connection '{{name}}' is not an S3 bucket: '{{address}}'.",
    mitigation: 'Set it to https://<bucket>.s3.<region>.amazonaws.com.',
  },
  'E-SME-95': {
    where: 'templates/python/sme/training_check.py',
    text: "The address of the connection '{{name}}' contains the path '{{path}}'.",
    mitigation: 'End the address with the host, and move the path to s3_output_path.',
  },
  'E-SME-96': {
    where: 'templates/python/sme/training_check.py',
    text: "s3_bucket_uri names the bucket '{{bucket}}', but the connection '{{name}}' points to '{{other}}'.",
    mitigation:
      'Use the same bucket for both: EXPORT writes to the bucket of the connection, and SageMaker reads from s3_bucket_uri.',
  },
  'E-SME-97': {
    where: 'templates/python/sme/training_check.py',
    text: "aws_region is '{{region}}', but the connection '{{name}}' points to a bucket in '{{other}}'.",
    mitigation: 'Use the same Region for both: SageMaker only reads buckets in its own Region.',
  },
  'E-SME-210': {
    where: 'src/aws/local-credentials.ts',
    text: 'No AWS credentials found: {{reason}}',
    mitigation:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a profile of the AWS CLI with --aws-profile (for SSO, run "aws sso login" first).',
    exitCode: 4,
  },
  'E-SME-211': {
    where: 'src/connection/aws-keys.ts',
    cases: {
      missing: {
        text: "The key '…{{keyIdEnd}}' is temporary (ASIA…), but its session token is missing.",
        mitigation: 'Set AWS_SESSION_TOKEN, or use a profile with --aws-profile.',
      },
      superfluous: {
        text: "There is a session token, but the key '…{{keyIdEnd}}' is not temporary (AKIA…), so the token belongs to another key.",
        mitigation: 'Use a key ID, secret and token that were issued together, or unset AWS_SESSION_TOKEN.',
      },
    },
  },
  'E-SME-212': {
    where: 'src/connection/apply-connection.ts',
    text: "The connection '{{name}}' was not changed: {{text}} ({{sqlCode}})",
    mitigation: 'Fix the cause that Exasol names and run the command again.',
  },
  'E-SME-213': {
    where: 'src/connection/apply-connection.ts',
    text: "The connection '{{name}}' was not changed: {{text}} ({{sqlCode}})",
    mitigation: 'Connect as another user, or ask an administrator to run: GRANT {{privilege}} TO {{user}};',
    exitCode: 4,
  },
  'E-SME-216': {
    where: 'src/connection/find-connection.ts',
    text: "There is no connection '{{name}}'{{suggestion}}.",
    mitigation: 'Check the name in EXA_ALL_CONNECTIONS, or create the connection with "sme connection create".',
    exitCode: 7,
  },
  'E-SME-303': {
    where: 'src/commands/connection/create.ts',
    text: "The connection '{{name}}' may have encryption options (;sse_type=…) that this change would drop. They cannot be read: {{reason}}",
    mitigation:
      'Set --sse-type none, --sse-type AES256, or --sse-type aws:kms with --sse-kms-key-id. Deployed scripts and ACCESS on the connection let sme read and keep the options.',
    exitCode: 2,
  },
  'E-SME-304': {
    where: 'src/connection/encryption-options.ts',
    text: '{{problem}}',
    mitigation:
      'Set --sse-type none, AES256 or aws:kms. With aws:kms, --sse-kms-key-id takes the ID, alias or ARN of a key.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
