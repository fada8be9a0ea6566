import { ExasolError } from '../database/types.js';
import type { UdfCall, UdfProcessOptions } from './types.js';

export type { UdfCall, UdfHost, UdfMeta, UdfProcessOptions, UdfRows } from './types.js';

/**
 * Runs a Python UDF over groups of rows.
 * @throws ExasolError 22002 `VM error: F-UDF-CL-LIB-1127: …` with the traceback of the UDF
 */
export async function runUdf(call: UdfCall): Promise<void> {
  throw new ExasolError('22002', `VM error: the sandbox cannot run the UDF ${call.script.name} yet`);
}

/** What `default_output_columns()` of a script with dynamic output answers; `undefined` where the script has no such function. */
export async function readDefaultOutputColumns(options: UdfProcessOptions): Promise<string | undefined> {
  throw new ExasolError('22002', `VM error: the sandbox cannot run the UDF ${options.script.name} yet`);
}
