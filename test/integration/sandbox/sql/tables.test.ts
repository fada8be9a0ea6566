import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { executeAll, openTestDatabase, readError, readRows } from '../session/open-test-session.js';

let database: Database;
let session: DatabaseSession;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  session = await database.openSession('sys');
  await executeAll(session, 'DROP SCHEMA IF EXISTS s CASCADE', 'CREATE SCHEMA s');
  return () => session.close();
});

describe('names', () => {
  it('distinguishes "a" and "A", and accepts reserved words and umlauts in quotes', async () => {
    await executeAll(
      session,
      'CREATE TABLE "täble" ("a" INT, A INT, "select" VARCHAR(10), [Weird~Name] INT)',
      `INSERT INTO "täble" VALUES (1, 2, 'x', 3)`,
    );
    expect(await readRows(session, `SELECT a, "a", t."select", "Weird~Name" FROM s."täble" t`)).toEqual([
      [2, 1, 'x', 3],
    ]);
    expect(
      await readRows(
        session,
        "SELECT column_name FROM exa_all_columns WHERE column_table = 'täble' ORDER BY column_ordinal_position",
      ),
    ).toEqual([['a'], ['A'], ['select'], ['Weird~Name']]);
  });
});

describe('INSERT, UPDATE, DELETE, MERGE', () => {
  beforeEach(() => executeAll(session, "CREATE TABLE t (a INT, b VARCHAR(5), d DATE DEFAULT DATE '2024-01-01')"));

  it("stores '' as NULL and fills defaults", async () => {
    await executeAll(
      session,
      "INSERT INTO t (a, b) VALUES (1, ''), (2, 'x')",
      'INSERT INTO t VALUES (3, DEFAULT, DEFAULT)',
    );
    expect(await readRows(session, 'SELECT * FROM t ORDER BY a')).toEqual([
      [1, null, '2024-01-01'],
      [2, 'x', '2024-01-01'],
      [3, null, '2024-01-01'],
    ]);
  });

  it('reads names in the INSERT of a MERGE from the source only, because a new row has no target', async () => {
    await session.execute(
      `MERGE INTO t USING (SELECT 1 a, 'm' b UNION ALL SELECT 2, 'n') s ON (t.a = s.a)
       WHEN NOT MATCHED THEN INSERT (a, b) VALUES (a, b) WHERE a > 1`,
    );
    expect(await readRows(session, 'SELECT a, b FROM t')).toEqual([[2, 'n']]);
    const ofTarget = 'MERGE INTO t USING DUAL ON (t.a = 1) WHEN NOT MATCHED THEN INSERT (a) VALUES (t.a)';
    expect(await readError(session, ofTarget)).toMatch(/not found/);
  });

  it('counts what MERGE inserts and updates', async () => {
    await session.execute("INSERT INTO t (a, b) VALUES (1, 'x')");
    const merged = await session.execute(
      `MERGE INTO t USING (SELECT 1 k, 'm' v UNION ALL SELECT 2, 'n') s ON (t.a = s.k)
       WHEN MATCHED THEN UPDATE SET b = s.v WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.k, s.v)`,
    );
    expect(merged).toEqual({ kind: 'rowCount', rowCount: 2, changes: { inserted: 1, updated: 1, deleted: 0 } });
    expect(await readRows(session, 'SELECT a, b FROM t ORDER BY a')).toEqual([
      [1, 'm'],
      [2, 'n'],
    ]);
  });

  it('rejects a value that is too long, with the code of a real database', async () => {
    expect(await readError(session, "INSERT INTO t (b) VALUES ('ok'), ('toolong')")).toBe(
      '40001 data exception - string data, right truncation; Valuelength: 7 Maxlength: 5',
    );
    expect(await readRows(session, 'SELECT COUNT(*) FROM t')).toEqual([[0]]);
  });

  it('continues from the largest value of an IDENTITY column', async () => {
    await executeAll(
      session,
      'CREATE TABLE i (id INT IDENTITY, n INT)',
      'INSERT INTO i (n) VALUES (7), (8)',
      'INSERT INTO i (n) SELECT n FROM i',
    );
    expect(await readRows(session, 'SELECT id FROM i ORDER BY id')).toEqual([[1], [2], [3], [4]]);
  });
});

describe('constraints', () => {
  it('enforces PRIMARY KEY and NOT NULL', async () => {
    await executeAll(
      session,
      'CREATE TABLE p (id INT PRIMARY KEY, n VARCHAR(5) NOT NULL)',
      "INSERT INTO p VALUES (1, 'a')",
    );
    expect(await readError(session, "INSERT INTO p VALUES (1, 'b')")).toMatch(
      /^27002 constraint violation - primary key \(SYS_\d+ on table P\)$/,
    );
    expect(await readError(session, 'INSERT INTO p VALUES (2, NULL)')).toBe(
      '27001 constraint violation - not null (column N)',
    );
    await executeAll(session, 'DELETE FROM p', "INSERT INTO p VALUES (1, 'c')");
    expect(await readRows(session, 'SELECT * FROM p')).toEqual([[1, 'c']]);
  });
});

