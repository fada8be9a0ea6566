import { endpointScripts, jobScripts } from './lua-scripts.js';
import type { ScriptDefinition } from './types.js';
import { endpointUdfs, jobUdfs } from './udfs.js';

/** Every script of the extension, in the order of creation. UDFs come before the Lua scripts that call them. */
export const catalogue: readonly ScriptDefinition[] = [...jobUdfs, ...jobScripts, ...endpointUdfs, ...endpointScripts];
