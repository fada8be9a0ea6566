import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

let target: Target;
let sys: ExasolDriver;
let joe: ExasolDriver;
/** Quoted names; `mine` is a schema of the user. */
let owned: string;
let mine: string;
let joeName: string;
let bucket: string;

const SECRET = 'p4ssword-of-the-connection';
const joesPassword = 'Joes password 1';

beforeAll(async () => {
  target = await openTarget();
  sys = await target.connect();
  owned = await target.ownSchema('OWNED', sys);
  mine = target.schemaName('MINE');
  joeName = target.userName('JOE');
  bucket = target.connectionName('BUCKET');
  for (const sql of [
    'CREATE TABLE t (a DECIMAL(18,0))',
    'INSERT INTO t VALUES (1)',
    `CREATE SCRIPT read_t() RETURNS TABLE AS\nexit(query('SELECT a FROM ${owned}.T'))`,
    'CREATE PYTHON3 SCALAR SCRIPT get_address(c VARCHAR(100)) RETURNS VARCHAR(1000) AS\ndef run(ctx):\n    return exa.get_connection(ctx.c).address\n',
    target.connectionSql(bucket),
    `CREATE CONNECTION ${target.connectionName('HIDDEN')} TO 'nowhere' USER 'someone' IDENTIFIED BY '${SECRET}'`,
    `CREATE USER ${joeName} IDENTIFIED BY "${joesPassword}"`,
  ]) {
    await sys.execute(sql);
  }
});
afterAll(() => target?.stop());

async function expectError(driver: ExasolDriver, sql: string, sqlCode: string, text: string | RegExp): Promise<void> {
  const result = await runStatement(driver, sql);
  expect(result).toMatchObject({ kind: 'error', sqlCode });
  expect(result.kind === 'error' ? result.text : '').toMatch(text);
}

describe('a user', () => {
  it('needs CREATE SESSION, and the right password', async () => {
    const login = { user: joeName, password: joesPassword };
    await expect(target.connect(login)).rejects.toMatchObject({
      sqlCode: '08004',
      text: 'Connection exception - insufficient privileges: CREATE SESSION.',
    });
    await sys.execute(`GRANT CREATE SESSION TO ${joeName}`);
    await expect(target.connect({ ...login, password: 'wrong' })).rejects.toMatchObject({
      sqlCode: '08004',
      text: 'Connection exception - authentication failed.',
    });
    joe = await target.connect(login);
    expect(await runStatement(joe, 'SELECT CURRENT_USER')).toMatchObject({ rows: [[joeName]] });
  });

  it('creates nothing without the privilege', async () => {
    await expectError(joe, `CREATE SCHEMA ${mine}`, '42500', /^insufficient privileges for creating schema/);
    await expectError(joe, `CREATE TABLE ${owned}.X (a INT)`, '42500', /^insufficient privileges/);
    await expectError(joe, `CREATE SCRIPT ${owned}.X() AS\nexit()`, '42500', /^insufficient privileges/);
    await expectError(joe, "CREATE CONNECTION x TO ''", '42500', /^insufficient privileges/);
    await expectError(joe, `GRANT DBA TO ${joeName}`, '42500', /^insufficient privileges/);
    await sys.execute(`GRANT CREATE SCHEMA, CREATE TABLE, CREATE SCRIPT TO ${joeName}`);
    await joe.execute(`CREATE SCHEMA ${mine}`);
    await joe.execute(`CREATE TABLE ${mine}.x (a INT)`);
    await joe.execute(`CREATE SCRIPT ${mine}.p() AS\nexit()`);
  });

  it('reads and writes what was granted', async () => {
    await expectError(joe, `SELECT * FROM ${owned}.T`, '42500', /^insufficient privileges/);
    await sys.execute(`GRANT SELECT ON ${owned}.T TO ${joeName}`);
    expect(await runStatement(joe, `SELECT * FROM ${owned}.T`)).toMatchObject({ rows: [[1]] });
    await expectError(joe, `INSERT INTO ${owned}.T VALUES (2)`, '42500', /^insufficient privileges/);
  });

  it('runs a script with their own privileges', async () => {
    await expectError(
      joe,
      `EXECUTE SCRIPT ${owned}.READ_T()`,
      '42500',
      /^insufficient privileges for executing a script/,
    );
    await sys.execute(`GRANT EXECUTE ON SCHEMA ${owned} TO ${joeName}`);
    expect(await runStatement(joe, `EXECUTE SCRIPT ${owned}.READ_T()`)).toMatchObject({ rows: [[1]] });
    await sys.execute(`REVOKE SELECT ON ${owned}.T FROM ${joeName}`);
    await expectError(joe, `EXECUTE SCRIPT ${owned}.READ_T()`, '43000', /insufficient privileges/);
    await sys.execute(`GRANT SELECT ON ${owned}.T TO ${joeName}`);
  });

  it('exports with EXPORT and GRANT CONNECTION', async () => {
    const sql = `EXPORT ${owned}.T INTO CSV AT ${bucket} FILE '${target.key('joe.csv')}' REPLACE`;
    await expectError(joe, sql, '42500', /^insufficient privileges/);
    await sys.execute(`GRANT EXPORT TO ${joeName}`);
    await expectError(joe, sql, '42500', `insufficient privileges for using connection ${bucket}`);
    await sys.execute(`GRANT CONNECTION ${bucket} TO ${joeName}`);
    expect(await runStatement(joe, sql)).toEqual({ kind: 'rowCount', rowCount: 1 });
  });

  it('reads a connection in a UDF with ACCESS, not with GRANT CONNECTION; a replaced script loses FOR SCRIPT', async () => {
    const call = `SELECT ${owned}.GET_ADDRESS('${bucket}')`;
    const denied = `insufficient privileges for using connection ${bucket} in script GET_ADDRESS`;
    await expectError(joe, call, '22002', denied);
    await sys.execute(`GRANT ACCESS ON CONNECTION ${bucket} FOR SCRIPT ${owned}.GET_ADDRESS TO ${joeName}`);
    expect(await runStatement(joe, call)).toMatchObject({ kind: 'resultSet' });
    await sys.execute(
      `CREATE OR REPLACE PYTHON3 SCALAR SCRIPT ${owned}.GET_ADDRESS(c VARCHAR(100)) RETURNS VARCHAR(1000) AS\ndef run(ctx):\n    return exa.get_connection(ctx.c).address\n`,
    );
    await expectError(joe, call, '22002', denied);
    await sys.execute(`GRANT ACCESS ON CONNECTION ${bucket} FOR SCHEMA ${owned} TO ${joeName}`);
    expect(await runStatement(joe, call)).toMatchObject({ kind: 'resultSet' });
  });
});

