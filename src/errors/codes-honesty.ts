import type { ErrorDefinition } from './codes.js';

/** Errors that keep an installation and its users from a surprise, numbers 300-309. */
export const honestyCodes = {
  'E-SME-300': {
    where: 'src/deploy/plan-from-database.ts',
    text: "Schema '{{schema}}' has scripts of sme {{installed}}, and this is the older version {{version}}.",
    mitigation: 'Update sme to {{installed}} or later, or give --allow-downgrade to install the older scripts.',
    exitCode: 2,
  },
  'E-SME-301': {
    where: 'src/commands/undeploy.ts',
    text: 'Endpoints of this schema may still be billed by AWS, and after undeploy no script can delete them:\n{{list}}',
    mitigation: 'Give --delete-endpoints to delete them first, or --keep-endpoints to leave them in AWS.',
    exitCode: 2,
  },
  'E-SME-302': {
    where: 'src/jobs/find-schema.ts',
    text: "The scripts in schema '{{schema}}' are deployed, but not visible to you: {{text}}",
    mitigation:
      'Ask an administrator to run: GRANT USAGE ON SCHEMA {{grantSchema}} TO {{user}}; GRANT EXECUTE ON SCHEMA {{grantSchema}} TO {{user}};',
    exitCode: 4,
  },
  'E-SME-303': {
    where: 'src/commands/connection/create.ts',
    text: "The connection '{{name}}' may have encryption options (;sse_type=…) that this change would drop. They cannot be read: {{reason}}",
    mitigation:
      'Give --sse-type none, --sse-type AES256, or --sse-type aws:kms with --sse-kms-key-id. Deployed scripts and ACCESS on the connection let sme read and keep the options.',
    exitCode: 2,
  },
  'E-SME-304': {
    where: 'src/connection/encryption-options.ts',
    text: '{{problem}}',
    mitigation:
      'Give --sse-type none, AES256 or aws:kms; with aws:kms, --sse-kms-key-id takes the id, alias or ARN of a key.',
    exitCode: 2,
  },
} as const satisfies Record<string, ErrorDefinition>;
