/** Files of a client: pyexasol and the published driver transfer them through a tunnel. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPythonWith, runPython } from '../support/python-with.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const python = await findPythonWith('notebook');

const program = `
import io, json, os, pandas, pyexasol, sys, tempfile
given = json.loads(sys.argv[1])
exasol = given['exasol']
dsn = f"{exasol['host']}/{exasol['fingerprint']}:{exasol['port']}"

def error_of(call):
    try:
        call()
    except Exception as error:
        return [str(cause) for cause in getattr(error, 'exceptions', [error])]

def boom():
    yield (9, 'x', 1.0, True, '2020-01-01', '2020-01-01 00:00:00')
    raise ValueError('boom')

seen = {}
with pyexasol.connect(dsn=dsn, user=exasol['user'], password=exasol['password'], compression=given['compression']) as c:
    c.execute('CREATE SCHEMA ' + given['schema'])
    c.execute('CREATE TABLE T (ID DECIMAL(18,0), TXT VARCHAR(100), X DOUBLE, OK BOOLEAN, ON_DAY DATE, AT_TIME TIMESTAMP)')
    frame = pandas.DataFrame({
        'ID': [1, 2, 3],
        'TXT': ['ü', 'it\\'s, "quoted"\\nlines', None],
        'X': [1.5, float('nan'), -2e300],
        'OK': [True, False, True],
        'ON_DAY': ['2024-06-18'] * 3,
        'AT_TIME': ['2024-06-18 10:20:30.123000'] * 3,
    })
    c.import_from_pandas(frame, 'T')
    seen['rows'] = c.execute('SELECT ID, TXT, X, OK, ON_DAY FROM T ORDER BY ID').fetchall()
    back = c.export_to_pandas('SELECT * FROM T ORDER BY ID')
    seen['frame'] = [list(back.columns), back.astype(object).where(back.notna(), None).equals(frame.astype(object).where(frame.notna(), None))]
    seen['list'] = c.export_to_list('SELECT ID, TXT FROM T ORDER BY ID')
    seen['columns'] = c.export_to_list('T', export_params={'columns': ['TXT', 'ID'], 'with_column_names': True})[0]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'file.csv')
        c.export_to_file(path, 'SELECT * FROM T', export_params={'column_separator': ';', 'with_column_names': True})
        seen['first line'] = open(path).readline()
        c.import_from_file(path, 'T', import_params={'column_separator': ';', 'skip': 1})
    c.import_from_iterable([(7, 'a'), (8, 'NA'), (9, None)], 'T', import_params={'columns': ['ID', 'TXT'], 'null': 'NA'})
    c.import_from_callback(lambda pipe, source: pipe.write(source), b'10,NA\\n11,"NA"\\n', 'T', import_params={'columns': ['ID', 'TXT'], 'null': 'NA'})
    c.import_from_callback(lambda pipe, source: pipe.write(source), b'x,12,13,14\\n', 'T', import_params={'columns': ['ID', 'X'], 'csv_cols': ['2..3']})
    c.import_from_iterable([], 'T')
    seen['added'] = c.execute('SELECT ID, TXT, X FROM T WHERE ID > 6 ORDER BY ID').fetchall()
    seen['empty'] = c.export_to_list('SELECT * FROM T WHERE FALSE')
    seen['count'] = c.execute('SELECT COUNT(*) FROM T').fetchval()
    seen['errors'] = {
        'generator': error_of(lambda: c.import_from_iterable(boom(), 'T'))[0],
        'too few columns': error_of(lambda: c.import_from_iterable([(1, 2)], 'T')),
        'not a number': error_of(lambda: c.import_from_iterable([(1, 'a', 1.0, True, None, None), ('x', 'a', 1.0, True, None, None)], 'T')),
        'no table': error_of(lambda: c.import_from_iterable([(1,)], 'MISSING')),
        'no source': error_of(lambda: c.export_to_list('SELECT * FROM MISSING')),
        'callback': error_of(lambda: c.export_to_callback(lambda pipe, target: 1 / 0, None, 'T'))[0],
    }
    seen['count after errors'] = c.execute('SELECT COUNT(*) FROM T').fetchval()
    c.set_autocommit(False)
    c.import_from_iterable([(1, 'a', 1.0, True, None, None)], 'T')
    c.rollback()
    seen['count after rollback'] = c.execute('SELECT COUNT(*) FROM T').fetchval()
print(json.dumps(seen))
`;

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox?.stop());

describe.skipIf(python === undefined)('pyexasol', () => {
  it.each([
    [false, 'FILES_PLAIN'],
    [true, 'FILES_GZIP'],
  ])('imports and exports DataFrames, lists, files and callbacks, compression %s', async (compression, schema) => {
    const seen = await runPython(python ?? '', program, { exasol: sandbox.exasol, compression, schema });
    expect(seen).toEqual({
      rows: [
        [1, 'ü', 1.5, true, '2024-06-18'],
        [2, 'it\'s, "quoted"\nlines', null, false, '2024-06-18'],
        [3, null, -2e300, true, '2024-06-18'],
      ],
      frame: [['ID', 'TXT', 'X', 'OK', 'ON_DAY', 'AT_TIME'], true],
      list: [
        ['1', 'ü'],
        ['2', 'it\'s, "quoted"\nlines'],
        ['3', ''],
      ],
      columns: ['TXT', 'ID'],
      'first line': 'ID;TXT;X;OK;ON_DAY;AT_TIME\n',
      added: [
        [7, 'a', null],
        // pyexasol writes every text between delimiters, where the option NULL does not apply
        [8, 'NA', null],
        [9, null, null],
        [10, null, null],
        [11, 'NA', null],
        [12, null, 13],
      ],
      empty: [],
      count: 12,
      errors: {
        generator: 'boom',
        'too few columns': [expect.stringMatching(/ETL-2101.*Expected: \[6\], found \[2\]/)],
        'not a number': [expect.stringMatching(/ETL-3009: \[Column=0 Row=1\] .*value='x'/)],
        'no table': [expect.stringMatching(/MISSING not found/)],
        'no source': [expect.stringMatching(/object MISSING not found/)],
        callback: 'division by zero',
      },
      'count after errors': 12,
      'count after rollback': 12,
    });
  });
});

const dyingProgram = `
import json, os, pyexasol, signal, sys
given = json.loads(sys.argv[1])
exasol = given['exasol']
dsn = f"{exasol['host']}/{exasol['fingerprint']}:{exasol['port']}"
c = pyexasol.connect(dsn=dsn, user=exasol['user'], password=exasol['password'])
if os.fork() == 0:
    d = pyexasol.connect(dsn=dsn, user=exasol['user'], password=exasol['password'])
    def rows():
        for number in range(1000000):
            if number == 100000: os.kill(os.getpid(), signal.SIGKILL)
            yield (number,)
    d.import_from_iterable(rows(), ('DYING', 'T'))
os.wait()
while c.execute('SELECT COUNT(*) FROM EXA_ALL_SESSIONS').fetchval() > given['sessions']: pass
print(json.dumps(c.execute('SELECT COUNT(*) FROM DYING.T').fetchval()))
`;

describe.skipIf(python === undefined)('a client that is killed during an import', () => {
  it('leaves neither rows nor a session', async () => {
    const driver = await sandbox.connect();
    await driver.execute('CREATE SCHEMA DYING');
    await driver.execute('CREATE TABLE T (ID DECIMAL(18,0))');
    const [row] = (await driver.query('SELECT COUNT(*) AS N FROM EXA_ALL_SESSIONS')).getRows();
    const sessions = Number(row?.['N']) + 1;
    expect(await runPython(python ?? '', dyingProgram, { exasol: sandbox.exasol, sessions })).toBe(0);
    await driver.execute('DROP TABLE T');
  });
});

describe('the TypeScript driver', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'client-files-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('imports and exports CSV files', async () => {
    const driver = await sandbox.connect();
    await driver.execute('CREATE SCHEMA DRIVER_FILES');
    await driver.execute('CREATE TABLE T (ID DECIMAL(18,0), TXT VARCHAR(100))');
    const [source, target] = [join(folder, 'in.csv'), join(folder, 'out.csv.gz')];
    await writeFile(source, 'ID;TXT\n1;"a;b"\n2;\n');
    expect(await driver.importFromCsvFile('T', source, { columnSeparator: ';', skip: 1 })).toBe(2);
    expect(await driver.exportToCsvFile('(SELECT * FROM T ORDER BY ID)', target, { withColumnNames: true })).toBe(2);
    expect(gunzipSync(await readFile(target)).toString()).toBe('ID,TXT\n1,a;b\n2,\n');
  });
});
