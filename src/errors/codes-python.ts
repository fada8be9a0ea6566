import type { ErrorDefinition } from './codes.js';

/** Errors of Python (templates/python), numbers 90-119. */
export const pythonCodes = {} as const satisfies Record<string, ErrorDefinition>;
