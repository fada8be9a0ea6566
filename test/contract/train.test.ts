/** Trainings that work, through the published driver: what lies in S3, in the job table and in SageMaker afterwards. */
import { DescribeAutoMLJobV2Command, ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/render/quote.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import {
  createChurnTable,
  createConnection,
  installScripts,
  poll,
  readExport,
  run,
  train,
} from '../support/training.js';

/** A deployment schema that has to be quoted wherever it stands. */
const schema = 'select "Größe" \'x\'';
const quoted = identifier(schema);

let sandbox: TestSandbox;
let driver: ExasolDriver;
let parameters: Record<string, unknown>;

beforeAll(async () => {
  sandbox = await startTestSandbox({ nodes: 2 });
  driver = await sandbox.connect();
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 6000);
  const { region, bucket, roleArn } = sandbox.aws;
  parameters = {
    aws_credentials_connection_name: 'AWS',
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: 'runs',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
  };
});

afterAll(() => sandbox.stop());

/** Trains, and reads the files back. */
async function trainAndRead(changes: object) {
  const answer = await train(driver, schema, { ...parameters, ...changes });
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  const [jobName, rows, files, uri] = answer.rows[0] ?? [];
  const objects = await readExport(sandbox.aws, String(uri));
  return { jobName, rows, files, objects, records: objects.flatMap(({ records }) => records) };
}

/** A table of 600 rows, equal but for ID and a two-valued TARGET. */
const createTable = (name: string, columns: string) =>
  run(
    driver,
    `CREATE TABLE SALES.${name} AS SELECT ID, ${columns}, CHURN AS TARGET FROM SALES.CUSTOMERS WHERE ID < 600`,
  );

describe('a training', () => {
  test('exports every row once, a header in every file, and starts a job on them', async () => {
    const { rows, files, objects, records } = await trainAndRead({ job_name: 'all-1', tags: { team: 'sales' } });
    expect([rows, files]).toEqual([6000, 6]);
    expect(objects).toHaveLength(6);
    expect(objects.every(({ header }) => header.join() === 'ID,AGE,SEGMENT,CHURN')).toBe(true);
    expect(objects.every(({ records: own }) => own.length > 0)).toBe(true);
    expect(new Set(records.map(([id]) => id)).size).toBe(6000);

    const { region, endpointUrl, accessKeyId, secretAccessKey, bucket } = sandbox.aws;
    const sagemaker = new SageMakerClient({
      region,
      endpoint: endpointUrl,
      credentials: { accessKeyId, secretAccessKey },
    });
    const job = await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: 'all-1' }));
    expect(job.OutputDataConfig?.S3OutputPath).toBe(`s3://${bucket}/runs/all-1/output/`);
    expect(job.AutoMLJobObjective).toBeUndefined();
    const { Tags = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn: job.AutoMLJobArn }));
    expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
      team: 'sales',
      'exasol:schema': 'select _Größe_ _x_',
      'exasol:user': 'SYS',
    });
    sagemaker.destroy();
  });

  test('writes its row; parameters that were left out stay NULL', async () => {
    await trainAndRead({ model_name: 'model', problem_type: 'BinaryClassification', max_candidates: '2' });
    const [row] = await run(
      driver,
      `SELECT PROBLEM_TYPE, OBJECTIVE, MAX_CANDIDATES, MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS, SCRIPT_USER, COLUMN_NAMES, ROWS_EXPORTED
       FROM ${quoted}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME LIKE 'model-%'`,
    );
    expect(row).toEqual([
      'BinaryClassification',
      '{"MetricName":"F1"}',
      2,
      null,
      'SYS',
      '["ID","AGE","SEGMENT","CHURN"]',
      6000,
    ]);
  });

  test('can be polled to its end', async () => {
    await trainAndRead({ job_name: 'poll-me', max_candidates: 1 });
    await expect
      .poll(async () => poll(driver, schema, 'poll-me', 'aws', sandbox.aws.region), { timeout: 60_000, interval: 500 })
      .toMatchObject({ names: ['JOB_STATUS', 'JOB_SECONDARY_STATUS'], rows: [['Completed', expect.any(String)]] });
  });

  test('that nobody started cannot be polled', async () => {
    expect(await poll(driver, schema, 'nobody', 'aws', sandbox.aws.region)).toMatchObject({
      kind: 'error',
      text: expect.stringContaining("E-SME-85: There is no job 'nobody' in region"),
    });
  });

  test('works with autocommit off, and has committed its row', async () => {
    const other = await sandbox.connect({ autocommit: false });
    expect(await train(other, schema, { ...parameters, job_name: 'no-autocommit' })).toMatchObject({
      kind: 'resultSet',
    });
    await run(other, 'ROLLBACK');
    const rows = await run(
      driver,
      `SELECT 1 FROM ${quoted}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = 'no-autocommit'`,
    );
    expect(rows).toHaveLength(1);
  });
});

