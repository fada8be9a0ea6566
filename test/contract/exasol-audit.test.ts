import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

/** Statistical system tables through the published driver. */
let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  driver = await sandbox.connect();
});
afterAll(() => sandbox?.stop());

const run = (sql: string, session = driver) => runStatement(session, sql);
const read = async (sql: string, session = driver) => {
  const result = await run(sql, session);
  return result.kind === 'resultSet' ? result.rows : result;
};

describe('EXA_DBA_AUDIT_SQL', () => {
  it('contains statements after FLUSH STATISTICS, failed ones with their error', async () => {
    await run('CREATE SCHEMA AUDITED');
    await run('CREATE TABLE AUDITED.T (A DECIMAL(9,0))');
    await run('INSERT INTO AUDITED.T VALUES (1), (2)');
    await run('SELECT * FROM AUDITED.MISSING');
    await run('SELEKT 1');
    const count =
      "SELECT COUNT(*) FROM EXA_DBA_AUDIT_SQL WHERE SQL_TEXT LIKE '%INTO AUDITED.T%' AND COMMAND_CLASS = 'DML'";
    expect(await read(count)).toEqual([[0]]);
    expect(await run('FLUSH STATISTICS')).toMatchObject({ kind: 'rowCount' });
    expect(await read(count)).toEqual([[1]]);
    expect(
      await read(
        `SELECT COMMAND_NAME, COMMAND_CLASS, SUCCESS, ERROR_CODE, SCOPE_SCHEMA, ROW_COUNT, EXECUTION_MODE FROM EXA_STATISTICS.EXA_DBA_AUDIT_SQL
         WHERE SESSION_ID = CURRENT_SESSION AND STMT_ID < 6 ORDER BY STMT_ID`,
      ),
    ).toEqual([
      ['CREATE SCHEMA', 'DDL', true, null, null, 0, 'EXECUTE'],
      ['CREATE TABLE', 'DDL', true, null, 'AUDITED', 0, 'EXECUTE'],
      ['INSERT', 'DML', true, null, 'AUDITED', 2, 'EXECUTE'],
      ['SELECT', 'DQL', false, '42000', 'AUDITED', null, 'EXECUTE'],
      ['NOT SPECIFIED', 'OTHER', false, '42000', 'AUDITED', null, 'EXECUTE'],
    ]);
    expect(await read('SELECT COUNT(*) FROM EXA_SQL_LAST_DAY WHERE NOT SUCCESS')).toEqual([[0]]);
  });

  it('contains each statement of a script with its own number', async () => {
    await run("CREATE LUA SCRIPT AUDITED.TWO() AS query([[SELECT 'first']]) query([[SELECT 'second']])");
    await run('EXECUTE SCRIPT AUDITED.TWO()');
    await run('FLUSH STATISTICS');
    const rows = await read(
      `SELECT SQL_TEXT, STMT_ID FROM EXA_DBA_AUDIT_SQL WHERE SESSION_ID = CURRENT_SESSION
       AND (SQL_TEXT LIKE 'SELECT ''%' OR COMMAND_NAME = 'EXECUTE SCRIPT') ORDER BY STMT_ID`,
    );
    const [script, ...statements] = rows as [string, number][];
    expect(script?.[0]).toBe('EXECUTE SCRIPT AUDITED.TWO()');
    expect(statements).toEqual([
      ["SELECT 'first'", (script?.[1] ?? 0) + 1],
      ["SELECT 'second'", (script?.[1] ?? 0) + 2],
    ]);
  });

  it('never contains a secret', async () => {
    const secret = 'canary-7f3a';
    await run(`CREATE OR REPLACE CONNECTION C TO 'https://x' USER 'k' IDENTIFIED BY '${secret}'`);
    await run(`CREATE CONNECTION C TO 'https://x' USER 'k' IDENTIFIED BY '${secret}`);
    await run(`CREATE USER EVE IDENTIFIED BY "${secret}"`);
    await run(`EXPORT AUDITED.T INTO CSV AT 'https://127.0.0.1:1' USER 'k' IDENTIFIED BY '${secret}' FILE 'f.csv'`);
    await run('FLUSH STATISTICS');
    expect(
      await read(
        `SELECT COUNT(*) FROM EXA_DBA_AUDIT_SQL WHERE (INSTR(SQL_TEXT, 'canary-' || '7f3a') > 0 OR INSTR(ERROR_TEXT, 'canary-' || '7f3a') > 0)`,
      ),
    ).toEqual([[0]]);
    expect(await read("SELECT COUNT(*) FROM EXA_DBA_AUDIT_SQL WHERE INSTR(SQL_TEXT, '<SEC' || 'RET>') > 0")).toEqual([
      [4],
    ]);
  });

  it('is read only with SELECT ANY DICTIONARY', async () => {
    await run('CREATE USER ANN IDENTIFIED BY "ann"');
    await run('GRANT CREATE SESSION TO ANN');
    const ann = await sandbox.connect({ user: 'ann', password: 'ann' });
    for (const table of ['EXA_DBA_AUDIT_SQL', 'EXA_DBA_AUDIT_SESSIONS', 'EXA_DBA_AUDIT_IMPERSONATION']) {
      expect(await read(`SELECT * FROM ${table}`, ann)).toMatchObject({ sqlCode: '42500' });
    }
    expect(await read('SELECT DISTINCT USER_NAME FROM EXA_USER_SESSIONS_LAST_DAY', ann)).toEqual([]);
    expect(await run('TRUNCATE AUDIT LOGS', ann)).toMatchObject({ sqlCode: '42500' });
    await ann.close();
  });
});

