import type { ErrorDefinition } from './codes.js';

/** Errors of the sandbox and demo commands (src/commands/sandbox.ts and src/commands/demo), numbers 120-139. */
export const demoCodes = {} as const satisfies Record<string, ErrorDefinition>;
