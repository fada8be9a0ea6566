import { readFile } from 'node:fs/promises';
import { describeThrown, makeError } from '../errors/user-error.js';

/** Parameters of the training script by key, unchecked: the script checks all of them. */
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
    throw makeError('E-SME-239', { file, reason: 'it is valid JSON, but not an object' });
  }
  return { ...document };
}
