import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

/** Sessions, owners and system tables through the published driver. */
let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  driver = await sandbox.connect();
  await driver.execute('CREATE SCHEMA S');
  await driver.execute('CREATE USER ANN IDENTIFIED BY "ann"');
  await driver.execute('GRANT CREATE SESSION, CREATE TABLE TO ANN');
});
afterAll(() => sandbox?.stop());

const run = (sql: string, session = driver) => runStatement(session, sql);
const read = async (sql: string, session = driver) => {
  const result = await run(sql, session);
  return result.kind === 'resultSet' ? result.rows : result;
};

describe('KILL SESSION', () => {
  it('ends another session and rolls it back', async () => {
    const other = await sandbox.connect();
    const [[id] = []] = (await read('SELECT TO_CHAR(CURRENT_SESSION)', other)) as [[string]];
    await other.execute('CREATE TABLE S.KILLED (A DECIMAL(9,0))', { autocommit: false });
    expect(await run(`KILL SESSION ${id}`)).toMatchObject({ kind: 'rowCount' });
    expect(await read(`SELECT COUNT(*) FROM EXA_DBA_SESSIONS WHERE SESSION_ID = ${id}`)).toEqual([[0]]);
    expect(await read('SELECT COUNT(*) FROM S.KILLED')).toMatchObject({ kind: 'error', sqlCode: '42000' });
  });

  it('needs a session that exists, and a privilege for sessions of others', async () => {
    expect(await run('KILL SESSION 1')).toMatchObject({ text: expect.stringMatching(/^session 1 does not exist/) });
    const ann = await sandbox.connect({ user: 'ann', password: 'ann' });
    const [[id] = []] = (await read('SELECT TO_CHAR(CURRENT_SESSION)')) as [[string]];
    expect(await run(`KILL SESSION ${id}`, ann)).toMatchObject({ kind: 'error', sqlCode: '42500' });
    await ann.close();
  });
});

describe('ALTER SCHEMA … CHANGE OWNER', () => {
  it('gives a schema and its tables to another user', async () => {
    await driver.execute('CREATE SCHEMA GIVEN');
    await driver.execute('CREATE TABLE GIVEN.T (A DECIMAL(9,0))');
    await driver.execute('ALTER SCHEMA GIVEN CHANGE OWNER ANN');
    const ann = await sandbox.connect({ user: 'ann', password: 'ann' });
    expect(await run('INSERT INTO GIVEN.T VALUES 1', ann)).toMatchObject({ rowCount: 1 });
    expect(await read("SELECT SCHEMA_OWNER FROM EXA_ALL_SCHEMAS WHERE SCHEMA_NAME = 'GIVEN'")).toEqual([['ANN']]);
    await ann.close();
  });

  it.each([
    ['ALTER SCHEMA GIVEN CHANGE OWNER NOBODY', '42500'],
    ['ALTER SCHEMA NOWHERE CHANGE OWNER ANN', '42000'],
    ['ALTER SCHEMA GIVEN SET RAW_SIZE_LIMIT = 1', '0A000'],
  ])('refuses %s', async (sql, sqlCode) => {
    expect(await run(sql)).toMatchObject({ kind: 'error', sqlCode });
  });
});

describe('system tables', () => {
  it('have the columns that tools ask for', async () => {
    const own = 'SELECT ACTIVITY, CLIENT, DRIVER, OS_USER, ENCRYPTED FROM EXA_USER_SESSIONS LIMIT 1';
    const driverName = expect.stringMatching(/^exasol-driver-ts v\d/);
    expect(await read(own)).toEqual([[null, expect.stringMatching(/^Javascript client/), driverName, null, true]]);
    await driver.execute('OPEN SCHEMA S');
    await driver.execute('CREATE TABLE IN_CAT (A DECIMAL(9,0))');
    expect(await read('SELECT * FROM CAT')).toEqual([['IN_CAT', 'TABLE']]);
    const [[login] = []] = (await read('SELECT MAX(LOGIN_TIME) FROM EXA_ALL_SESSIONS')) as [[string]];
    expect(login).toMatch(/\.\d{3}000$/);
  });

  it('are a named gap if the sandbox lacks them', async () => {
    expect(await read('SELECT * FROM EXA_DBA_PROFILE_LAST_DAY')).toMatchObject({
      text: expect.stringMatching(/^Feature not supported: system table EXA_DBA_PROFILE_LAST_DAY \(sandbox gap\)/),
    });
  });
});
