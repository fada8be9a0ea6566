import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;
let sys: ExasolDriver;
let joe: ExasolDriver;

const SECRET = 'p4ssword-of-the-connection';

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { region, accessKeyId, secretAccessKey, bucket } = sandbox.aws;
  sys = await sandbox.connect();
  for (const sql of [
    'CREATE SCHEMA OWNED',
    'CREATE TABLE t (a DECIMAL(18,0))',
    'INSERT INTO t VALUES (1)',
    "CREATE SCRIPT read_t() RETURNS TABLE AS\nexit(query('SELECT a FROM OWNED.T'))",
    'CREATE PYTHON3 SCALAR SCRIPT get_address(c VARCHAR(100)) RETURNS VARCHAR(1000) AS\ndef run(ctx):\n    return exa.get_connection(ctx.c).address\n',
    `CREATE CONNECTION bucket TO 'https://${bucket}.s3.${region}.amazonaws.com' USER '${accessKeyId}' IDENTIFIED BY '${secretAccessKey}'`,
    `CREATE CONNECTION hidden TO 'nowhere' USER 'someone' IDENTIFIED BY '${SECRET}'`,
    'CREATE USER joe IDENTIFIED BY "joes password"',
  ]) {
    await sys.execute(sql);
  }
});
afterAll(() => sandbox.stop());

async function refuse(driver: ExasolDriver, sql: string, sqlCode: string, text: string | RegExp): Promise<void> {
  const answer = await runStatement(driver, sql);
  expect(answer).toMatchObject({ kind: 'error', sqlCode });
  expect(answer.kind === 'error' ? answer.text : '').toMatch(text);
}

describe('a user', () => {
  it('needs CREATE SESSION, and the right password', async () => {
    const login = { user: 'joe', password: 'joes password' };
    await expect(sandbox.connect(login)).rejects.toMatchObject({
      sqlCode: '08004',
      text: 'Connection exception - insufficient privileges: CREATE SESSION.',
    });
    await sys.execute('GRANT CREATE SESSION TO joe');
    await expect(sandbox.connect({ ...login, password: 'wrong' })).rejects.toMatchObject({
      sqlCode: '08004',
      text: 'Connection exception - authentication failed.',
    });
    joe = await sandbox.connect(login);
    expect(await runStatement(joe, 'SELECT CURRENT_USER')).toMatchObject({ rows: [['JOE']] });
  });

  it('makes nothing without the privilege', async () => {
    await refuse(joe, 'CREATE SCHEMA mine', '42500', /^insufficient privileges for creating schema/);
    await refuse(joe, 'CREATE TABLE OWNED.X (a INT)', '42500', /^insufficient privileges/);
    await refuse(joe, 'CREATE SCRIPT OWNED.X() AS\nexit()', '42500', /^insufficient privileges/);
    await refuse(joe, "CREATE CONNECTION x TO ''", '42500', /^insufficient privileges/);
    await refuse(joe, 'GRANT DBA TO joe', '42500', /^insufficient privileges/);
    await sys.execute('GRANT CREATE SCHEMA, CREATE TABLE, CREATE SCRIPT TO joe');
    await joe.execute('CREATE SCHEMA mine');
    await joe.execute('CREATE TABLE mine.x (a INT)');
    await joe.execute('CREATE SCRIPT mine.p() AS\nexit()');
  });

  it('reads and writes what he was granted', async () => {
    await refuse(joe, 'SELECT * FROM OWNED.T', '42500', /^insufficient privileges/);
    await sys.execute('GRANT SELECT ON OWNED.T TO joe');
    expect(await runStatement(joe, 'SELECT * FROM OWNED.T')).toMatchObject({ rows: [[1]] });
    await refuse(joe, 'INSERT INTO OWNED.T VALUES (2)', '42500', /^insufficient privileges/);
  });

  it('runs a script with his own rights', async () => {
    await refuse(joe, 'EXECUTE SCRIPT OWNED.READ_T()', '42500', /^insufficient privileges for executing a script/);
    await sys.execute('GRANT EXECUTE ON SCHEMA OWNED TO joe');
    expect(await runStatement(joe, 'EXECUTE SCRIPT OWNED.READ_T()')).toMatchObject({ rows: [[1]] });
    await sys.execute('REVOKE SELECT ON OWNED.T FROM joe');
    await refuse(joe, 'EXECUTE SCRIPT OWNED.READ_T()', '43000', /insufficient privileges/);
    await sys.execute('GRANT SELECT ON OWNED.T TO joe');
  });

  it('exports with EXPORT and GRANT CONNECTION', async () => {
    const sql = "EXPORT OWNED.T INTO CSV AT bucket FILE 'joe.csv' REPLACE";
    await refuse(joe, sql, '42500', /^insufficient privileges/);
    await sys.execute('GRANT EXPORT TO joe');
    await refuse(joe, sql, '42500', /^insufficient privileges for using connection BUCKET/);
    await sys.execute('GRANT CONNECTION bucket TO joe');
    expect(await runStatement(joe, sql)).toEqual({ kind: 'rowCount', rowCount: 1 });
  });

  it('reads a connection in a UDF with ACCESS, not with GRANT CONNECTION; a replaced script loses FOR SCRIPT', async () => {
    const call = "SELECT OWNED.GET_ADDRESS('BUCKET')";
    const denied = /insufficient privileges for using connection BUCKET in script GET_ADDRESS/;
    await refuse(joe, call, '22002', denied);
    await sys.execute('GRANT ACCESS ON CONNECTION bucket FOR SCRIPT OWNED.GET_ADDRESS TO joe');
    expect(await runStatement(joe, call)).toMatchObject({ kind: 'resultSet' });
    await sys.execute(
      'CREATE OR REPLACE PYTHON3 SCALAR SCRIPT OWNED.GET_ADDRESS(c VARCHAR(100)) RETURNS VARCHAR(1000) AS\ndef run(ctx):\n    return exa.get_connection(ctx.c).address\n',
    );
    await refuse(joe, call, '22002', denied);
    await sys.execute('GRANT ACCESS ON CONNECTION bucket FOR SCHEMA OWNED TO joe');
    expect(await runStatement(joe, call)).toMatchObject({ kind: 'resultSet' });
  });
});

