import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, readVariable } from './environment.js';
import { findPermissionWarnings } from './files.js';
import { settingRows } from './settings-table.js';

const rows = Object.values(settingRows);
const allVariables = rows.flatMap(({ variables = [] }) => variables);
const secretVariables = rows.flatMap(({ isSecret, variables = [] }) => (isSecret ? variables : []));

/** Reads the variables in the `.env` of a folder, if that file exists. */
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
  const truncated = findTruncatedValues(text).map(
    (name) =>
      `The value of ${name} in .env ends before its first "#", which starts a comment. Put the value in quotes.`,
  );
  const hasSecret = secretVariables.some((name) => readVariable(variables, name) !== undefined);
  return { variables, warnings: [...(hasSecret ? findPermissionWarnings(path) : []), ...truncated] };
}

/** Finds sme's variables with a "#" in an unquoted value: dotenv silently cuts off the rest, for example of a password. */
function findTruncatedValues(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*[=:][ \t]*[^\s'"`#][^\r\n#]*(?<=\S)#/gm)]
    .map(([, name = '']) => name)
    .filter((name) => allVariables.includes(name));
}
