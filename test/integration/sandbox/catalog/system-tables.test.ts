import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { executeAll, openTestDatabase, readRows } from '../session/open-test-session.js';

let database: Database;
let session: DatabaseSession;

beforeAll(async () => {
  database = await openTestDatabase();
  session = await database.openSession('sys');
  await executeAll(
    session,
    'CREATE SCHEMA s',
    'CREATE TABLE t (a INT, b VARCHAR(9) NOT NULL, PRIMARY KEY (a, b), DISTRIBUTE BY a)',
    "INSERT INTO t VALUES (1, 'x')",
    'CREATE VIEW v AS SELECT a FROM t',
    'CREATE ROLE r',
    'CREATE USER u IDENTIFIED BY "password"',
    'GRANT CREATE SESSION TO u',
    'GRANT r TO u',
    'GRANT SELECT ON t TO r',
  );
});
afterAll(() => database.close());

it('supports every table in EXA_SYSCAT, for administrator and user', async () => {
  const names = await readRows(session, 'SELECT schema_name, object_name FROM sys.exa_syscat ORDER BY 1');
  expect(names.length).toBeGreaterThan(50);
  const user = await database.openSession('u');
  for (const [schema, name] of names) {
    await readRows(session, `SELECT * FROM ${schema}.${name}`);
    if (!String(name).startsWith('EXA_DBA_')) await readRows(user, `SELECT * FROM ${name}`);
  }
  expect(await readRows(user, 'SELECT grantee, privilege, object_name FROM exa_role_obj_privs')).toEqual([
    ['R', 'SELECT', 'T'],
  ]);
  expect(await readRows(user, 'SELECT privilege FROM exa_user_sys_privs')).toEqual([['CREATE SESSION']]);
  expect(await readRows(user, 'SELECT table_name FROM exa_all_tables')).toEqual([['T']]);
});

it('cuts what clients tell about themselves', async () => {
  const long = 'x'.repeat(1000);
  const other = await database.openSession('sys', {}, { name: long, os: long });
  database.noteFailedLogin(long, { driver: long }, { code: '08004', text: 'no' });
  await session.execute('FLUSH STATISTICS');
  expect(
    await readRows(
      session,
      'SELECT LENGTH(client), driver, LENGTH(os_name) FROM exa_all_sessions WHERE client IS NOT NULL',
    ),
  ).toEqual([[128, null, 128]]);
  expect(
    await readRows(session, 'SELECT LENGTH(user_name), LENGTH(driver) FROM exa_dba_audit_sessions WHERE NOT success'),
  ).toEqual([[128, 128]]);
  await other.close();
});

it('shows constraints, distribution keys and views', async () => {
  expect(
    await readRows(
      session,
      "SELECT ordinal_position, column_name FROM exa_all_constraint_columns WHERE constraint_type = 'PRIMARY KEY' ORDER BY 1",
    ),
  ).toEqual([
    [1, 'A'],
    [2, 'B'],
  ]);
  expect(
    await readRows(
      session,
      "SELECT column_name, column_is_distribution_key FROM exa_all_columns WHERE column_table = 'T' ORDER BY 1",
    ),
  ).toEqual([
    ['A', true],
    ['B', false],
  ]);
  expect(await readRows(session, 'SELECT view_name, view_text FROM exa_all_views')).toEqual([
    ['V', 'CREATE VIEW v AS SELECT a FROM t'],
  ]);
  expect(await readRows(session, 'SELECT table_row_count, table_has_distribution_key FROM exa_user_tables')).toEqual([
    [1, true],
  ]);
});

it('separates parameters of the session from those of the system', async () => {
  const read = "SELECT session_value, system_value FROM exa_parameters WHERE parameter_name = 'SCRIPT_LANGUAGES'";
  await session.execute("ALTER SESSION SET SCRIPT_LANGUAGES = 'PYTHON3=builtin_python3 MINE=builtin_python3'");
  const [[mine, system] = []] = await readRows(session, read);
  expect(mine).toContain('MINE=');
  expect(system).not.toContain('MINE=');
  await session.execute("ALTER SYSTEM SET SCRIPT_LANGUAGES = 'ALL=builtin_python3'");
  const later = await database.openSession('sys');
  expect(await readRows(later, read)).toEqual([['ALL=builtin_python3', 'ALL=builtin_python3']]);
  expect((await readRows(session, read))[0]?.[0]).toBe(mine);
});

