import { describe, expect, test } from 'vitest';
import { evaluate, type Stubs } from './run-lua.js';

const parameter = (value: string): Stubs[number] => [/'SQL_IDENTIFIER_COMPARISON'/, [[value]]];
const columns = (...names: readonly string[]): Stubs[number] => [
  /EXA_ALL_COLUMNS/,
  names.map((name) => ['SALES', 'T', name, 'DOUBLE']),
];

const resolve = (name: string, stubs: Stubs) =>
  evaluate(
    `local database = require('sme.database').new(pquery)
local job = {
    inputs = { { name = 'Age', type = 'DOUBLE' } },
    target = { name = 'Churn', type = 'BOOLEAN' },
    row = { INPUT_SCHEMA_NAME = 'SALES', INPUT_TABLE_OR_VIEW_NAME = 'T' },
}
local keys, problems = require('sme.key_columns').resolve(database, { { name = '${name}' } }, job)
exit({ { keys[1] and keys[1].name or problems[1] } }, 'T VARCHAR(2000)')`,
    stubs,
  );

describe('key columns in a session that ignores case', () => {
  const ignoring = parameter('IGNORE CASE');

  test('are found by a name that differs only in case', async () => {
    expect(await resolve('CHURN', [ignoring, columns('Id')])).toBe('Churn');
    expect(await resolve('ID', [ignoring, columns('Id')])).toBe('Id');
    expect(await resolve('AGE', [ignoring, columns('Id')])).toContain("E-SME-155: key_columns: 'Age' is an input");
  });

  test('are refused if several candidates differ only in case', async () => {
    expect(await resolve('Id', [ignoring, columns('iD', 'id')])).toContain("E-SME-331: The name 'Id' is ambiguous");
  });
});

test('key columns in other sessions do not match a different case', async () => {
  expect(await resolve('ID', [parameter('MATCH CASE'), columns('Id')])).toContain('E-SME-156');
});
