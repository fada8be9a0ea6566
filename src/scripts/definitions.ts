import { batchScripts } from './batch-scripts.js';
import { evaluationScript } from './evaluation-script.js';
import { endpointScripts, jobScripts, modelScript } from './lua-scripts.js';
import type { ScriptDefinition } from './types.js';
import { batchUdfs, endpointUdfs, jobUdfs } from './udfs.js';

/** All scripts of the extension in the order of creation: UDFs before the Lua scripts that call them. */
export const scriptDefinitions: readonly ScriptDefinition[] = [
  ...jobUdfs,
  ...jobScripts,
  ...endpointUdfs,
  ...endpointScripts,
  ...batchUdfs,
  ...batchScripts,
  evaluationScript,
  modelScript,
];
