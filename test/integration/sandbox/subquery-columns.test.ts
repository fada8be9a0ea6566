import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../../support/sandbox.js';
import { run } from '../../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ behaviours: { 'subquery-columns': 'refuse' } });
  driver = await sandbox.connect();
  await run(driver, 'CREATE SCHEMA S');
  await run(driver, 'CREATE TABLE T (A INT)');
  await run(driver, `CREATE PYTHON3 SCALAR SCRIPT E (A INT) EMITS (B INT) AS\ndef run(ctx):\n    ctx.emit(ctx.A)\n`);
});
afterAll(() => sandbox?.stop());

test.each([
  ['an expression', 'SELECT * FROM (SELECT A, A + 1 FROM T)', 2],
  ['the first SELECT of a UNION', 'SELECT * FROM (SELECT 1 FROM DUAL UNION ALL SELECT A AS B FROM T)', 1],
  ['a nested subquery', 'SELECT 1 AS X FROM (SELECT B FROM (SELECT A AS B, MAX(A) FROM T GROUP BY A))', 2],
])('refuse: %s needs an alias', async (_title, sql, position) => {
  expect(await runStatement(driver, sql)).toMatchObject({
    kind: 'error',
    sqlCode: '42000',
    text: expect.stringContaining(`column ${position} of the subquery has no name`),
  });
});

test.each([
  ['columns and *', 'SELECT * FROM (SELECT T.*, A AS B FROM T)'],
  ['an alias', 'SELECT B FROM (SELECT A + 1 AS B FROM T)'],
  ['a list of names', 'SELECT B FROM (SELECT A + 1 FROM T) AS X(B)'],
  ['the output of a script', 'SELECT B FROM (SELECT S.E(A) FROM T)'],
  ['a scalar subquery', 'SELECT (SELECT MAX(A) FROM T) FROM DUAL'],
  ['the second SELECT of a UNION', 'SELECT * FROM (SELECT A FROM T UNION ALL SELECT 1 FROM DUAL)'],
])('refuse: %s is accepted', async (_title, sql) => {
  expect(await runStatement(driver, sql)).toMatchObject({ kind: 'resultSet' });
});