describe('what is exported', () => {
  test('a view with mixed-case, reserved and Unicode names, quotes, commas and line breaks in them', async () => {
    await run(driver, 'CREATE SCHEMA "Ünï, ""sch"""');
    const names = ['select', 'a "quoted", name', 'Größe 😀', 'two\nlines'];
    const list = names.map((name) => `"${name.replaceAll('"', '""')}"`);
    await run(
      driver,
      `CREATE VIEW "Ünï, ""sch""".":v ::w" AS SELECT ID AS ${list[0]}, AGE AS ${list[1]}, SEGMENT AS ${list[2]}, CHURN AS ${list[3]} FROM SALES.CUSTOMERS`,
    );
    const { objects, records } = await trainAndRead({
      job_name: 'names',
      input_schema_name: 'Ünï, "sch"',
      input_table_or_view_name: ':v ::w',
      target_attribute_name: 'two\nlines',
    });
    expect(objects[0]?.header).toEqual(names);
    expect(records).toHaveLength(6000);
  });

  test('texts with commas, quotes, line breaks, emoji; NULL and the empty text as nothing', async () => {
    const text = `'it''s, "so" 😀\nand\r\nso'`;
    await createTable(
      'TEXTS',
      `CAST(${text} AS VARCHAR(50)) AS A, CAST('' AS VARCHAR(50)) AS B, CAST('ab' AS CHAR(5)) AS C`,
    );
    const { records } = await trainAndRead({
      job_name: 'texts',
      input_table_or_view_name: 'texts',
      target_attribute_name: 'target',
    });
    expect(new Set(records.map((record) => JSON.stringify(record.slice(1, 4))))).toEqual(
      new Set([JSON.stringify(['it\'s, "so" 😀\nand\r\nso', '', 'ab'])]),
    );
  });

  test.each([
    ['as the session was', []],
    [
      'with other NLS settings',
      ["ALTER SESSION SET NLS_DATE_FORMAT='DD.MM.YYYY'", "ALTER SESSION SET NLS_TIMESTAMP_FORMAT='DD.MM.YYYY HH24:MI'"],
    ],
  ])('numbers, truth values and times in one form, %s', async (title, settings) => {
    const session = await sandbox.connect();
    for (const statement of settings) await run(session, statement);
    const table = `TYPES_${settings.length}`;
    await createTable(
      table,
      `TRUE AS B, CAST(NULL AS BOOLEAN) AS N, CAST(1234.5 AS DECIMAL(36,20)) AS D, CAST(-0.25 AS DOUBLE) AS F,
       DATE '2024-06-18' AS BORN, TIMESTAMP '2024-06-18 17:22:13.123' AS T`,
    );
    const job = `types-${settings.length}`;
    const answer = await train(session, schema, {
      ...parameters,
      job_name: job,
      input_table_or_view_name: table,
      target_attribute_name: 'TARGET',
    });
    expect(answer, title).toMatchObject({ kind: 'resultSet' });
    const [object] = await readExport(sandbox.aws, `s3://${sandbox.aws.bucket}/runs/${job}/train/`);
    const [, b, n, d, f, day, t] = object?.records[0] ?? [];
    expect([b, n, day, t]).toEqual(['true', '', '2024-06-18', '2024-06-18 17:22:13.123']);
    expect([d, f]).toEqual([expect.stringMatching(/^1234\.50*$/), expect.stringMatching(/^-0?\.25$/)]);
  });

  test('a table with 300 columns', async () => {
    const columns = Array.from({ length: 298 }, (_, index) => `MOD(ID, ${index + 2}) AS C${index}`);
    await createTable('WIDE', columns.join(', '));
    const { objects } = await trainAndRead({
      job_name: 'wide',
      input_table_or_view_name: 'WIDE',
      target_attribute_name: 'TARGET',
    });
    expect(objects[0]?.header).toHaveLength(300);
  });

  test('chosen columns only', async () => {
    const { objects } = await trainAndRead({ job_name: 'some', input_columns: ['age', 'SEGMENT'] });
    expect(objects[0]?.header).toEqual(['AGE', 'SEGMENT', 'CHURN']);
    const { objects: others } = await trainAndRead({ job_name: 'others', exclude_columns: 'id' });
    expect(others[0]?.header).toEqual(['AGE', 'SEGMENT', 'CHURN']);
  });

  test('a query, of which no view is left', async () => {
    const input_query = `SELECT C.*, ':x' AS "colon" FROM SALES.CUSTOMERS C WHERE ID < 1000 -- the first`;
    const { rows, objects } = await trainAndRead({
      job_name: 'query',
      input_schema_name: null,
      input_table_or_view_name: null,
      input_query,
    });
    expect(rows).toBe(1000);
    expect(objects[0]?.header).toEqual(['ID', 'AGE', 'SEGMENT', 'CHURN', 'colon']);
    const answer = await runStatement(
      driver,
      "SELECT VIEW_NAME FROM SYS.EXA_ALL_VIEWS WHERE VIEW_NAME LIKE 'SME_INPUT%'",
    );
    expect(answer).toMatchObject({ rows: [] });
  });

  test('times with a zone in UTC', async () => {
    const session = await sandbox.connect();
    await run(session, "ALTER SESSION SET TIME_ZONE='EUROPE/BERLIN'");
    await run(
      session,
      `CREATE TABLE SALES.ZONED AS SELECT ID, CHURN AS TARGET,
       CAST(TIMESTAMP '2024-06-18 17:22:13.123' AS TIMESTAMP WITH LOCAL TIME ZONE) AS T FROM SALES.CUSTOMERS WHERE ID < 600`,
    );
    const zoned = {
      ...parameters,
      job_name: 'zoned',
      input_table_or_view_name: 'ZONED',
      target_attribute_name: 'TARGET',
    };
    expect(await train(session, schema, zoned)).toMatchObject({ kind: 'resultSet' });
    const [object] = await readExport(sandbox.aws, `s3://${sandbox.aws.bucket}/runs/zoned/train/`);
    expect(object?.records[0]?.[2]).toBe('2024-06-18 15:22:13.123');
  });

  test('no file without rows: those that Exasol leaves are taken out', async () => {
    const files = [1, 2, 3, 4].map((index) => `FILE 'skewed/part-${index}.csv.gz'`).join(' ');
    await run(
      driver,
      `EXPORT (SELECT * FROM SALES.CUSTOMERS WHERE ID < 2) INTO CSV AT AWS ${files} WITH COLUMN NAMES REPLACE`,
    );
    const uri = `s3://${sandbox.aws.bucket}/skewed/`;
    const empty = (await readExport(sandbox.aws, uri)).filter(({ records }) => records.length === 0);
    expect(empty.length).toBeGreaterThan(0);
    const { region, bucket } = sandbox.aws;
    const request = JSON.stringify({ connection: 'AWS', region, bucket, prefix: 'skewed/', header_bytes: 60 });
    const [[answer] = []] = await run(driver, `SELECT ${quoted}."SME_AUTOPILOT_EXPORT_TIDY_UDF"('${request}')`);
    expect(JSON.parse(String(answer))).toMatchObject({ files: 4 - empty.length, removed: empty.length, failures: [] });
    const left = await readExport(sandbox.aws, uri);
    expect(left.flatMap(({ records }) => records)).toHaveLength(2);
    expect(left.every(({ records }) => records.length > 0)).toBe(true);
  });
});
