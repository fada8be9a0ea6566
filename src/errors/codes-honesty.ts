import type { ErrorDefinition } from './codes.js';

/** Errors that keep an installation and its users from a surprise, numbers 300-309. */
export const honestyCodes = {
  'E-SME-300': {
    where: 'src/deploy/look.ts',
    text: "Schema '{{schema}}' has scripts of sme {{installed}}, and this is the older version {{version}}.",
    mitigation: 'Update sme to {{installed}} or later, or give --allow-downgrade to install the older scripts.',
    exitCode: 2,
  },
} as const satisfies Record<string, ErrorDefinition>;
