import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareDataset, seattleWeather } from '../../../../src/commands/demo/dataset.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function prepare(text: string, target: string, file = 'My Data (1).csv') {
  const path = join(folder, file);
  await writeFile(path, text);
  return await prepareDataset({ path, target, title: file }, folder);
}

const repeat = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');

describe('prepareDataset', () => {
  test('detects the types of the built-in data and holds out every tenth row', async () => {
    const dataset = await prepareDataset(seattleWeather, folder);
    expect(dataset).toMatchObject({ name: 'seattle-weather', training: { rows: 1315 }, heldOut: { rows: 146 } });
    expect(dataset.columns.map((column) => `${column.name} ${column.type.sql}`)).toEqual([
      'DATE DATE',
      'PRECIPITATION DECIMAL(3,1)',
      'TEMP_MAX DECIMAL(3,1)',
      'TEMP_MIN DECIMAL(3,1)',
      'WIND DECIMAL(2,1)',
      'WEATHER VARCHAR(20) UTF8',
    ]);
    const training = await readFile(dataset.training.file, 'utf8');
    const heldOut = await readFile(dataset.heldOut.file, 'utf8');
    expect(training.trimEnd().split('\n')).toHaveLength(1316);
    expect(heldOut.split('\n').slice(0, 2)).toEqual([
      'DATE,PRECIPITATION,TEMP_MAX,TEMP_MIN,WIND,WEATHER',
      '2012-01-10,1.0,6.1,0.6,3.4,rain',
    ]);
  });

  test('reads any header, quoted cells and words for NULL', async () => {
    const rows = repeat(
      560,
      (row) => `${row},"a, ""b""\n${row}",${row % 7 === 0 ? 'N/A' : row / 4},${row % 2 ? 'True' : 'FALSE'}`,
    );
    const dataset = await prepare(`\uFEFFselect,Größe in m,Größe in m, yes.no \n${rows}`, 'YES.NO');
    expect(dataset.name).toBe('my-data-1');
    expect(dataset.columns.map((column) => `${column.name} ${column.type.sql}`)).toEqual([
      'SELECT DECIMAL(18,0)',
      'Größe in m VARCHAR(20) UTF8',
      'Größe in m_2 DECIMAL(5,2)',
      'YES_NO BOOLEAN',
    ]);
    expect(dataset.target.name).toBe('YES_NO');
    expect([dataset.training.rows, dataset.heldOut.rows]).toEqual([504, 56]);
    const [, first, second] = (await readFile(dataset.training.file, 'utf8')).split(/\n(?=\d+,)/);
    expect(first).toBe('0,"a, ""b""\n0",,false');
    expect(second).toBe('1,"a, ""b""\n1",0.25,true');
  });

  test('reads semicolons as delimiters, and keeps at least 500 rows for training', async () => {
    const dataset = await prepare(`a;b\n${repeat(510, (row) => `${row};"x;y"`)}`, 'b');
    expect([dataset.training.rows, dataset.heldOut.rows]).toEqual([500, 10]);
    expect((await readFile(dataset.heldOut.file, 'utf8')).split('\n')[1]).toBe('9,x;y');
  });

  test.each([
    ['a file of 499 rows', `a,b\n${repeat(499, (row) => `${row},1`)}`, 'b', /E-SME-128.*499 rows/],
    ['an unknown target', `a,b\n${repeat(500, () => '1,2')}`, 'c', /E-SME-127.*has no column 'c'.*'a', 'b'/],
    ['a misspelled target', `churned,b\n${repeat(500, () => '1,2')}`, 'chruned', /\(did you mean 'churned'\?\)/],
    ['two columns that differ in case', `a,A\n${repeat(500, () => '1,2')}`, 'ä', /E-SME-127/],
    ['a target without values', `a,b\n${repeat(500, () => '1,')}`, 'b', /E-SME-129/],
    ['a row with too many cells', `a,b\n1,2,3\n`, 'b', /E-SME-126.*line 2/],
    ['an empty file', '', 'b', /E-SME-126.*empty/],
    ['text that is not UTF-8', 'a,b\n1,x\u{FFFD}y\n', 'b', /E-SME-651.*is not UTF-8: record 2/],
    ['a file with only one column', 'b\n1\n', 'b', /E-SME-126.*one column/],
  ])('rejects %s', async (_, text, target, error) => {
    const failure = await prepare(text, target).catch((thrown: { code: string; message: string }) => thrown);
    expect(failure).toHaveProperty('code');
    expect('code' in failure ? `${failure.code}: ${failure.message}` : '').toMatch(error);
  });

  test('rejects a missing file', async () => {
    await expect(
      prepareDataset({ path: join(folder, 'missing.csv'), target: 'x', title: '' }, folder),
    ).rejects.toMatchObject({
      code: 'E-SME-125',
      message: expect.stringContaining('missing.csv'),
    });
  });
});
