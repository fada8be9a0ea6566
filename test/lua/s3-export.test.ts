import { expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

const writeStatement = (changes: string) =>
  evaluate(`local export = {
  from = '"S"."T"',
  columns = { { name = 'N', type = 'DECIMAL(18,0)' }, { name = 'V', expression = [[UPPER("V")]] } },
  connection = 'AWS', prefix = 'p/', files = 2, separator = '.', ${changes} }
exit({ { require('sme.s3_export').statement(export) } }, 'T VARCHAR(2000)')`);

test('exports compressed files with a header by default', async () => {
  const statement = await writeStatement('');
  expect(statement).toContain("    FILE 'p/part-0001.csv.gz'\n    FILE 'p/part-0002.csv.gz'\n");
  expect(statement).toMatch(/\nWITH COLUMN NAMES\nREPLACE$/);
});

test('exports plain files without a header, and the expression of a column', async () => {
  const statement = await writeStatement("compression = 'none', header = false");
  expect(statement).toContain("    FILE 'p/part-0001.csv'\n    FILE 'p/part-0002.csv'\n");
  expect(statement).toContain('    "N" AS "N",\n    UPPER("V") AS "V"\n');
  expect(statement).toMatch(/\nDELIMIT = ALWAYS\nREPLACE$/);
});
