import type { ErrorDefinition } from './codes.js';

/** Errors around settings of the cluster, numbers 330-339. */
export const clusterCodes = {
  'E-SME-330': {
    where: 'src/exasol/match-name.ts',
    text: "The name '{{name}}' is ambiguous: the database has '{{names}}', which differ in case only.",
    mitigation: 'Write the name exactly as the database has it.',
  },
  'E-SME-331': {
    where: 'templates/lua/sme/catalog.lua',
    text: "The name '{{name}}' is ambiguous: the database has {{names}}, which differ in case only.",
    mitigation: 'Write the name exactly as the database has it.',
  },
} as const satisfies Record<string, ErrorDefinition>;
