import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database, DatabaseSession } from '../../../../src/sandbox/database/types.js';
import { executeAll, openTestDatabase, readRows } from './open-test-session.js';

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

it('answers every table that EXA_SYSCAT lists, by administrator and by user', async () => {
  const names = (await readRows(session, 'SELECT object_name FROM sys.exa_syscat ORDER BY 1')).flat();
  expect(names.length).toBeGreaterThan(50);
  const user = await database.openSession('u');
  for (const name of names) {
    await readRows(session, `SELECT * FROM SYS.${name}`);
    if (!String(name).startsWith('EXA_DBA_')) await readRows(user, `SELECT * FROM ${name}`);
  }
  expect(await readRows(user, 'SELECT grantee, privilege, object_name FROM exa_role_obj_privs')).toEqual([
    ['R', 'SELECT', 'T'],
  ]);
  expect(await readRows(user, 'SELECT privilege FROM exa_user_sys_privs')).toEqual([['CREATE SESSION']]);
  expect(await readRows(user, 'SELECT table_name FROM exa_all_tables')).toEqual([['T']]);
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

it('keeps parameters of the session apart from those of the system', async () => {
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

it.each(['PRE', 'ADMIN.PRE', '"Admin"."pre"'])('a preprocessor script, %s, is a gap with a name', async (script) => {
  await expect(session.execute(`ALTER SESSION SET SQL_PREPROCESSOR_SCRIPT = ${script}`)).rejects.toMatchObject({
    sqlCode: '0A000',
    text: expect.stringContaining('SQL_PREPROCESSOR_SCRIPT (sandbox gap)'),
  });
});
