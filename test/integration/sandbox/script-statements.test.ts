import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RawClient } from '../../support/raw-client.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../../support/sandbox.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;

const run = async (sql: string) => {
  const result = await runStatement(driver, sql);
  if (result.kind === 'error') throw new Error(result.text);
  return result.kind === 'resultSet' ? result.rows : result.rowCount;
};

beforeAll(async () => {
  sandbox = await startTestSandbox();
  driver = await sandbox.connect();
  await run('CREATE SCHEMA S');
  await run('CREATE TABLE S.T (STEP DECIMAL(1))');
  await run(`CREATE SCRIPT S.STEPS () AS
query([[INSERT INTO S.T VALUES 1]])
query([[COMMIT]])
pquery([[INSERT INTO S.T VALUES 2]])
pcall(query, [[COMMIT]])
query([[INSERT INTO S.T VALUES 3]])`);
  await run(`CREATE SCRIPT S.CALLER () AS
pquery([[EXECUTE SCRIPT S.STEPS()]])
query([[INSERT INTO S.T VALUES 4]])`);
});

afterAll(() => sandbox?.stop());

beforeEach(async () => {
  await run('DELETE FROM S.T');
  sandbox.exasolControl.clear();
});

async function runAndKill(sql: string, kill: Parameters<TestSandbox['exasolControl']['killSession']>[0]) {
  const killed = sandbox.exasolControl.killSession(kill);
  const client = await RawClient.open(sandbox.exasol);
  await client.logIn(sandbox.exasol.user, sandbox.exasol.password);
  client.socket.send(JSON.stringify({ command: 'execute', sqlText: sql, attributes: {} }));
  await Promise.all([killed, client.closed]);
  return run('SELECT STEP FROM S.T ORDER BY STEP');
}

describe('the statements of scripts', () => {
  test('are recorded in the order of their start, with their script', async () => {
    await run('EXECUTE SCRIPT S.CALLER()');
    expect(sandbox.exasolControl.statements.map(({ script, sql }) => `${script}: ${sql}`)).toEqual([
      'CALLER: EXECUTE SCRIPT S.STEPS()',
      'STEPS: INSERT INTO S.T VALUES 1',
      'STEPS: COMMIT',
      'STEPS: INSERT INTO S.T VALUES 2',
      'STEPS: COMMIT',
      'STEPS: INSERT INTO S.T VALUES 3',
      'CALLER: INSERT INTO S.T VALUES 4',
    ]);
  });
});

describe('a session that is killed', () => {
  test.each([
    [1, 'before', []],
    [1, 'after', []],
    [2, 'before', []],
    [2, 'after', [[1]]],
    [4, 'before', [[1]]],
    [4, 'after', [[1], [2]]],
    [5, 'after', [[1], [2]]],
  ] as const)('at statement %i, %s it, keeps committed changes', async (statement, when, rows) => {
    expect(await runAndKill('EXECUTE SCRIPT S.STEPS()', { script: 'STEPS', statement, when })).toEqual(rows);
    expect(sandbox.exasolControl.statements).toHaveLength(statement);
  });

  test('in a nested script ends both scripts', async () => {
    const kill = { script: 'STEPS', statement: 2, when: 'after' } as const;
    expect(await runAndKill('EXECUTE SCRIPT S.CALLER()', kill)).toEqual([[1]]);
  });

  test('is killed once: the next run succeeds', async () => {
    await runAndKill('EXECUTE SCRIPT S.STEPS()', { script: 'STEPS', statement: 2, when: 'after' });
    await run('EXECUTE SCRIPT S.STEPS()');
    expect(await run('SELECT COUNT(*) FROM S.T')).toEqual([[4]]);
  });
});
