import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ExasolError } from '../../../../src/sandbox/types/exasol-error.js';
import type { Row } from '../../../../src/sandbox/types/values.js';
import { readDefaultOutputColumns } from '../../../../src/sandbox/udf/run-udf.js';
import {
  BIG,
  columns,
  DOUBLE,
  INTEGER,
  MONEY,
  makeOptions,
  readTexts,
  runBody,
  TIMESTAMP,
  VARCHAR,
} from './udf-call.js';

const LOOP = `
def run(ctx):
    while True:
        ctx.emit(ctx.a * 2)
        if not ctx.next(): break`;

const numbers = (count: number): Row[] => Array.from({ length: count }, (_, index) => [BigInt(index)]);

describe('SCALAR scripts', () => {
  it('return one row for each input row, in order, over many frames', async () => {
    const [rows = []] = await runBody('def run(ctx): return ctx.a + 1', {
      input: 'SCALAR',
      output: 'RETURNS',
      groups: [numbers(10_000)],
      chunk: 3000,
    });
    expect(rows).toEqual(numbers(10_001).slice(1));
  });

  it('emit any number of rows', async () => {
    const body = 'def run(ctx):\n  for i in range(ctx.a): ctx.emit(i)';
    expect(await runBody(body, { input: 'SCALAR', groups: [[[0n], [2n]], [[1n]]] })).toEqual([[[0n], [1n]], [[0n]]]);
  });

  it.each(['next', 'reset'])('cannot call %s()', async (name) => {
    await expect(runBody(`def run(ctx): ctx.${name}()`, { input: 'SCALAR' })).rejects.toThrow(
      'F-UDF-CL-SL-PYTHON-1107: next(), reset() and emit() functions are not allowed in scalar context',
    );
  });
});

describe('SET scripts', () => {
  it('run once per group', async () => {
    expect(await runBody(LOOP, { groups: [[[1n], [2n]], [[3n]]] })).toEqual([[[2n], [4n]], [[6n]]]);
  });

  it('return one row per group and cannot emit', async () => {
    const body = 'def run(ctx):\n  s = ctx.a\n  while ctx.next(): s += ctx.a\n  return s';
    expect(await runBody(body, { output: 'RETURNS', groups: [numbers(5000), [[3n]]], chunk: 999 })).toEqual([
      [[12497500n]],
      [[3n]],
    ]);
    await expect(runBody('def run(ctx): ctx.emit(1)', { output: 'RETURNS' })).rejects.toThrow('1107');
  });

  it('read all rows again after reset(), and know the number of rows in advance', async () => {
    const body = `
def run(ctx):
    ctx.next()
    ctx.emit(ctx.size())
    for turn in range(2):
        ctx.reset()
        total = ctx.a
        while ctx.next(): total += ctx.a
        ctx.emit(total)
        ctx.emit(ctx.size())`;
    expect(await runBody(body, { groups: [numbers(5000), numbers(3)], chunk: 700 })).toEqual([
      [[5000n], [12497500n], [5000n], [12497500n], [5000n]],
      [[3n], [3n], [3n], [3n], [3n]],
    ]);
  });

  it('can leave rows of a group unread', async () => {
    const body = 'def run(ctx): ctx.emit(ctx.a)';
    expect(await runBody(body, { groups: [numbers(5000), [[7n]]], chunk: 500 })).toEqual([[[0n]], [[7n]]]);
  });

  it('treat a group without rows as finished', async () => {
    const body = 'def run(ctx):\n  ctx.emit(ctx.size())\n  ctx.emit(int(ctx.next()))\n  ctx.a';
    await expect(runBody(body, { groups: [[]] })).rejects.toThrow('E-UDF-CL-SL-PYTHON-1084: Iteration finished');
    expect(await runBody(body.replace('\n  ctx.a', ''), { groups: [[]] })).toEqual([[[0n], [0n]]]);
  });

  it('keep their globals between groups, and clean up once', async () => {
    const printed: string[] = [];
    const body = `
count = 0
def run(ctx):
    global count
    count += 1
    ctx.emit(count)
def cleanup(): print('cleaned', count)`;
    const onPrint = (line: string) => printed.push(line);
    expect(await runBody(body, { groups: [[[1n]], [[1n]]], onPrint })).toEqual([[[1n]], [[2n]]]);
    expect(printed).toEqual(['cleaned 2']);
  });

  it('run in several processes if allowed, each group in one process', async () => {
    const body = `
import os
def run(ctx):
    ctx.emit(os.getpid())
    n = 1
    while ctx.next(): n += 1
    ctx.emit(n)`;
    const groups = Array.from({ length: 8 }, () => numbers(3000));
    const rows = await runBody(body, { groups, chunk: 1000, vms: 3 });
    expect(rows.map(([, count]) => count)).toEqual(groups.map(() => [3000n]));
    const processes = new Set(rows.map(([first]) => first?.[0]));
    expect(processes.size).toBeGreaterThan(1);
    expect(processes.size).toBeLessThanOrEqual(3);
  });

  it('do nothing without groups', async () => {
    expect(await runBody('this is not Python', { groups: [] })).toEqual([]);
  });
});

