/** Training (SQL, EXPORT) and prediction (Python) write the same text for each value: compares files in S3 with requests. */
import { readFileSync } from 'node:fs';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCsvLine } from '../../src/tables/csv-line.js';
import { openTarget, type Target } from '../support/target.js';
import { createConnection, installScripts, readExport, run, train } from '../support/training.js';

const types = [
  'ID DECIMAL(18,0)',
  'B BOOLEAN',
  'D DATE',
  'TS TIMESTAMP',
  'AMOUNT DECIMAL(20,4)',
  'W DECIMAL(36,0)',
  'F DOUBLE',
  'C CHAR(5)',
  'T VARCHAR(200)',
];
const values = [
  "1, TRUE, DATE '2024-06-18', TIMESTAMP '2024-06-18 17:22:13.123', 1.5, 123456789012345678901234567890, 0.1, 'ab', 'plain'",
  "2, FALSE, DATE '0999-01-01', TIMESTAMP '1999-12-31 00:00:00', -0.25, -7, 1, ' a', 'likes, commas'",
  `3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL`,
  `4, TRUE, DATE '9999-12-31', TIMESTAMP '2024-06-18 17:22:13.1', 100, 0, -2.5, 'abcde', 'says "hi", twice'`,
  "5, TRUE, DATE '2024-02-29', TIMESTAMP '2024-06-18 23:59:59.999', 100.1, 10, 1234567.25, 'x', 'two\nlines'",
  "6, TRUE, DATE '2024-02-29', TIMESTAMP '2024-06-18 00:00:00', 0.0001, 100, 0, 'Ü', 'one\rreturn'",
  "7, TRUE, DATE '2024-02-29', TIMESTAMP '2024-06-18 00:00:00', -20, 1, 1000, '', 'Größe 😀 ''x'' '",
];

let target: Target;
let driver: ExasolDriver;
let schema: string;
let data: string;
let aws: string;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  schema = target.schemaName('SME');
  await installScripts(driver, schema);
  aws = target.connectionName('AWS');
  await createConnection(driver, aws, target.aws);
  data = await target.ownSchema('S');
  await run(driver, `CREATE TABLE ${data}.T (${types.join(', ')}, TARGET VARCHAR(3))`);
  for (const row of values) await run(driver, `INSERT INTO ${data}.T VALUES (${row}, 'yes')`);
  const filler = "RANGE_VALUE, TRUE, NULL, NULL, 1, 1, 1, 'x', 'x', 'no'";
  await run(driver, `INSERT INTO ${data}.T SELECT ${filler} FROM VALUES BETWEEN 1001 AND 1500`);
});

afterAll(() => target?.stop());

/** Rows as the prediction UDF sends them to its endpoint. */
async function writeCells(signature: string, query: string): Promise<string> {
  const code = readFileSync('templates/python/sme/csv_format.py', 'utf8');
  const body = `${code}
def run(ctx):
    rows = []
    while True:
        rows.append(tuple(ctx[at] for at in range(exa.meta.input_column_count)))
        if not ctx.next():
            break
    ctx.emit(CsvBody(exa.meta.input_columns, 0).format(rows).decode("utf-8"))`;
  await run(
    driver,
    `CREATE OR REPLACE PYTHON3 SET SCRIPT ${data}.CELLS (${signature}) EMITS (BODY VARCHAR(2000000)) AS\n${body}`,
  );
  return String((await run(driver, query))[0]?.[0]);
}

test.each([
  ['.,', 'a decimal point'],
  [',.', 'a decimal comma'],
])('training and prediction write the same text for every type and NULL (%s: %s)', async (characters) => {
  await run(driver, `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '${characters}'`);
  const { region, bucket, roleArn } = target.aws;
  const job = target.jobName(characters === '.,' ? 'cells' : 'comma-cells');
  const outcome = await train(driver, schema, {
    job_name: job,
    aws_credentials_connection_name: aws,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: target.key('runs'),
    input_schema_name: data,
    input_table_or_view_name: 'T',
    target_attribute_name: 'TARGET',
  });
  expect(outcome).toMatchObject({ kind: 'resultSet' });
  await target.releaseJob(job);
  const objects = await readExport(target.aws, `s3://${bucket}/${target.key(`runs/${job}/train/`)}`);
  const exported = objects
    .flatMap(({ records }) => records)
    .filter(([id]) => Number(id) <= values.length)
    .map((record) => record.slice(0, -1))
    .sort((a, b) => Number(a[0]) - Number(b[0]));
  const names = types.map((type) => type.split(' ')[0]).join(', ');
  const body = await writeCells(
    types.join(', '),
    `SELECT ${data}.CELLS(${names} ORDER BY ID) FROM ${data}.T WHERE ID < 1000`,
  );
  const written = parse(body, { relax_column_count: false }) as string[][];
  expect(exported).toHaveLength(values.length);
  expect(written).toEqual(exported);
  const lines = await run(driver, `SELECT ${writeLine()} FROM ${data}.T WHERE ID < 1000 ORDER BY ID`);
  expect(lines.map(([line]) => parse(String(line), { relax_column_count: false })[0])).toEqual(exported);
  expect(written[3]?.slice(4)).toEqual(['100', '0', '-2.5', 'abcde', 'says "hi", twice']);
  expect(written[2]?.slice(1)).toEqual(['', '', '', '', '', '', '', '']);
});

const typeNames: Readonly<Record<string, string>> = { T: 'VARCHAR(200) UTF8', C: 'CHAR(5) ASCII' };

/** The CSV line of the columns of the training. */
function writeLine(sourceTypes: Readonly<Record<string, string>> = {}): string {
  const columns = types.map((column) => {
    const [name = '', type = ''] = column.split(/ (.*)/s);
    return { name, type: typeNames[name] ?? type };
  });
  return writeCsvLine(columns, new Map(Object.entries(sourceTypes)), '');
}

test.each(['.,', ',.'])(
  'a CSV line has the text of the training if a column of the source has another type (%s)',
  async (characters) => {
    await run(driver, `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '${characters}'`);
    const changed = `SELECT CAST(ID AS DOUBLE) AS ID, B, CAST(D AS TIMESTAMP) AS D, TS, CAST(AMOUNT AS DECIMAL(30,8)) AS AMOUNT,
    CAST(W AS VARCHAR(50)) AS W, CAST(F AS DECIMAL(20,6)) AS F, C, T FROM ${data}.T WHERE ID < 1000`;
    const sourceTypes = {
      ID: 'DOUBLE',
      D: 'TIMESTAMP',
      AMOUNT: 'DECIMAL(30,8)',
      W: 'VARCHAR(50)',
      F: 'DECIMAL(20,6)',
    };
    const expected = await run(driver, `SELECT ${writeLine()} FROM ${data}.T WHERE ID < 1000 ORDER BY ID`);
    expect(await run(driver, `SELECT ${writeLine(sourceTypes)} FROM (${changed}) ORDER BY ID`)).toEqual(expected);
  },
);

test('writes a row with only a NULL as a quoted cell, not as an empty line', async () => {
  expect(await writeCells('C CHAR(5)', `SELECT ${data}.CELLS(C ORDER BY ID) FROM ${data}.T WHERE ID IN (2, 3)`)).toBe(
    ' a\n""\n',
  );
});
