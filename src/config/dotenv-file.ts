import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { warnOfReaders } from './private-file.js';
import { settingRows } from './settings-table.js';
import type { Environment } from './sources.js';

const rows = Object.values(settingRows);
const allVariables = rows.flatMap(({ variables = [] }) => variables);
const secretVariables = rows.flatMap(({ isSecret, variables = [] }) => (isSecret ? variables : []));

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
  const cut = findCutValues(text).map(
    (name) => `${name} in .env ends at its first "#", where a comment begins. Put the value in quotes.`,
  );
  const hasSecret = secretVariables.some((name) => (variables[name] ?? '') !== '');
  return { variables, warnings: [...(hasSecret ? warnOfReaders(path) : []), ...cut] };
}

/** Variables of ours with a "#" in the middle of a value without quotes: a password that loses its end and is refused. */
function findCutValues(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*[=:][ \t]*[^\s'"`#][^\r\n#]*(?<=\S)#/gm)]
    .map(([, name = '']) => name)
    .filter((name) => allVariables.includes(name));
}
