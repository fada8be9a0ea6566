import { afterEach, expect, test } from 'vitest';
import { Pacer } from '../../../../src/sandbox/automl/pacer.js';
import { makeRandom } from '../../../../src/sandbox/automl/random.js';
import { readTable, sampleLimits } from '../../../../src/sandbox/automl/read-table.js';
import { toFiles } from './training-data.js';

const limits = { ...sampleLimits };
afterEach(() => Object.assign(sampleLimits, limits));

test('keeps a uniform sample of limited size, and counts all rows', async () => {
  sampleLimits.rows = 1000;
  const csv = ['N', ...Array.from({ length: 20_000 }, (_, row) => row), ''].join('\n');
  const table = await readTable({ files: toFiles(csv) }, makeRandom('s'), new Pacer(new AbortController().signal));
  expect(table.totalRows).toBe(20_000);
  expect(table.rows).toHaveLength(1000);
  const mean = table.rows.reduce((sum, row) => sum + Number(row[0]), 0) / 1000;
  expect(Math.abs(mean - 10_000)).toBeLessThan(1000);
  expect(new Set(table.rows.map((row) => row[0])).size).toBe(1000);
});

test('ignores byte order mark, empty lines and CRLF', async () => {
  const table = await readTable(
    { files: toFiles('\uFEFFA,B\r\n1,2\r\n\r\n3,"4\r\n5"\r\n') },
    makeRandom('s'),
    new Pacer(new AbortController().signal),
  );
  expect(table).toEqual({
    header: ['A', 'B'],
    rows: [
      ['1', '2'],
      ['3', '4\r\n5'],
    ],
    totalRows: 2,
  });
});

test('a file that contains only the header is an error, or is accepted', async () => {
  const read = (acceptsFilesWithoutRows?: boolean) =>
    readTable(
      { files: toFiles('A,B\n1,2\n', 'A,B\n'), ...(acceptsFilesWithoutRows && { acceptsFilesWithoutRows }) },
      makeRandom('s'),
      new Pacer(new AbortController().signal),
    );
  await expect(read()).rejects.toThrow('has a header line but no data rows');
  expect((await read(true)).rows).toEqual([['1', '2']]);
});