describe('what goes with what', () => {
  it('a dropped user takes his schemas along with CASCADE only', async () => {
    await sys.execute('CREATE USER leaving IDENTIFIED BY "x"');
    await sys.execute('GRANT CREATE SESSION, CREATE SCHEMA TO leaving');
    const leaving = await sandbox.connect({ user: 'leaving', password: 'x' });
    await leaving.execute('CREATE SCHEMA LEFT_BEHIND');
    await refuse(sys, 'DROP USER leaving', '42500', /owns schemas/);
    await sys.execute('DROP USER leaving CASCADE');
    const sql = "SELECT SCHEMA_NAME FROM EXA_ALL_SCHEMAS WHERE SCHEMA_NAME = 'LEFT_BEHIND'";
    expect(await runStatement(sys, sql)).toMatchObject({ rows: [] });
    await expect(sandbox.connect({ user: 'leaving', password: 'x' })).rejects.toMatchObject({ sqlCode: '08004' });
  });

  it('grants go with their table', async () => {
    await sys.execute('CREATE TABLE OWNED.SHORT_LIVED (a INT)');
    await sys.execute('GRANT SELECT ON OWNED.SHORT_LIVED TO joe');
    await sys.execute('DROP TABLE OWNED.SHORT_LIVED');
    await sys.execute('CREATE TABLE OWNED.SHORT_LIVED (a INT)');
    await refuse(joe, 'SELECT * FROM OWNED.SHORT_LIVED', '42500', /^insufficient privileges/);
  });
});

describe('secrets', () => {
  it('cannot be read by SQL', async () => {
    const tables = await runStatement(sys, "SELECT OBJECT_NAME FROM SYS.EXA_SYSCAT WHERE OBJECT_NAME LIKE 'EXA%'");
    const names = tables.kind === 'resultSet' ? tables.rows.map(([name]) => String(name)) : [];
    const asked =
      names.length > 0
        ? names
        : ['EXA_DBA_CONNECTIONS', 'EXA_ALL_CONNECTIONS', 'EXA_SESSION_CONNECTIONS', 'EXA_DBA_USERS'];
    for (const name of asked) {
      const answer = await runStatement(sys, `SELECT * FROM SYS.${name}`);
      expect(JSON.stringify(answer)).not.toContain(SECRET);
    }
  });

  it('grants show in the catalog', async () => {
    const sql = "SELECT PRIVILEGE FROM EXA_DBA_SYS_PRIVS WHERE GRANTEE = 'JOE' AND PRIVILEGE LIKE '%EXPORT%'";
    expect(await runStatement(sys, sql)).toMatchObject({ rows: [['EXPORT']] });
    const connections = "SELECT GRANTED_CONNECTION FROM EXA_DBA_CONNECTION_PRIVS WHERE GRANTEE = 'JOE'";
    expect(await runStatement(sys, connections)).toMatchObject({ rows: [['BUCKET']] });
  });

  it('GRANT rolls back with its transaction', async () => {
    const other = await sandbox.connect({ autocommit: false });
    await other.execute('GRANT IMPORT TO joe');
    await other.execute('ROLLBACK');
    const sql = "SELECT PRIVILEGE FROM EXA_DBA_SYS_PRIVS WHERE GRANTEE = 'JOE' AND PRIVILEGE = 'IMPORT'";
    expect(await runStatement(sys, sql)).toMatchObject({ rows: [] });
  });
});
