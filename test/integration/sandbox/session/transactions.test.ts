import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { executeAll, openTestDatabase, readError, readRows } from './open-test-session.js';

const COLLISION = '40001 GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.';

let database: Database;
let first: DatabaseSession;
let second: DatabaseSession;

beforeEach(async () => {
  database = await openTestDatabase();
  first = await database.openSession('sys', { autocommit: false });
  second = await database.openSession('sys', { autocommit: false });
  await executeAll(
    first,
    'CREATE SCHEMA s',
    'CREATE TABLE t (a INT, b VARCHAR(3))',
    "INSERT INTO t VALUES (1, 'x')",
    'COMMIT',
  );
  await second.execute('OPEN SCHEMA s');
  await second.execute('COMMIT');
});
afterEach(() => database.close());

describe('transactions', () => {
  it('rolls DDL back with everything else', async () => {
    await executeAll(first, 'CREATE TABLE u (a INT)', 'INSERT INTO u VALUES (1)', 'DROP TABLE t', 'ROLLBACK');
    expect(await readError(first, 'SELECT * FROM u')).toBe('42000 object U not found [line 1, column 15]');
    expect(await readRows(first, 'SELECT a FROM t')).toEqual([[1]]);
  });

  it('only undoes a failed statement, although DuckDB aborts its transaction', async () => {
    await executeAll(first, 'CREATE TABLE u (a INT PRIMARY KEY)', 'INSERT INTO u VALUES (1)');
    expect(await readError(first, 'SELECT 1/0')).toContain('division by zero');
    expect(await readError(first, 'INSERT INTO u VALUES (2), (1)')).toContain('primary key');
    expect(await readRows(first, 'SELECT a FROM u')).toEqual([[1]]);
    await first.execute('COMMIT');
    expect(await readRows(second, 'SELECT a FROM u')).toEqual([[1]]);
  });

  it('rolls back the transaction for a value that is too long', async () => {
    await first.execute("INSERT INTO t VALUES (2, 'y')");
    await readError(first, "INSERT INTO t VALUES (3, 'long')");
    expect(first.attributes.openTransaction).toBe(false);
    expect(await readRows(first, 'SELECT COUNT(*) FROM t')).toEqual([[1]]);
  });

  it('makes a second writer wait for the first, and see its committed changes', async () => {
    await first.execute('UPDATE t SET a = a + 1');
    let finished = false;
    const waiting = second.execute('UPDATE t SET a = a * 10').then(() => {
      finished = true;
    });
    await readRows(first, 'SELECT * FROM t');
    expect(finished).toBe(false);
    await first.execute('COMMIT');
    await waiting;
    expect(await readRows(second, 'SELECT a FROM t')).toEqual([[20]]);
  });

  it('rolls back a write of a table that another session changed since it was read', async () => {
    await readRows(first, 'SELECT * FROM t');
    await executeAll(second, "INSERT INTO t VALUES (2, 'y')", 'COMMIT');
    expect(await readError(first, 'DELETE FROM t')).toBe(COLLISION);
    expect(first.attributes.openTransaction).toBe(false);
  });

  it('rolls back the session that would cause a deadlock', async () => {
    await executeAll(first, 'CREATE TABLE u (a INT)', 'COMMIT', 'DELETE FROM t');
    await second.execute('INSERT INTO u VALUES (1)');
    const waiting = first.execute('INSERT INTO u VALUES (2)');
    expect(await readError(second, 'DELETE FROM t')).toBe(COLLISION);
    expect(await waiting).toMatchObject({ rowCount: 1 });
  });

  it('stops waiting when the client aborts', async () => {
    await first.execute('DELETE FROM t');
    const abort = new AbortController();
    const waiting = second.execute('DELETE FROM t', { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ sqlCode: 'R0003' });
  });
});

describe('prepared statements', () => {
  it('inserts many rows as one statement, all or nothing', async () => {
    const insert = await first.prepare('INSERT INTO t VALUES (?, ?)');
    expect(insert.parameters.map(({ dataType }) => dataType.type)).toEqual(['DECIMAL', 'VARCHAR']);
    const rows = Array.from({ length: 5000 }, (_, index) => [index, index % 2 === 0 ? 'e' : '']);
    expect(await insert.execute(rows)).toMatchObject({ rowCount: 5000 });
    await first.execute('COMMIT');
    expect(await readRows(first, "SELECT COUNT(*), COUNT(b) FROM t WHERE b IS NULL OR b = 'e'")).toEqual([
      [5000, 2500],
    ]);
    await expect(
      insert.execute([
        [1, 'a'],
        [2, 'long'],
      ]),
    ).rejects.toMatchObject({ sqlCode: '40001' });
    expect(await readRows(first, "SELECT COUNT(*) FROM t WHERE b = 'a'")).toEqual([[0]]);
  });

  it('infers parameter types of SELECT and UPDATE from their context', async () => {
    const select = await first.prepare('SELECT b FROM t WHERE a = ? AND b LIKE ?');
    expect(select.parameters[0]?.dataType).toMatchObject({ type: 'DECIMAL', precision: 18 });
    expect(await select.execute([[1, "%'%"]])).toMatchObject({ rows: [] });
    expect(await select.execute([[1, 'x']])).toMatchObject({ rows: [['x']] });
    await expect(
      select.execute([
        [1, 'x'],
        [2, 'y'],
      ]),
    ).rejects.toMatchObject({ sqlCode: '0A000' });
    const update = await first.prepare('UPDATE t SET b = ? WHERE a = ?');
    expect(
      await update.execute([
        ["'", 1],
        ['z', 99],
      ]),
    ).toMatchObject({ rowCount: 1 });
    expect(await readRows(first, 'SELECT b FROM t')).toEqual([["'"]]);
  });
});

describe('a stored database', () => {
  it('keeps its tables, types and comments', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-database-'));
    try {
      const kept = await openTestDatabase({ dataDir });
      const session = await kept.openSession('sys');
      await executeAll(
        session,
        'CREATE SCHEMA k',
        `CREATE TABLE "m" ("x" CHAR(3)) COMMENT IS 'c'`,
        `INSERT INTO "m" VALUES ('a')`,
      );
      await kept.close();
      const again = await openTestDatabase({ dataDir });
      const reader = await again.openSession('sys');
      expect(await readRows(reader, 'SELECT "x" FROM k."m"')).toEqual([['a  ']]);
      expect(await readRows(reader, 'SELECT table_comment FROM exa_all_tables')).toEqual([['c']]);
      await again.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

describe('resultSetMaxRows', () => {
  it('limits the result set of a query and of a prepared statement', async () => {
    const sql = 'SELECT * FROM VALUES BETWEEN 1 AND 5';
    first.attributes.resultSetMaxRows = 2;
    expect(await readRows(first, sql)).toEqual([[1], [2]]);
    const prepared = await first.prepare(sql);
    expect(await prepared.execute([])).toMatchObject({ rows: [[1n], [2n]] });
  });
});