describe('values', () => {
  const types = columns({
    i: INTEGER,
    b: BIG,
    m: MONEY,
    d: DOUBLE,
    s: VARCHAR,
    o: { type: 'BOOLEAN' },
    day: { type: 'DATE' },
    t: TIMESTAMP,
  });
  const rows: Row[] = [
    [
      9007199254740993n,
      '123456789012345678901234567890',
      '-1.5',
      2,
      'é☃😀"\n',
      true,
      '2024-02-29',
      '2024-02-29 01:02:03.123000',
    ],
    [-1n, '5', '0', 0.1, '\u0001\\', false, '0001-01-01', '9999-12-31 23:59:59.999000'],
    [null, null, null, null, null, null, null, null],
  ];

  it('are returned unchanged', async () => {
    const body = 'def run(ctx):\n  ctx.emit(*[ctx[i] for i in range(8)])';
    const options = { input: 'SCALAR', inputColumns: types, outputColumns: types, groups: [rows] } as const;
    expect(await runBody(body, options)).toEqual([rows]);
  });

  it('have the Python types that Exasol uses', async () => {
    const body = `def run(ctx): ctx.emit(' '.join(type(ctx[c.name]).__name__ for c in exa.meta.input_columns))`;
    expect(await readTexts(body, { inputColumns: types, groups: [[rows[0] ?? []]] })).toEqual([
      'int int Decimal float str bool date datetime',
    ]);
  });

  it('are found by attribute, by name and by position', async () => {
    const inputColumns = columns({ a: INTEGER, 'has-hyphen': VARCHAR, next: VARCHAR });
    const body = `def run(ctx): ctx.emit(str(ctx.a) + ctx['has-hyphen'] + ctx[1] + ctx['1'] + ctx['next'])`;
    await expect(readTexts(body, { inputColumns, groups: [[[1n, 'x', 'y']]] })).rejects.toThrow(
      "E-UDF-CL-SL-PYTHON-1082: Column with name '1' does not exist",
    );
    const found = await readTexts(body.replace("ctx['1'] + ", ''), { inputColumns, groups: [[[1n, 'x', 'y']]] });
    expect(found).toEqual(['1xxy']);
    await expect(readTexts('def run(ctx): ctx.nope')).rejects.toThrow(
      "E-UDF-CL-SL-PYTHON-1085: Iterator has no object with name 'nope'",
    );
  });

  it.each([
    ['NaN is NULL', "float('nan')", DOUBLE, null],
    ['an int is a double', '3', DOUBLE, 3],
    ['a float loses its fraction in an integer', '2.9', INTEGER, 2n],
    ['a Decimal is rounded to its scale', "__import__('decimal').Decimal('1.005')", MONEY, '1.01'],
    ['an empty text is NULL', "''", VARCHAR, null],
    ['CHAR is padded', "'a'", { type: 'CHAR', size: 3, characterSet: 'UTF8' }, 'a  '],
    [
      'fractions of a second are truncated',
      "__import__('datetime').datetime(2024,1,2,3,4,5,123999)",
      TIMESTAMP,
      '2024-01-02 03:04:05.123000',
    ],
    ['a large int keeps its digits', '9007199254740993', INTEGER, 9007199254740993n],
  ] as const)('%s', async (_name, value, dataType, expected) => {
    expect(await runBody(`def run(ctx): ctx.emit(${value})`, { outputColumns: columns({ X: dataType }) })).toEqual([
      [[expected]],
    ]);
  });

  it.each([
    ["'1'", INTEGER, "E-UDF-CL-SL-PYTHON-1094: emit column 'X' is of type long but data given have type <class 'str'>"],
    ["'1'", DOUBLE, "E-UDF-CL-SL-PYTHON-1094: emit column 'X' is of type float but data given have type <class 'str'>"],
    [
      '1',
      VARCHAR,
      "E-UDF-CL-SL-PYTHON-1091: emit column 'X' is of type unicode but data given have type <class 'int'>",
    ],
    ['1.5', MONEY, "TypeError: in method 'ResultHandler_setInt64', argument 3 of type 'long long'"],
    [
      'True',
      INTEGER,
      "E-UDF-CL-SL-PYTHON-1093: emit column 'X' is of type long but data given have type <class 'bool'>",
    ],
    ['[]', VARCHAR, "E-UDF-CL-SL-PYTHON-1098: data type <class 'list'> is not supported"],
    ['1, 2', VARCHAR, 'E-UDF-CL-SL-PYTHON-1090: emit() takes exactly 1 argument (2 given)'],
    ["float('inf')", DOUBLE, 'numeric value out of range: value inf'],
    ["'x' * 2001", VARCHAR, 'Valuelength: 2001 Maxlength: 2000'],
    ['10 ** 20', INTEGER, 'numeric value out of range'],
  ] as const)('emit(%s) into %o is refused', async (value, dataType, message) => {
    const run = runBody(`def run(ctx): ctx.emit(${value})`, { outputColumns: columns({ X: dataType }) });
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.toMatchObject({ sqlCode: '22002' });
  });
});

