import { afterAll, beforeAll, expect, it } from 'vitest';
import { RawClient } from '../support/raw-client.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;
let client: RawClient;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  await driver.executeBatch([
    'CREATE SCHEMA META',
    `CREATE TABLE META.T_1 (ID DECIMAL(18,0) NOT NULL, TXT VARCHAR(20) DEFAULT 'x') COMMENT IS 'things'`,
    'CREATE TABLE META.TX1 (ID DECIMAL(18,0))',
    'CREATE VIEW META.V AS SELECT * FROM META.T_1',
    `CREATE LUA SCRIPT META.S () RETURNS ROWCOUNT AS
exit()`,
    `CREATE CONNECTION C TO 'http://x' USER 'u' IDENTIFIED BY 'p'`,
  ]);
  client = await RawClient.open(sandbox.exasol);
  await client.logIn('sys', 'exasol');
});

afterAll(async () => {
  await client?.close();
  await sandbox?.stop();
});

/** Rows of a metadata command as objects, or the error. */
async function requestRows(command: string, criteria: Record<string, unknown> = {}): Promise<unknown> {
  const { json } = await client.request({ command, ...criteria });
  if (json.status !== 'ok') {
    return json.exception;
  }
  const { results } = json.responseData as {
    results: [{ resultSet: { numRows: number; columns: { name: string }[]; data: unknown[][] } }];
  };
  const { numRows, columns, data } = results[0].resultSet;
  return Array.from({ length: numRows }, (_, row) =>
    Object.fromEntries(columns.map(({ name }, column) => [name, data[column]?.[row]])),
  );
}

it('getSchemas filters by pattern, and finds nothing for an empty one', async () => {
  expect(await requestRows('getSchemas', { schema: 'ME%' })).toEqual([
    { TABLE_SCHEM: 'META', TABLE_CATALOG: 'EXA_DB' },
  ]);
  expect(await requestRows('getSchemas', { schema: '' })).toEqual([]);
});

it('getTables supports tables and views, escapes and types', async () => {
  const table = { TABLE_CAT: 'EXA_DB', TABLE_SCHEM: 'META', TABLE_NAME: 'T_1', TABLE_TYPE: 'TABLE', REMARKS: 'things' };
  expect(await requestRows('getTables', { schema: 'META', table: 'T\\_1' })).toEqual([expect.objectContaining(table)]);
  expect(await requestRows('getTables', { schema: 'META', table: null })).toHaveLength(3);
  expect(await requestRows('getTables', { schema: 'META', tableTypes: ['VIEW'] })).toEqual([
    expect.objectContaining({ TABLE_NAME: 'V', TABLE_TYPE: 'VIEW' }),
  ]);
  expect(await requestRows('getTables', { table: 'EXA_ALL_TABLES', tableTypes: ['SYSTEM TABLE'] })).toHaveLength(1);
});

it('getColumns lists columns in their order', async () => {
  expect(await requestRows('getColumns', { schema: 'META', table: 'T\\_1' })).toEqual([
    expect.objectContaining({ SCHEMA: 'META', TABLE: 'T_1', NAME: 'ID', TYPE: 'DECIMAL(18,0)', ORDINAL_POSITION: 1 }),
    expect.objectContaining({ NAME: 'TXT', TYPE: 'VARCHAR(20) UTF8', MAXSIZE: 20, ORDINAL_POSITION: 2 }),
  ]);
});

it('supports the other metadata commands', async () => {
  expect(await requestRows('getTableTypes')).toEqual(
    ['SYSTEM TABLE', 'TABLE', 'VIEW'].map((name) => ({ TABLE_TYPE: name })),
  );
  expect(await requestRows('getScripts', { schema: 'META' })).toEqual([
    expect.objectContaining({ NAME: 'S', TYPE: 'PROCEDURE', LANGUAGE: 'LUA', RESULT_TYPE: 'ROWCOUNT' }),
  ]);
  expect(await requestRows('getConnections')).toEqual([expect.objectContaining({ NAME: 'C' })]);
  expect(await requestRows('getUsers', { user: 'SYS' })).toEqual([expect.objectContaining({ NAME: 'SYS' })]);
  expect(await requestRows('getRoles', { role: 'DBA' })).toEqual([expect.objectContaining({ NAME: 'DBA' })]);
  expect(await requestRows('getKeywords')).toContainEqual({ KEYWORD: 'SELECT', RESERVED: true });
});

it('names an unsupported command', async () => {
  expect(await requestRows('getTypeInfo')).toMatchObject({
    sqlCode: '0A000',
    text: expect.stringContaining("'getTypeInfo'"),
  });
});
