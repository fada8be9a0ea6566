import { readFile } from 'node:fs/promises';
import { describeThrown, makeError } from '../errors/user-error.js';

/** Training parameters as the script takes them, by key; unchecked, for the script checks them all. */
export type TrainingParameters = Readonly<Record<string, unknown>>;

/** Reads a JSON file with training parameters. @throws UserError E-SME-239 */
export async function readTrainingFile(file: string): Promise<TrainingParameters> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (thrown) {
    throw makeError('E-SME-239', { file, reason: describeThrown(thrown) }, thrown);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw makeError('E-SME-239', { file, reason: 'it is JSON, but no object' });
  }
  return { ...document };
}
