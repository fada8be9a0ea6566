import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { warnOfReaders } from './private-file.js';
import type { Environment } from './sources.js';
import { secretSettings, settingSpellings } from './types.js';

const secretVariables = [...secretSettings].flatMap((name) => settingSpellings[name].variables).concat('EXASOL_DSN');

/** The variables of the `.env` in a folder, none where there is no such file. */
export async function readDotenv(
  folder: string,
): Promise<{ readonly variables: Environment; readonly warnings: readonly string[] }> {
  const path = join(folder, '.env');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return { variables: {}, warnings: [] };
  }
  const { parse } = await import('dotenv');
  const variables = parse(text);
  const hasSecret = secretVariables.some((name) => (variables[name] ?? '') !== '');
  return { variables, warnings: hasSecret ? warnOfReaders(path) : [] };
}
