import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython } from '../../../../src/sandbox/find-python.js';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { executeAll, openTestDatabase, readError, readRows } from '../session/open-test-session.js';

let database: Database;
let session: DatabaseSession;

const SCRIPTS = [
  `CREATE PYTHON3 SCALAR SCRIPT twice(x DOUBLE) RETURNS DOUBLE AS
def run(ctx):
    return None if ctx.x is None else ctx.x * 2
`,
  `CREATE PYTHON3 SET SCRIPT total(x DOUBLE) RETURNS DOUBLE AS
def run(ctx):
    total = ctx.x or 0
    while ctx.next():
        total += ctx.x or 0
    return total
`,
  `CREATE PYTHON3 SET SCRIPT spread(x DOUBLE, n INT) EMITS (a DOUBLE, b VARCHAR(20)) AS
def run(ctx):
    while True:
        ctx.emit(ctx.x, 'n%s' % ctx.n)
        if not ctx.next(): break
`,
  `CREATE PYTHON3 SET SCRIPT cased(x INT) EMITS ("Größe, in m" INT, plain INT) AS
def run(ctx):
    ctx.emit(ctx.x, ctx.x + 1)
`,
  `CREATE PYTHON3 SET SCRIPT dyn(...) EMITS (...) AS
def run(ctx):
    ctx.emit(str(ctx[0]), exa.meta.input_column_count)
`,
  `CREATE PYTHON3 SET SCRIPT defaults(x INT) EMITS (...) AS
def default_output_columns():
    return "p INT"
def run(ctx):
    ctx.emit(ctx.x)
`,
  `CREATE PYTHON3 SCALAR SCRIPT fail(x INT) RETURNS INT AS
def run(ctx):
    return 1 // (ctx.x - 5000)
`,
];

beforeAll(async () => {
  const python = await findPython(process.env['SANDBOX_PYTHON'] ?? 'python3');
  if (python === undefined) throw new Error('these tests need a python3');
  database = await openTestDatabase({ nodes: 2, languages: new Map([['PYTHON3', python.path]]) });
  session = await database.openSession('sys');
  await executeAll(
    session,
    'CREATE SCHEMA s',
    'CREATE TABLE t (id INT, grp VARCHAR(10), x DOUBLE)',
    "INSERT INTO t VALUES (1, 'a', 1.5), (2, 'a', 2.5), (3, 'b', 10), (4, NULL, NULL)",
    'CREATE TABLE target (v VARCHAR(20), n INT)',
    ...SCRIPTS,
  );
});
afterAll(() => database.close());

describe('UDFs in queries', () => {
  it.each([
    [
      'SELECT id, twice(x) FROM t ORDER BY id',
      [
        [1, 3],
        [2, 5],
        [3, 20],
        [4, null],
      ],
    ],
    [
      'SELECT id, twice(twice(x)) + 1 y FROM t WHERE twice(x) > 3 AND id < 9 ORDER BY y DESC',
      [
        [3, 41],
        [2, 11],
      ],
    ],
    [
      'SELECT t.grp, SUM(twice(t.x)) FROM t GROUP BY grp ORDER BY 1',
      [
        ['a', 8],
        ['b', 20],
        [null, null],
      ],
    ],
    [
      'SELECT a.id, s.twice(b.x) FROM t a JOIN t b ON a.id = b.id + 1 ORDER BY 1',
      [
        [2, 3],
        [3, 5],
        [4, 20],
      ],
    ],
    [
      'SELECT grp g, total(x) + 1 FROM t GROUP BY grp ORDER BY g',
      [
        ['a', 5],
        ['b', 11],
        [null, 1],
      ],
    ],
    ['SELECT total(x) FROM t', [[14]]],
    [
      'SELECT spread(x, id ORDER BY id DESC) FROM t',
      [
        [null, 'n4'],
        [10, 'n3'],
        [2.5, 'n2'],
        [1.5, 'n1'],
      ],
    ],
    [
      'SELECT * FROM (SELECT spread(x, id) FROM t GROUP BY IPROC()) WHERE a > 2 ORDER BY b',
      [
        [2.5, 'n2'],
        [10, 'n3'],
      ],
    ],
    ['SELECT dyn(id, x) EMITS (v VARCHAR(20), n INT) FROM t GROUP BY id ORDER BY v LIMIT 1', [['1', 2]]],
    ['SELECT defaults(id) FROM t WHERE id = 3', [[3]]],
    ['SELECT "Größe, in m", PLAIN FROM (SELECT cased(id) FROM t WHERE id = 3)', [[3, 4]]],
    ['SELECT twice(3)', [[6]]],
    ['WITH c AS (SELECT twice(id) d FROM t) SELECT MAX(d) FROM c', [[8]]],
    ['SELECT id FROM t WHERE x = (SELECT MAX(twice(x)) / 2 FROM t)', [[3]]],
    ['SELECT SUM(twice(range_value)), COUNT(*) FROM VALUES BETWEEN 1 AND 5000', [[25005000, 5000]]],
    [
      'SELECT COUNT(*) FROM (SELECT spread(range_value, 1) FROM VALUES BETWEEN 1 AND 5000 GROUP BY MOD(range_value, 7))',
      [[5000]],
    ],
  ])('%s', async (sql, expected) => {
    expect(await readRows(session, sql)).toEqual(expected);
  });

  it('infers dynamic output columns from the target table of INSERT', async () => {
    expect(await session.execute('INSERT INTO target SELECT dyn(id, x, grp) FROM t WHERE id = 2')).toMatchObject({
      rowCount: 1,
    });
    expect(await readRows(session, 'SELECT * FROM target')).toEqual([['2', 3]]);
  });

  it.each([
    ['SELECT dyn(id) FROM t', /^42000 The script has dynamic return arguments\. Either specify/],
    [
      'INSERT INTO target SELECT dyn(id) EMITS (a INT) FROM t',
      /^42000 The return arguments for EMITS functions are inferred/,
    ],
    ['SELECT spread(x, id) EMITS (q INT) FROM t', /^42000 The script has a static return argument definition\./],
    ['SELECT dyn(id) EMITS (a INT, A INT) FROM t', /^42000 Return argument A is declared more than once$/],
    ['SELECT spread() FROM t', /missing input parameters for SET UDF script$/],
    ['SELECT twice(1, 2)', /^42000 wrong number of arguments for script TWICE: expected 1, found 2$/],
    ['SELECT id, spread(x, id) FROM t', /must be the only expression in the select list$/],
    ['SELECT nosuch(1)', /^42000 function or script NOSUCH not found \[line 1, column 8\]$/],
  ])('%s fails by name', async (sql, expected) => {
    expect(await readError(session, sql)).toMatch(expected);
  });

  it('shows the traceback of a script that fails during its input, and the transaction continues', async () => {
    session.attributes.autocommit = false;
    await session.execute("INSERT INTO t VALUES (9, 'z', 0)");
    const error = await readError(session, 'SELECT fail(range_value) FROM VALUES BETWEEN 1 AND 50000');
    expect(error).toMatch(/^22002 VM error: F-UDF-CL-LIB-1127: .*ZeroDivisionError/s);
    expect(await readRows(session, 'SELECT grp, twice(id) FROM t WHERE id = 9')).toEqual([['z', 18]]);
    await session.execute('ROLLBACK');
    session.attributes.autocommit = true;
  });
});
