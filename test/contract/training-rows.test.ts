/** Trainings on a part of their input: rows that are kept apart for an evaluation, and samples. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { writeHoldoutCondition } from '../../src/tables/holdout.js';
import { openTarget, type Target } from '../support/target.js';
import { createConnection, installScripts, readExport, run, train } from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let schema: string;
let sales: string;
let parameters: Record<string, unknown>;

/** 5,000 rows of 100 customers: 40 of the class 'rare', 960 'yes', 3,900 'no', and 100 without a class. */
const rows = 5000;

beforeAll(async () => {
  target = await openTarget({ nodes: 2 });
  driver = await target.connect();
  schema = target.schemaName('SME_ROWS');
  await installScripts(driver, schema);
  const connection = target.connectionName('AWS');
  await createConnection(driver, connection, target.aws);
  sales = await target.ownSchema('SALES');
  await run(
    driver,
    `CREATE TABLE ${sales}.VISITS ("Customer Id" DECIMAL(18,0), "SME_ROW" DECIMAL(18,0), "a ""b"" 'c'" VARCHAR(20),
      PRICE DECIMAL(10,2), CLASS VARCHAR(10), CODE HASHTYPE(16 BYTE))`,
  );
  await run(
    driver,
    `INSERT INTO ${sales}.VISITS
      SELECT MOD(LEVEL, 100), LEVEL, 'Größe ''' || MOD(LEVEL, 7), LEVEL / 4,
        CASE WHEN LEVEL <= 40 THEN 'rare' WHEN LEVEL <= 1000 THEN 'yes' WHEN LEVEL <= 4900 THEN 'no' END, NULL
      FROM DUAL CONNECT BY LEVEL <= ${rows}`,
  );
  const { region, bucket, roleArn } = target.aws;
  parameters = {
    aws_credentials_connection_name: connection,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: target.key('rows'),
    input_schema_name: sales,
    input_table_or_view_name: 'VISITS',
    exclude_columns: ['CODE'],
    target_attribute_name: 'CLASS',
  };
});

afterAll(() => target?.stop());

interface Exported {
  readonly ids: readonly number[];
  readonly customers: ReadonlySet<string>;
  readonly classes: Readonly<Record<string, number>>;
  readonly stored: readonly unknown[];
}

/** Trains, and reads which rows were exported and what the job table says about them. */
async function trainOn(name: string, changes: object): Promise<Exported> {
  const job = target.jobName(name);
  const outcome = await train(driver, schema, { ...parameters, job_name: job, ...changes });
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  await target.releaseJob(job);
  const objects = await readExport(target.aws, String(outcome.rows[0]?.[3]));
  const records = objects.flatMap((object) => object.records);
  const [header = []] = objects.map((object) => object.header);
  const cell = (column: string) => header.indexOf(column);
  const classes: Record<string, number> = {};
  for (const record of records) {
    const label = record[cell('CLASS')] ?? '?';
    classes[label] = (classes[label] ?? 0) + 1;
  }
  const [stored = []] = await run(
    driver,
    `SELECT HOLDOUT_FRACTION, HOLDOUT_KEY_COLUMNS, ROWS_HELD_OUT, SAMPLE_ROWS, SAMPLE_SEED, ROWS_EXPORTED
     FROM ${identifier(schema)}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${job}'`,
  );
  return {
    ids: records.map((record) => Number(record[cell('SME_ROW')])).sort((left, right) => left - right),
    customers: new Set(records.map((record) => record[cell('Customer Id')] ?? '?')),
    classes,
    stored,
  };
}

async function refuse(changes: object): Promise<string> {
  const outcome = await train(driver, schema, { ...parameters, job_name: 'refused', ...changes });
  return outcome.kind === 'error' ? outcome.text : `not refused: ${JSON.stringify(outcome)}`;
}