describe('dependent objects', () => {
  it('drops the schemas of a user only with CASCADE', async () => {
    const leavingName = target.userName('LEAVING');
    const leftBehind = target.schemaName('LEFT_BEHIND');
    const password = 'Leaving_pw_1';
    await sys.execute(`CREATE USER ${leavingName} IDENTIFIED BY "${password}"`);
    await sys.execute(`GRANT CREATE SESSION, CREATE SCHEMA TO ${leavingName}`);
    const leaving = await target.connect({ user: leavingName, password });
    await leaving.execute(`CREATE SCHEMA ${leftBehind}`);
    await expectError(sys, `DROP USER ${leavingName}`, '42500', /owns schemas/);
    await sys.execute(`DROP USER ${leavingName} CASCADE`);
    const sql = `SELECT SCHEMA_NAME FROM EXA_ALL_SCHEMAS WHERE SCHEMA_NAME = '${leftBehind}'`;
    expect(await runStatement(sys, sql)).toMatchObject({ rows: [] });
    await expect(target.connect({ user: leavingName, password })).rejects.toMatchObject({ sqlCode: '08004' });
  });

  it('drops grants with their table', async () => {
    await sys.execute(`CREATE TABLE ${owned}.SHORT_LIVED (a INT)`);
    await sys.execute(`GRANT SELECT ON ${owned}.SHORT_LIVED TO ${joeName}`);
    await sys.execute(`DROP TABLE ${owned}.SHORT_LIVED`);
    await sys.execute(`CREATE TABLE ${owned}.SHORT_LIVED (a INT)`);
    await expectError(joe, `SELECT * FROM ${owned}.SHORT_LIVED`, '42500', /^insufficient privileges/);
  });
});

describe('secrets', () => {
  it('are not visible in SQL', async () => {
    const tables = await runStatement(sys, "SELECT OBJECT_NAME FROM SYS.EXA_SYSCAT WHERE OBJECT_NAME LIKE 'EXA%'");
    const names = tables.kind === 'resultSet' ? tables.rows.map(([name]) => String(name)) : [];
    const secretTables =
      names.length > 0
        ? names
        : ['EXA_DBA_CONNECTIONS', 'EXA_ALL_CONNECTIONS', 'EXA_SESSION_CONNECTIONS', 'EXA_DBA_USERS'];
    for (const name of secretTables) {
      const result = await runStatement(sys, `SELECT * FROM SYS.${name}`);
      expect(JSON.stringify(result)).not.toContain(SECRET);
    }
  });

  it('shows grants in the catalog', async () => {
    const sql = `SELECT PRIVILEGE FROM EXA_DBA_SYS_PRIVS WHERE GRANTEE = '${joeName}' AND PRIVILEGE LIKE '%EXPORT%'`;
    expect(await runStatement(sys, sql)).toMatchObject({ rows: [['EXPORT']] });
    const connections = `SELECT GRANTED_CONNECTION FROM EXA_DBA_CONNECTION_PRIVS WHERE GRANTEE = '${joeName}'`;
    expect(await runStatement(sys, connections)).toMatchObject({ rows: [[bucket]] });
  });

  it('rolls GRANT back with its transaction', async () => {
    const other = await target.connect({ autocommit: false });
    await other.execute(`GRANT IMPORT TO ${joeName}`);
    await other.execute('ROLLBACK');
    const sql = `SELECT PRIVILEGE FROM EXA_DBA_SYS_PRIVS WHERE GRANTEE = '${joeName}' AND PRIVILEGE = 'IMPORT'`;
    expect(await runStatement(sys, sql)).toMatchObject({ rows: [] });
  });
});