it.each(['PRE', 'ADMIN.PRE', '"Admin"."pre"'])('rejects the preprocessor script %s as a gap', async (script) => {
  await expect(session.execute(`ALTER SESSION SET SQL_PREPROCESSOR_SCRIPT = ${script}`)).rejects.toMatchObject({
    sqlCode: '0A000',
    text: expect.stringContaining('SQL_PREPROCESSOR_SCRIPT (sandbox gap)'),
  });
});

describe('uncommitted objects', () => {
  const listObjects = async (reader: DatabaseSession) => ({
    objects: (
      await readRows(reader, "SELECT object_name FROM exa_all_objects WHERE root_name = 'S' ORDER BY 1")
    ).flat(),
    tables: (await readRows(reader, 'SELECT table_name FROM exa_all_tables ORDER BY 1')).flat(),
    columns: (await readRows(reader, 'SELECT DISTINCT column_table FROM exa_all_columns ORDER BY 1')).flat(),
    scripts: (await readRows(reader, 'SELECT script_name FROM exa_all_scripts ORDER BY 1')).flat(),
  });
  const before = { objects: ['T', 'V'], tables: ['T'], columns: ['T', 'V'], scripts: [] };
  const after = {
    objects: ['CREATED', 'SCRIPTED', 'T'],
    tables: ['CREATED', 'T'],
    columns: ['CREATED', 'T'],
    scripts: ['SCRIPTED'],
  };
  let writer: DatabaseSession;

  beforeAll(async () => {
    writer = await database.openSession('sys', { autocommit: false, currentSchema: 'S' });
    await executeAll(
      writer,
      'CREATE TABLE created (a INT, b INT)',
      'CREATE LUA SCRIPT scripted () RETURNS TABLE AS\nexit({})',
      'DROP VIEW v',
    );
  });
  afterAll(() => writer.close());

  it('are missing in system tables, but visible for DESCRIBE and queries', async () => {
    expect(await listObjects(writer)).toEqual(before);
    expect(await readRows(writer, 'DESCRIBE created')).toHaveLength(2);
    expect(await readRows(writer, 'SELECT * FROM created')).toEqual([]);
    await expect(readRows(writer, 'SELECT * FROM v')).rejects.toMatchObject({
      text: expect.stringContaining('V not found'),
    });
    expect(await listObjects(writer)).toEqual(before);
  });

  it('can be used by DDL: a schema, its scripts and grants on it', async () => {
    await executeAll(
      writer,
      'CREATE SCHEMA fresh',
      'CREATE LUA SCRIPT fresh.scripted () AS\nexit()',
      'GRANT SELECT ON fresh TO r',
      'DROP SCHEMA fresh CASCADE',
      'OPEN SCHEMA s',
    );
    expect(await listObjects(writer)).toEqual(before);
  });

  it('can be stored from a system table', async () => {
    await executeAll(
      writer,
      'CREATE TABLE copy AS SELECT table_name FROM exa_all_tables',
      'INSERT INTO created SELECT 1, COUNT(*) FROM exa_all_tables',
    );
    await expect(writer.execute('SELECT * FROM missing')).rejects.toThrow('MISSING');
    expect(await readRows(writer, 'SELECT * FROM copy')).toEqual([['T']]);
    expect(await readRows(writer, 'SELECT * FROM created')).toEqual([[1, 1]]);
    await writer.execute('DROP TABLE copy');
  });

  it('are in system tables with SNAPSHOT_MODE OFF', async () => {
    await writer.execute("ALTER SESSION SET SNAPSHOT_MODE = 'OFF'");
    expect(await listObjects(writer)).toEqual(after);
    await writer.execute("ALTER SESSION SET SNAPSHOT_MODE = 'SYSTEM TABLES'");
  });

  it('are in system tables after COMMIT', async () => {
    await writer.execute('COMMIT');
    expect(await listObjects(writer)).toEqual(after);
  });
});