describe('EXA_DBA_AUDIT_SESSIONS', () => {
  it('contains logins, logouts and failed logins with what the client told', async () => {
    await expect(sandbox.connect({ user: 'ann', password: 'wrong' })).rejects.toThrow();
    await run('FLUSH STATISTICS');
    const rows = await read(
      `SELECT USER_NAME, SUCCESS, ERROR_CODE, LOGOUT_TIME IS NULL, DRIVER IS NULL, OS_NAME IS NULL
       FROM EXA_STATISTICS.EXA_DBA_AUDIT_SESSIONS ORDER BY LOGIN_TIME, SUCCESS DESC`,
    );
    expect(rows).toEqual([
      ['SYS', true, null, true, false, false],
      ['ANN', true, null, false, false, false],
      ['ANN', false, '08004', false, false, false],
    ]);
    expect(await read('SELECT COUNT(*) FROM EXA_DBA_SESSIONS WHERE DRIVER IS NOT NULL')).toEqual([[1]]);
  });
});

describe('TRUNCATE AUDIT LOGS', () => {
  it.each(['KEEP LAST MONTH', "KEEP FROM '2019-01-01'", 'KEEP FROM (CURRENT_DATE - 366)'])(
    '%s keeps new rows',
    async (keep) => {
      expect(await run(`TRUNCATE AUDIT LOGS ${keep}`)).toMatchObject({ kind: 'rowCount' });
      expect(await read('SELECT COUNT(*) > 10 FROM EXA_DBA_AUDIT_SQL')).toEqual([[true]]);
    },
  );

  it('removes all that is over, and refuses what is not a time', async () => {
    expect(await run('TRUNCATE AUDIT LOGS KEEP FROM 7')).toMatchObject({ kind: 'error' });
    expect(await run('TRUNCATE AUDIT LOGS KEEP NOTHING')).toMatchObject({ kind: 'error', sqlCode: '42000' });
    await run('TRUNCATE AUDIT LOGS');
    expect(await read('SELECT COUNT(*) FROM EXA_DBA_AUDIT_SQL')).toEqual([[0]]);
    expect(await read('SELECT USER_NAME FROM EXA_DBA_AUDIT_SESSIONS')).toEqual([['SYS']]);
  });
});

it('DESCRIBE and OPEN SCHEMA know the system tables', async () => {
  await run('CLOSE SCHEMA');
  const columns = (await read('DESC EXA_DBA_AUDIT_SQL')) as unknown[][];
  expect(columns[0]).toEqual(['SESSION_ID', 'DECIMAL(20,0)', null, 'FALSE', 'FALSE']);
  expect(columns.at(-1)?.[0]).toBe('SQL_TEXT');
  expect(await read('DESC FULL SYS.EXA_ALL_TABLES')).toContainEqual([
    'TABLE_ROW_COUNT',
    'DECIMAL(18,0)',
    null,
    'FALSE',
    'FALSE',
    null,
  ]);
  expect(await read('DESC SYS.EXA_DBA_AUDIT_SQL')).toMatchObject({ sqlCode: '42000' });
  expect(await run('OPEN SCHEMA EXA_STATISTICS')).toMatchObject({ kind: 'rowCount' });
  expect(await read('SELECT COUNT(*) > 0 FROM EXA_DBA_AUDIT_SESSIONS')).toEqual([[true]]);
});

it.each([
  'IMPERSONATE ANN',
  'EXPLAIN VIRTUAL SELECT 1',
  'ENFORCE INDEX ON T(A)',
  'SELECT 1 FROM DUAL PREFERRING HIGH 1',
])('%s is a named gap', async (sql) => {
  expect(await run(sql)).toMatchObject({ sqlCode: '0A000', text: expect.stringContaining('(sandbox gap)') });
});

it('lists the tables in schema EXA_STATISTICS only', async () => {
  expect(await read("SELECT SCHEMA_NAME FROM EXA_SYSCAT WHERE OBJECT_NAME = 'EXA_DBA_AUDIT_SQL'")).toEqual([
    ['EXA_STATISTICS'],
  ]);
  expect(await read('SELECT COUNT(*) FROM SYS.EXA_DBA_AUDIT_SQL')).toMatchObject({ sqlCode: '42000' });
  for (const table of [
    'EXA_DBA_TRANSACTION_CONFLICTS',
    'EXA_DBA_AUDIT_IMPERSONATION',
    'EXA_USER_IMPERSONATION_LAST_DAY',
  ]) {
    expect(await read(`SELECT * FROM ${table}`)).toEqual([]);
  }
});