describe('DDL', () => {
  it('returns the number of rows for CREATE TABLE AS, and keeps declared types', async () => {
    await executeAll(session, 'CREATE TABLE t (a DECIMAL(9,2), b VARCHAR(7))', "INSERT INTO t VALUES (1.5, 'x')");
    expect(await session.execute("CREATE TABLE u AS SELECT a, b, 'lit' l, COUNT(*) OVER () c FROM t")).toMatchObject({
      rowCount: 1,
    });
    expect(await readRows(session, 'DESC u')).toEqual([
      ['A', 'DECIMAL(9,2)', 'TRUE', 'FALSE', 'FALSE'],
      ['B', 'VARCHAR(7) UTF8', 'TRUE', 'FALSE', 'FALSE'],
      ['L', 'CHAR(3) ASCII', 'TRUE', 'FALSE', 'FALSE'],
      ['C', 'DECIMAL(18,0)', 'TRUE', 'FALSE', 'FALSE'],
    ]);
  });

  it('alters, renames and comments', async () => {
    await executeAll(
      session,
      'CREATE TABLE t (a INT)',
      'INSERT INTO t VALUES (1)',
      'ALTER TABLE t ADD COLUMN c DECIMAL(5,2) DEFAULT 1.5',
      'ALTER TABLE t MODIFY COLUMN c VARCHAR(20)',
      'ALTER TABLE t RENAME COLUMN c TO "d"',
      'RENAME TABLE t TO t2',
      `COMMENT ON TABLE t2 IS 'it''s' ("d" IS 'col')`,
    );
    expect(await readRows(session, 'SELECT a, "d" FROM t2')).toEqual([[1, '1.5']]);
    expect(
      await readRows(
        session,
        "SELECT column_name, column_type, column_comment FROM exa_all_columns WHERE column_table = 'T2' ORDER BY 1",
      ),
    ).toEqual([
      ['A', 'DECIMAL(18,0)', null],
      ['d', 'VARCHAR(20) UTF8', 'col'],
    ]);
    expect(await readError(session, 'RENAME TABLE s.t2 TO x.t3')).toBe(
      '42000 invalid identifier chain for new name [line 1, column 22]',
    );
  });

  it('opens a new schema, and needs CASCADE to drop a schema with objects', async () => {
    await executeAll(session, 'CREATE SCHEMA "Other"', 'CREATE TABLE t (a INT)');
    expect(session.attributes.currentSchema).toBe('Other');
    expect(await readError(session, 'DROP SCHEMA "Other"')).toMatch(/^42500 schema Other is not empty/);
    await session.execute('DROP SCHEMA "Other" CASCADE');
    expect(session.attributes.currentSchema).toBe('');
    expect(await readError(session, 'CREATE TABLE t (a INT)')).toMatch(/^42000 no schema specified/);
  });

  it('resolves names in a view in the schema that was open at its creation', async () => {
    await executeAll(
      session,
      'CREATE TABLE t (a INT)',
      'INSERT INTO t VALUES (5)',
      'CREATE VIEW v ("x" COMMENT IS \'c\') AS SELECT a FROM t',
      'CLOSE SCHEMA',
    );
    expect(await readRows(session, 'SELECT "x" FROM s.v')).toEqual([[5]]);
  });
});

describe('queries', () => {
  it.each([
    ['SELECT LEVEL FROM dual CONNECT BY LEVEL <= 3', [[1], [2], [3]]],
    ['SELECT * FROM VALUES BETWEEN 1 AND 3', [[1], [2], [3]]],
    ["SELECT y FROM (VALUES (1,'a'),(2,'b')) v(x,y) WHERE x = 2", [['b']]],
    ['WITH c AS (SELECT 1 a) SELECT c.a, d.a FROM c JOIN c d USING (a)', [[1, 1]]],
    ['SELECT range_value x, LOCAL.x * 2 y FROM VALUES BETWEEN 1 AND 3 WHERE LOCAL.x > 2', [[3, '6']]],
    ['SELECT 1 UNION ALL SELECT NULL ORDER BY 1 DESC', [[null], [1]]],
    ['SELECT a FROM (SELECT 1 a UNION SELECT NULL) ORDER BY a', [[1], [null]]],
    ['SELECT range_value FROM VALUES BETWEEN 1 AND 9 ORDER BY 1 LIMIT 2, 3', [[3], [4], [5]]],
    [
      "SELECT GROUP_CONCAT(range_value ORDER BY range_value DESC SEPARATOR ';') FROM VALUES BETWEEN 1 AND 3",
      [['3;2;1']],
    ],
  ])('%s', async (sql, expected) => {
    expect(await readRows(session, sql)).toEqual(expected);
  });
});
