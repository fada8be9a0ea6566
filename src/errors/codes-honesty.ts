import type { ErrorDefinition } from './codes.js';

/** Errors that keep an installation and its users from a surprise, numbers 300-309. */
export const honestyCodes = {
  'E-SME-300': {
    where: 'src/deploy/look.ts',
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
} as const satisfies Record<string, ErrorDefinition>;