describe('a hold-out', () => {
  test('keeps whole keys apart, and the rows that the condition selects are exactly the others', async () => {
    const key = { name: 'Customer Id', type: 'DECIMAL(18,0)' };
    const { ids, customers, stored } = await trainOn('key', {
      holdout_fraction: 0.3,
      holdout_key_columns: ['Customer Id'],
      exclude_columns: ['CODE', 'PRICE'],
    });
    const heldOut = await run(
      driver,
      `SELECT "SME_ROW", "Customer Id" FROM ${sales}.VISITS WHERE ${writeHoldoutCondition([key], 0.3)}`,
    );
    expect(heldOut.length).toBeGreaterThan(rows * 0.15);
    expect(heldOut.length).toBeLessThan(rows * 0.45);
    expect([...ids, ...heldOut.map(([id]) => Number(id))].sort((left, right) => left - right)).toEqual(
      Array.from({ length: rows }, (_, at) => at + 1),
    );
    expect(heldOut.filter(([, customer]) => customers.has(String(customer)))).toEqual([]);
    expect(JSON.parse(String(stored[1]))).toEqual([key]);
    expect([stored[0], ...stored.slice(2)]).toEqual([0.3, heldOut.length, null, null, rows - heldOut.length]);
  });

  test('hashes all columns of the training without a key', async () => {
    const { ids, stored } = await trainOn('row', { holdout_fraction: 0.2 });
    const columns = [
      { name: 'Customer Id', type: 'DECIMAL(18,0)' },
      { name: 'SME_ROW', type: 'DECIMAL(18,0)' },
      { name: 'a "b" \'c\'', type: 'VARCHAR(20) UTF8' },
      { name: 'PRICE', type: 'DECIMAL(10,2)' },
      { name: 'CLASS', type: 'VARCHAR(10) UTF8' },
    ];
    const condition = writeHoldoutCondition(columns, 0.2);
    const [[heldOut, all] = []] = await run(
      driver,
      `SELECT COUNT(CASE WHEN ${condition} THEN 1 END), COUNT(*) FROM ${sales}.VISITS`,
    );
    expect(Number(heldOut) + ids.length).toBe(all);
    expect(Number(heldOut)).toBeGreaterThan(rows * 0.17);
    expect(Number(heldOut)).toBeLessThan(rows * 0.23);
    expect(stored.slice(0, 3)).toEqual([0.2, null, heldOut]);
  });

  test('selects the same rows in a session with another decimal character, time zone and date format', async () => {
    const other = await target.connect();
    await run(other, "ALTER SESSION SET TIME_ZONE='AMERICA/NEW_YORK'");
    await run(other, "ALTER SESSION SET NLS_DATE_FORMAT='DD.MM.YYYY'");
    await run(other, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS=',.'");
    const columns = [
      { name: 'DAY', type: 'DATE' },
      { name: 'SEEN', type: 'TIMESTAMP' },
      { name: 'PRICE', type: 'DECIMAL(10,2)' },
    ];
    const days = 'SELECT "SME_ROW", PRICE, ADD_DAYS(DATE \'2026-01-01\', "SME_ROW") AS "DAY"';
    const query = `SELECT COUNT(*), SUM("SME_ROW") FROM (${days}, CAST(ADD_DAYS(DATE '2026-01-01', "SME_ROW") AS TIMESTAMP) AS SEEN
      FROM ${sales}.VISITS) WHERE ${writeHoldoutCondition(columns, 0.5)}`;
    expect(await run(other, query)).toEqual(await run(driver, query));
  });

  test('that keeps no row apart is refused', async () => {
    const query = `SELECT V.*, CAST(NULL AS DECIMAL(5,0)) AS NO_KEY FROM ${sales}.VISITS V`;
    const text = await refuse({
      input_schema_name: undefined,
      input_table_or_view_name: undefined,
      input_query: query,
      holdout_fraction: 0.5,
      holdout_key_columns: ['NO_KEY'],
    });
    expect(text).toContain('E-SME-550: holdout_fraction 0.5 keeps none of 5000 rows apart.');
  });

  test.each([
    [{ holdout_fraction: 1 }, "Invalid holdout_fraction '1'. It must be a number greater than 0 and less than 1."],
    [{ holdout_key_columns: ['PRICE'] }, 'E-SME-55: holdout_key_columns has no effect without holdout_fraction.'],
    [
      { holdout_fraction: 0.5, holdout_key_columns: ['PRIZE'] },
      "E-SME-59: holdout_key_columns: there is no column 'PRIZE'",
    ],
    [{ holdout_fraction: 0.5, holdout_key_columns: ['CLASS'] }, "E-SME-550: holdout_key_columns contains 'CLASS'"],
    [{ holdout_fraction: 0.95, holdout_key_columns: ['SME_ROW'] }, 'of 5000 rows apart, so only 2'],
    [
      { holdout_fraction: 0.5, holdout_key_columns: ['SME_ROW', 'sme_row'] },
      "E-SME-550: holdout_key_columns contains 'SME_ROW' more than once.",
    ],
    [{ sample_rows: 499 }, "Invalid sample_rows '499'. It must be at least 500."],
    [{ sample_rows: 1000, sample_seed: -1 }, "Invalid sample_seed '-1'. It must be a whole number from 0"],
    [{ sample_seed: 3 }, 'E-SME-55: sample_seed has no effect without sample_rows.'],
  ])('%j is refused', async (changes, text) => {
    expect(await refuse(changes)).toContain(text);
  });
});

describe('a sample', () => {
  test('has the given number of rows, in which each class keeps its share', async () => {
    const { ids, classes, stored } = await trainOn('sample', { sample_rows: 1225 });
    expect(ids).toHaveLength(1225);
    expect(new Set(ids).size).toBe(1225);
    // a quarter of 40, 960 and 3,900
    expect(classes).toEqual({ rare: 10, yes: 240, no: 975 });
    expect(stored).toEqual([null, null, null, 1225, 0, 1225]);
  });

  test('is the same for the same seed, and another one for another seed', async () => {
    const first = await trainOn('seed-a', { sample_rows: 600, sample_seed: 7 });
    await run(driver, `CREATE TABLE ${sales}.COPY AS SELECT * FROM ${sales}.VISITS ORDER BY PRICE DESC`);
    const again = await trainOn('seed-b', { sample_rows: 600, sample_seed: 7, input_table_or_view_name: 'COPY' });
    const other = await trainOn('seed-c', { sample_rows: 600, sample_seed: 8 });
    expect(again.ids).toEqual(first.ids);
    expect(other.ids).not.toEqual(first.ids);
    expect(other.classes).toEqual(first.classes);
  });

  test('that is larger than the input takes every row with a target', async () => {
    const { ids } = await trainOn('all', { sample_rows: 2_000_000_000 });
    expect(ids).toEqual(Array.from({ length: 4900 }, (_, at) => at + 1));
  });

  test('contains no row that is kept apart', async () => {
    const { ids, stored } = await trainOn('both', {
      sample_rows: 500,
      holdout_fraction: 0.4,
      holdout_key_columns: ['SME_ROW'],
    });
    const condition = writeHoldoutCondition([{ name: 'SME_ROW', type: 'DECIMAL(18,0)' }], 0.4);
    const heldOut = await run(driver, `SELECT "SME_ROW" FROM ${sales}.VISITS WHERE ${condition}`);
    expect(ids).toHaveLength(500);
    const used = new Set(ids);
    expect(heldOut.filter(([id]) => used.has(Number(id)))).toEqual([]);
    expect(stored[2]).toBe(heldOut.length);
  });

  test('keeps the distribution of a numeric target and of rows that occur several times', async () => {
    await run(
      driver,
      `CREATE TABLE ${sales}.FLAGS AS SELECT CASE WHEN MOD(LEVEL, 10) = 0 THEN 1 ELSE 0 END AS A, MOD(LEVEL, 2) AS Y
       FROM DUAL CONNECT BY LEVEL <= 6000`,
    );
    const job = target.jobName('flags');
    const outcome = await train(driver, schema, {
      ...parameters,
      job_name: job,
      input_table_or_view_name: 'FLAGS',
      exclude_columns: undefined,
      target_attribute_name: 'Y',
      sample_rows: 600,
    });
    if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
    await target.releaseJob(job);
    const objects = await readExport(target.aws, String(outcome.rows[0]?.[3]));
    const counts: Record<string, number> = {};
    for (const record of objects.flatMap((object) => object.records)) {
      counts[record.join()] = (counts[record.join()] ?? 0) + 1;
    }
    // a tenth of 3,000, 2,400 and 600 equal rows
    expect(counts).toEqual({ '0,1': 300, '0,0': 240, '1,0': 60 });
  });
});
