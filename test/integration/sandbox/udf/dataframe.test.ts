import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../src/sandbox/types/values.js';
import { findPythonWith } from '../../../support/python-with.js';
import { type BodyOptions, columns, DOUBLE, INTEGER, MONEY, runBody, TIMESTAMP, VARCHAR } from './udf-call.js';

const interpreter = await findPythonWith('pandas');
const python: BodyOptions = interpreter === undefined ? {} : { interpreter };

const types = columns({ i: INTEGER, s: VARCHAR, d: DOUBLE, m: MONEY, t: TIMESTAMP });
const rows: Row[] = [
  [1n, 'a', 0.5, '1.5', '2024-01-02 03:04:05.123000'],
  [2n, null, null, '2', '2024-01-02 03:04:05.000000'],
  [3n, 'c', 1, '3.25', '2024-01-02 03:04:05.000000'],
];
const options: BodyOptions = {
  ...python,
  inputColumns: types,
  outputColumns: types,
  groups: [rows],
};

describe.skipIf(interpreter === undefined)('DataFrames (needs pandas)', () => {
  it('pass rows in and out', async () => {
    expect(await runBody("def run(ctx): ctx.emit(ctx.get_dataframe('all'))", options)).toEqual([rows]);
  });

  it('arrive in chunks of one row by default, then None, then an error', async () => {
    const body = `def run(ctx):
    assert len(ctx.get_dataframe()) == 1
    df = ctx.get_dataframe(num_rows=5, start_col=1)
    assert list(df.columns) == ['s', 'd', 'm', 't'] and len(df) == 2
    assert ctx.get_dataframe(1) is None
    ctx.get_dataframe(1)`;
    await expect(runBody(body, options)).rejects.toThrow('E-UDF-CL-SL-PYTHON-1106: Iteration finished');
  });

  it('with many rows keep the order and use little memory', async () => {
    const body = `def run(ctx):
    while True:
        df = ctx.get_dataframe(3000)
        if df is None: break
        ctx.emit(df)`;
    const many: Row[] = Array.from({ length: 20_000 }, (_, index) => [BigInt(index)]);
    const inputColumns = columns({ i: INTEGER });
    expect(
      await runBody(body, { ...python, inputColumns, outputColumns: inputColumns, groups: [many], chunk: 1000 }),
    ).toEqual([many]);
  });

  it.each([
    ['pd.DataFrame()', 'E-UDF-CL-SL-PYTHON-1087: emit DataFrame is empty'],
    ['pd.DataFrame([[1, 2]])', 'E-UDF-CL-SL-PYTHON-1088: emit() takes exactly 1 argument (2 given)'],
    ["pd.DataFrame([['x']])", 'F-UDF-CL-SL-PYTHON-1070: emit column 0 of type INT64 but data given have type py_str'],
    ['pd.DataFrame([[{}]])', 'F-UDF-CL-SL-PYTHON-1056: emit: column 0, unexpected type: py_dict'],
  ])('emit(%s) is refused', async (frame, message) => {
    await expect(runBody(`import pandas as pd\ndef run(ctx): ctx.emit(${frame})`, python)).rejects.toThrow(message);
  });

  it('may have text and float for DECIMAL, and DECIMAL for DOUBLE', async () => {
    const body = `import pandas as pd
from decimal import Decimal
def run(ctx):
    ctx.emit(pd.DataFrame({'m': ['0.97', None], 'n': [0.25, float('nan')], 'd': [Decimal('1.5'), 2], 'i': [7.9, 8.0]}))`;
    const outputColumns = columns({ m: MONEY, n: MONEY, d: DOUBLE, i: INTEGER });
    expect(await runBody(body, { ...options, outputColumns })).toEqual([
      [
        ['0.97', '0.25', 1.5, 7n],
        [null, null, 2, 8n],
      ],
    ]);
  });

  it('are rejected as single values outside of a DataFrame', async () => {
    const body = 'import numpy\ndef run(ctx): ctx.emit(numpy.int64(1))';
    await expect(runBody(body, python)).rejects.toThrow("1098: data type <class 'numpy.int64'> is not supported");
  });
});
