import type { ErrorDefinition } from './codes.js';

/** Errors of Lua (templates/lua), numbers 50-89. */
export const luaCodes = {} as const satisfies Record<string, ErrorDefinition>;
