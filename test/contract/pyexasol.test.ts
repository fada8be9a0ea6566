import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPythonWith, runPython } from '../support/python-with.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const python = await findPythonWith('pyexasol');

/** One program for all, so that the interpreter and pyexasol are loaded once for each kind of connection. */
const program = `
import json, pyexasol, sys, threading, time
given = json.loads(sys.argv[1])
exasol = given['exasol']
dsn = f"{exasol['host']}/{exasol['fingerprint']}:{exasol['port']}"
schema = given['schema']

def connect(**options):
    return pyexasol.connect(dsn=dsn, user=exasol['user'], password=exasol['password'], compression=given['compression'], **options)

def error_of(call):
    try:
        call()
    except pyexasol.ExaError as error:
        return [type(error).__name__, getattr(error, 'code', None), getattr(error, 'message', str(error))]

seen = {}
with connect() as c:
    seen['login'] = c.login_info['protocolVersion'], c.login_info['sessionId'] > 2 ** 53
    c.execute(f'CREATE SCHEMA {schema}')
    c.open_schema(schema)
    seen['schema'] = c.current_schema()
    c.execute('CREATE TABLE T (ID DECIMAL(18,0), TXT VARCHAR(100), X DOUBLE, OK BOOLEAN, ON_DAY DATE)')
    insert = c.cls_statement(c, 'INSERT INTO T VALUES (?, ?, ?, ?, ?)', prepare=True)
    rows = [(999999999999999000 + i, f"it's {i}", i / 2, i % 2 == 0, '2024-06-18') for i in range(999)]
    insert.execute_prepared(rows)
    seen['inserted'] = insert.rowcount()
    insert.close()
    back = c.execute('SELECT * FROM T ORDER BY ID')
    seen['same'] = [tuple(row) for row in back.fetchall()] == rows
    seen['columns'] = back.columns()
    c.execute('CREATE TABLE D AS SELECT ID - 999999999999999000 AS D FROM T WHERE ID < 999999999999999010')
    wide = c.execute('SELECT A.D * 10000 + B.D * 1000 + C.D * 100 + D.D * 10 + E.D AS N FROM D A, D B, D C, D, D E ORDER BY 1')
    seen['many'] = wide.rowcount(), [int(n) for n in wide.fetchcol()] == list(range(100000))
    seen['one'] = c.execute('SELECT 1 AS ONE FROM DUAL').fetchall()
    seen['none'] = c.execute('SELECT * FROM T WHERE 1 = 0').fetchall()
    seen['wrong'] = error_of(lambda: c.execute('SELECT * FROM MISSING'))
    seen['exists'] = c.meta.schema_exists(schema), c.meta.schema_exists('NOT_THERE'), c.meta.table_exists('T'), c.meta.view_exists('T')
    seen['planned'] = c.meta.sql_columns('SELECT ID, TXT FROM T')
    seen['nodes'] = len(c.get_nodes())
    c.set_autocommit(False)
    c.execute('DELETE FROM T')
    c.rollback()
    seen['kept'] = c.execute('SELECT COUNT(*) FROM T').fetchval()
    with connect(schema=schema) as other:
        seen['other'] = other.current_schema(), other.session_id() != c.session_id()
    c.commit()
    def abort():
        time.sleep(0.3)
        c.abort_query()
    thread = threading.Thread(target=abort)
    thread.start()
    slow = 'SELECT SUM(A.D * K.D) FROM D A, D B, D C, D E, D F, D G, D H, D I, D J, D K, D L'
    seen['aborted'] = error_of(lambda: c.execute(slow))
    thread.join()
    c.set_query_timeout(1)
    seen['timed_out'] = error_of(lambda: c.execute(slow))
    c.set_query_timeout(0)
    seen['after'] = c.execute('SELECT 1 FROM DUAL').fetchval()
exasol['password'] = 'guess'
seen['refused'] = error_of(connect)
dsn = f"{exasol['host']}/{'0' * 64}:{exasol['port']}"
seen['pinned'] = error_of(connect)
print(json.dumps(seen))
`;

describe.skipIf(python === undefined)('pyexasol', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startTestSandbox({ nodes: 2 });
  });

  afterAll(() => sandbox?.stop());

  it.each([
    [false, 'PY_PLAIN'],
    [true, 'PY_COMPRESSED'],
  ])('works unmodified, compression %s', async (compression, schema) => {
    const seen = await runPython(python ?? '', program, { exasol: sandbox.exasol, compression, schema });
    const decimal = { type: 'DECIMAL', precision: 18, scale: 0 };
    const text = { type: 'VARCHAR', size: 100, characterSet: 'UTF8' };
    expect(seen).toEqual({
      login: [3, true],
      schema,
      inserted: 999,
      same: true,
      columns: {
        ID: decimal,
        TXT: text,
        X: { type: 'DOUBLE' },
        OK: { type: 'BOOLEAN' },
        ON_DAY: { type: 'DATE', size: 4 },
      },
      many: [100_000, true],
      one: [[1]],
      none: [],
      wrong: ['ExaQueryError', '42000', expect.stringMatching(/^object MISSING not found .*\(Session: \d{19}\)$/)],
      exists: [true, false, true, false],
      planned: { ID: decimal, TXT: text },
      nodes: 2,
      kept: 999,
      other: [schema, true],
      aborted: ['ExaQueryAbortError', 'R0003', expect.stringContaining('Client requested execution abort.')],
      timed_out: ['ExaQueryTimeoutError', 'R0001', expect.stringContaining('timeout')],
      after: 1,
      refused: ['ExaAuthError', '08004', 'Connection exception - authentication failed.'],
      pinned: ['ExaConnectionFailedError', null, expect.stringMatching(/fingerprint/i)],
    });
  });
});
