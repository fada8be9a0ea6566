import { describe, expect, test } from 'vitest';
import { evaluate, type Stubs } from './run-lua.js';

const parameter = (value: string): Stubs[number] => [/'SQL_IDENTIFIER_COMPARISON'/, [[value]]];
const connections = (...names: readonly string[]): Stubs[number] => [
  /EXA_ALL_CONNECTIONS/,
  names.map((name) => [name]),
];

const find = (call: string, stubs: Stubs) =>
  evaluate(
    `local catalog = require('sme.catalog')
local database = require('sme.database').new(pquery)
local found, problem = catalog.${call}
if type(found) == 'table' then found = (found.schema or '') .. '.' .. found.name end
exit({ { found or problem } }, 'T VARCHAR(2000)')`,
    stubs,
  );

describe('names in a session that ignores case', () => {
  const ignoring = parameter('IGNORE CASE');

  test('match a candidate that differs only in case', async () => {
    expect(await find("find_connection(database, 'aws')", [ignoring, connections('Aws')])).toBe('Aws');
    expect(await find("find_schema(database, 'ml', 'x')", [ignoring, [/EXA_SCHEMAS/, [['Ml']]]])).toBe('Ml');
    expect(await find("find_column(database, { { name = 'Churn' } }, 'churn', 'x')", [ignoring])).toBe('.Churn');
    const tables: Stubs = [
      ignoring,
      [/^SELECT DISTINCT COLUMN_SCHEMA, COLUMN_TABLE/, [['Sales', 'Orders']]],
      [/COLUMN_SCHEMA IN \('Sales'/, [['Sales', 'Orders', 'A', 'DOUBLE']]],
      [/COLUMN_SCHEMA IN/, []],
    ];
    expect(await find("find_table(database, 'sales', 'orders')", tables)).toBe('Sales.Orders');
  });

  test('match the exact name first, then its upper-case form', async () => {
    expect(await find("find_connection(database, 'aws')", [ignoring, connections('AWS', 'Aws', 'aws')])).toBe('aws');
    expect(await find("find_connection(database, 'aws')", [ignoring, connections('Aws', 'AWS')])).toBe('AWS');
  });

  test('are refused if several candidates differ only in case', async () => {
    const error = await find("find_connection(database, 'aws')", [ignoring, connections('Aws', 'aWS')]);
    expect(error).toMatch(/E-SME-331: The name 'aws' is ambiguous: .*Aws.*aWS/);
  });
});

test.each([[parameter('MATCH CASE')], [[/'SQL_IDENTIFIER_COMPARISON'/, []] as Stubs[number]]])(
  'names in other sessions do not match another case',
  async (stub) => {
    expect(await find("find_connection(database, 'aws')", [stub, connections('Aws')])).toContain('E-SME-69');
  },
);
