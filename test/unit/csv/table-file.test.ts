import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileFile, writeRows } from '../../../src/csv/table-file.js';
import { UserError } from '../../../src/errors/user-error.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'table-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function profile(text: string) {
  const path = join(folder, 'data.csv');
  await writeFile(path, text);
  const { columns, rows, notes } = await profileFile(path);
  let written = '';
  for await (const chunk of writeRows(path, columns)) written += chunk;
  return { names: columns.map(({ name }) => name), rows, notes, written };
}

describe('files that people bring', () => {
  test.each([
    [
      'sep=;',
      'sep=;\na;b\n1;2\n',
      "The first line 'sep=;' is for spreadsheet programs; sme reads ';' as the delimiter.",
    ],
    ['a comment', '# made by x\na,b\n1,2\n', "One comment line before the header is skipped: '# made by x'."],
    ['comments', '# x, y\r\n\r\n#\r\na,b\r\n1,2\r\n', "2 comment lines before the header are skipped: '# x, y'."],
    [
      'single quotes',
      "'a','b'\n'1','2'\n",
      "The column names are in single quotes; sme reads ' as the quote of this file.",
    ],
    [
      'sep= and a byte order mark',
      '\uFEFFsep=\t\na\tb\n1\t2\n',
      expect.stringContaining("reads '\t' as the delimiter"),
    ],
  ])('reads a file with %s before the values', async (_what, text, note) => {
    expect(await profile(text)).toEqual({ names: ['A', 'B'], rows: 1, notes: [note], written: 'A,B\n1,2\n' });
  });

  test('reads a header that starts with #', async () => {
    expect(await profile('#id,b\n1,2\n')).toMatchObject({ names: ['#id', 'B'], rows: 1, notes: [] });
  });

  test('skips repeated headers, and keeps rows that are equal to a header of numbers', async () => {
    expect(await profile('a,b\n1,2\na,b\n3,4\na,b\n')).toEqual({
      names: ['A', 'B'],
      rows: 2,
      notes: ['The header is repeated in the middle of the file; sme skips it (records 3, 5).'],
      written: 'A,B\n1,2\n3,4\n',
    });
    const { rows, notes } = await profile('1,2\n1,2\n');
    expect(rows).toBe(1);
    expect(notes).toEqual(["The first line looks like values, not like column names: '1, 2'."]);
  });

  test.each([
    [
      '1.234,56',
      '3,5',
      "2 of 2 values are numbers with a decimal comma, such as '1.234,56' in record 2 (instead: 1234.56)",
    ],
    ['$1,200.50', '-3 €', "2 of 2 values are amounts of money, such as '$1,200.50' in record 2 (instead: 1234.56)"],
    ['7%', '12.5 %', "2 of 2 values are percentages, such as '7%' in record 2 (instead: 0.07)"],
    [
      '1,200',
      '1,200,300.5',
      "2 of 2 values are numbers with thousands separators, such as '1,200' in record 2 (instead: 1234.56)",
    ],
    [
      '31.12.2024',
      '1.2.24',
      "2 of 2 values are dates as day.month.year, such as '31.12.2024' in record 2 (instead: 2024-12-31)",
    ],
    [
      '12/31/2024',
      '1/2/2024',
      "2 of 2 values are dates with slashes, such as '12/31/2024' in record 2 (instead: 2024-12-31)",
    ],
    ['1.5', 'inf', "1 of 2 values are infinite numbers, such as 'inf' in record 3 (instead: an empty cell)"],
  ])('explains why %s and %s are text', async (first, second, reason) => {
    const { notes } = await profile(`a;b\n"${first}";x\n"${second}";y\n`);
    expect(notes).toEqual([`Column A is stored as text: ${reason}.`]);
  });

  test('names the value that makes a column of numbers a column of text', async () => {
    const rows = Array.from({ length: 20 }, (_row, index) => `${index},${index === 7 ? 'unknown' : index}\n`);
    expect((await profile(`a,b\n${rows.join('')}`)).notes).toEqual([
      "Column B is stored as text: 1 of 20 values is neither a number nor a date, such as 'unknown' in record 9.",
    ]);
  });

  test('says nothing about texts, some of which are numbers', async () => {
    expect((await profile('a,b\n1,x1\n2,12\n3,12%\n4,hello\n')).notes).toEqual([]);
  });

  test.each([
    ['a,b\n12" pipe,1\n', 'Invalid Opening Quote'],
    ['a,b\n"12" pipe,1\n', 'text follows the closing quote'],
    ['a,b\n"12,1\n', 'no closing quote'],
  ])('reports stray quotes as invalid CSV: %j', async (text, reason) => {
    await expect(profile(text)).rejects.toMatchObject({ code: 'E-SME-126', message: expect.stringContaining(reason) });
  });
});