describe('default_output_columns()', () => {
  it('is called if it exists, and its errors are reported', async () => {
    const read = (body: string) => readDefaultOutputColumns(makeOptions(body));
    expect(await read("def default_output_columns(): return 'x double, y varchar(10)'")).toBe(
      'x double, y varchar(10)',
    );
    expect(await read('pass')).toBeUndefined();
    await expect(read('def default_output_columns(): return 1')).rejects.toThrow('did not return string type');
    await expect(read('def default_output_columns(): return 1/0')).rejects.toThrow(
      'VM error: F-UDF-CL-LIB-1126: F-UDF-CL-SL-PYTHON-1004: ',
    );
  });
});

describe('the end of a call', () => {
  it.each([
    ['an endless loop', 'def run(ctx):\n  ctx.emit(1)\n  exa.get_connection("C")\n  while True: pass'],
    [
      'a UDF that catches everything',
      'def run(ctx):\n  exa.get_connection("C")\n  while True:\n    try: 1/0\n    except BaseException: pass',
    ],
  ])('an abort kills %s', async (_name, body) => {
    const controller = new AbortController();
    const host = {
      findConnection: async () => {
        setImmediate(() => controller.abort());
        return { name: 'C', address: '', user: undefined, password: undefined };
      },
      importScript: () => Promise.reject(new ExasolError('42000', 'none')),
    };
    await expect(runBody(body, { host, signal: controller.signal })).rejects.toMatchObject({ sqlCode: 'R0003' });
  });

  it('the process ends if the consumer of its rows fails, and the error is reported', async () => {
    const failure = new ExasolError('27002', 'constraint violation');
    const run = runBody('def run(ctx):\n  while True: ctx.emit(1)', { onOutput: () => Promise.reject(failure) });
    await expect(run).rejects.toBe(failure);
  });

  it('rows are not read faster than they are consumed', async () => {
    let taken = 0;
    const body = 'def run(ctx):\n  for i in range(50000): ctx.emit(i)';
    await runBody(body, {
      onOutput: async ({ rows }) => {
        await new Promise((resolve) => setImmediate(resolve));
        taken += rows.length;
      },
    });
    expect(taken).toBe(50_000);
  });

  it('leaves no folder behind', async () => {
    // a separate folder, because other tests use that of the machine
    const own = await mkdtemp(join(tmpdir(), 'run-udf-'));
    vi.stubEnv('TMPDIR', own);
    try {
      const body = 'import tempfile\ndef run(ctx):\n  ctx.emit(tempfile.mkstemp()[1])';
      expect(await readTexts(body)).toEqual([expect.stringContaining(own)]);
      expect(await readdir(own)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      await rm(own, { recursive: true });
    }
  });
});
