import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, readVariable } from './environment.js';
import { findPermissionWarnings } from './files.js';
import { settingRows } from './settings-table.js';

const rows = Object.values(settingRows);
const allVariables = rows.flatMap(({ variables = [] }) => variables);
const secretVariables = rows.flatMap(({ isSecret, variables = [] }) => (isSecret ? variables : []));

/** The variables in the `.env` of a folder; none if there is no such file. */
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

/** Our variables with a "#" inside a value without quotes, such as a password that would silently lose its end. */
function findTruncatedValues(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*[=:][ \t]*[^\s'"`#][^\r\n#]*(?<=\S)#/gm)]
    .map(([, name = '']) => name)
    .filter((name) => allVariables.includes(name));
}