describe('files that are not CSV in UTF-8', () => {
  const refuse = async (bytes: Buffer | string) => {
    const path = join(folder, 'other.csv');
    await writeFile(path, bytes);
    return await profileFile(path).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  test.each([
    ['an Excel workbook', Buffer.from('504b030414000600', 'hex'), /E-SME-650: .* is not CSV, but an Excel workbook/],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /E-SME-650: .*\(\.xls\)/],
    ['gzip', Buffer.from('1f8b0800', 'hex'), /E-SME-650: .*compressed with gzip/],
    ['Parquet', 'PAR1\0', /E-SME-650: .*a Parquet file/],
    ['big-endian UTF-16', Buffer.from('feff0061002c0062', 'hex'), /E-SME-650: .*UTF-16/],
    ['a web page', '\uFEFF <!DOCTYPE html>\n<html>', /E-SME-650: .*a web page/],
    ['a list in JSON', '[{"a": 1, "b": 2}]', /E-SME-650: .*but JSON/],
    ['an object in JSON', '{\n "a": 1, "b": 2}', /E-SME-650: .*but JSON/],
    ['Windows-1252', Buffer.from('a,b\n1,\x80\n', 'latin1'), /E-SME-651: .*record 2/],
    ['too many cells', 'a,b\n1,2\n1,2,3\n', /E-SME-126: .*line 3 has 3 cells, but the header has 2$/],
    ['row names of R', 'a,b\n1,2,3\n', /line 2 has 3 cells, but the header has 2; if R/],
    ['an open quote', 'a,b\n1,"2\n3,4\n', /no closing quote/],
    ['a backslash before a quote', 'a,b\n1,"x \\"y\\""\n', /line 2, .*backslash/],
  ])('names %s', async (_what, bytes, text) => {
    const error = await refuse(bytes);
    expect(error).toBeInstanceOf(UserError);
    expect(`${(error as UserError).code}: ${(error as UserError).message}`).toMatch(text);
  });
});

test.each([
  ['leading zeros', ['01', '02', '10'], /2 of 3 values are numbers with leading zeros, such as '01'/],
  ['only leading zeros', ['00000', '00001'], /2 of 2 values are numbers with leading zeros/],
  ['Swiss numbers', ["1'100.50", "2'000"], /2 of 2 values are numbers with thousands separators/],
  ['narrow spaces', ['1\u202f100', '2\u00a0000'], /2 of 2 values are numbers with thousands separators/],
  ['numbers of French spreadsheets', ['1\u00a0100,50', '7,5'], /2 of 2 values are numbers with a decimal comma/],
  ['parentheses', ['(1.50)', '2.5'], /1 of 2 values are negative numbers in parentheses/],
  ['a minus sign', ['\u22121.5', '\u22122'], /2 of 2 values are numbers with a typographic minus sign/],
  ['times', ['09:30', '23:59:01'], /2 of 2 values are times of day/],
])('explains why a column with %s is text', async (_what, values, reason) => {
  const { notes } = await profile(`a,b\n${values.map((value) => `1,"${value}"\n`).join('')}`);
  expect(notes).toEqual([expect.stringMatching(reason)]);
});

test('reports columns without values and files without rows, but no blank lines', async () => {
  expect((await profile('\n\na,b,\n\n1,2,\n')).notes).toEqual(['This column has no values: COLUMN_3.']);
  expect((await profile(`a,${','.repeat(11)}\n1,${','.repeat(11)}\n`)).notes[0]).toMatch(
    /^These columns have no values: COLUMN_2, .* and 2 more\.$/,
  );
  expect((await profile('a,b\n')).notes).toEqual(['The file has a header, but no rows.']);
});
