/** Valid trainings through the published driver: what S3, the job table and SageMaker contain afterwards. */
import { DescribeAutoMLJobV2Command, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { connectSageMaker } from '../support/live-aws.js';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';
import {
  createChurnTable,
  createConnection,
  installScripts,
  poll,
  readExport,
  run,
  train,
} from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let parameters: Record<string, unknown>;
/** A deployment schema whose name must be quoted everywhere. */
let schema: string;
let quoted: string;
let sales: string;
let aws: string;

beforeAll(async () => {
  target = await openTarget({ nodes: 2 });
  driver = await target.connect();
  schema = target.schemaName('select "Größe" \'x\'');
  quoted = identifier(schema);
  await installScripts(driver, schema);
  aws = target.connectionName('AWS');
  await createConnection(driver, aws, target.aws);
  sales = await target.ownSchema('SALES');
  await createChurnTable(driver, `${sales}.CUSTOMERS`, 6000);
  const { region, bucket, roleArn } = target.aws;
  parameters = {
    aws_credentials_connection_name: aws,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: target.key('runs'),
    input_schema_name: sales,
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
  };
});

afterAll(() => target?.stop());

/** Trains and reads the exported files. On a real AWS account it stops the job, because most tests check only its data. */
async function trainAndRead(changes: object) {
  const outcome = await train(driver, schema, { ...parameters, ...changes });
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  const [jobName, rows, files, uri] = outcome.rows[0] ?? [];
  await target.releaseJob(String(jobName));
  const objects = await readExport(target.aws, String(uri));
  return { jobName, rows, files, objects, records: objects.flatMap(({ records }) => records) };
}

/** The prefix of a job's training data. */
const trainUriOf = (job: string) => `s3://${target.aws.bucket}/${target.key(`runs/${job}/train/`)}`;

/** Creates a table of 600 rows that differ only in ID and a TARGET of two values. */
const createTable = (name: string, columns: string) =>
  run(
    driver,
    `CREATE TABLE ${sales}.${name} AS SELECT ID, ${columns}, CHURN AS TARGET FROM ${sales}.CUSTOMERS WHERE ID < 600`,
  );

describe('a training', () => {
  test('exports every row once, a header in every file, and starts a job on them', async () => {
    const name = target.jobName('all-1');
    const { rows, files, objects, records } = await trainAndRead({ job_name: name, tags: { team: 'sales' } });
    expect([rows, files]).toEqual([6000, 6]);
    expect(objects).toHaveLength(6);
    expect(objects.every(({ header }) => header.join() === 'ID,AGE,SEGMENT,CHURN')).toBe(true);
    expect(objects.every(({ records: own }) => own.length > 0)).toBe(true);
    expect(new Set(records.map(([id]) => id)).size).toBe(6000);

    const sagemaker = connectSageMaker(target.aws);
    const job = await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: name }));
    expect(job.OutputDataConfig?.S3OutputPath).toBe(`s3://${target.aws.bucket}/${target.key(`runs/${name}/output/`)}`);
    expect(job.AutoMLJobObjective).toBeUndefined();
    const { Tags = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn: job.AutoMLJobArn }));
    expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
      team: 'sales',
      'exasol:schema': schema.replaceAll(/["']/g, '_'),
      'exasol:user': target.exasol.user.toUpperCase(),
    });
    sagemaker.destroy();
  });

  test('writes its row, with NULL for omitted parameters', async () => {
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
      target.exasol.user.toUpperCase(),
      '["ID","AGE","SEGMENT","CHURN"]',
      6000,
    ]);
  });

  test('can be polled to its end', async () => {
    const name = target.jobName('poll-me');
    const limits = { max_candidates: 1, max_runtime_for_automl_job_in_seconds: 1800 };
    expect(await train(driver, schema, { ...parameters, ...limits, job_name: name })).toMatchObject({
      rows: [[name, 6000, 6, expect.any(String)]],
    });
    await expect
      .poll(async () => poll(driver, schema, name, aws.toLowerCase(), target.aws.region), {
        timeout: target.patienceMs,
        interval: target.isSandbox ? 500 : 15_000,
      })
      .toMatchObject({ names: ['JOB_STATUS', 'JOB_SECONDARY_STATUS'], rows: [['Completed', expect.any(String)]] });
  });

  test('that does not exist cannot be polled', async () => {
    expect(await poll(driver, schema, 'nobody', aws.toLowerCase(), target.aws.region)).toMatchObject({
      kind: 'error',
      text: expect.stringContaining("E-SME-85: There is no job 'nobody' in Region"),
    });
  });

  test('works with autocommit off, and has committed its row', async () => {
    const name = target.jobName('no-autocommit');
    const other = await target.connect({ autocommit: false });
    expect(await train(other, schema, { ...parameters, job_name: name })).toMatchObject({
      kind: 'resultSet',
    });
    await run(other, 'ROLLBACK');
    const rows = await run(driver, `SELECT 1 FROM ${quoted}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${name}'`);
    await target.releaseJob(name);
    expect(rows).toHaveLength(1);
  });
});

describe('the export contains', () => {
  test('a view whose names have mixed case, reserved words, Unicode, quotes, commas and line breaks', async () => {
    const source = await target.ownSchema('Ünï, "sch"');
    const names = ['select', 'a "quoted", name', 'Größe 😀', 'two\nlines'];
    const list = names.map((name) => `"${name.replaceAll('"', '""')}"`);
    await run(
      driver,
      `CREATE VIEW ${identifier(source)}.":v ::w" AS SELECT ID AS ${list[0]}, AGE AS ${list[1]}, SEGMENT AS ${list[2]}, CHURN AS ${list[3]} FROM ${sales}.CUSTOMERS`,
    );
    const { objects, records } = await trainAndRead({
      job_name: target.jobName('names'),
      input_schema_name: source,
      input_table_or_view_name: ':v ::w',
      target_attribute_name: 'two\nlines',
    });
    expect(objects[0]?.header).toEqual(names);
    expect(records).toHaveLength(6000);
  });

  test('texts with commas, quotes, line breaks, emoji; NULL and the empty text as empty cells', async () => {
    const text = `'it''s, "so" 😀\nand\r\nso'`;
    await createTable(
      'TEXTS',
      `CAST(${text} AS VARCHAR(50)) AS A, CAST('' AS VARCHAR(50)) AS B, CAST('ab' AS CHAR(5)) AS C`,
    );
    const { records } = await trainAndRead({
      job_name: target.jobName('texts'),
      input_table_or_view_name: 'texts',
      target_attribute_name: 'target',
    });
    expect(new Set(records.map((record) => JSON.stringify(record.slice(1, 4))))).toEqual(
      new Set([JSON.stringify(['it\'s, "so" 😀\nand\r\nso', '', 'ab'])]),
    );
  });

  test.each([
    ['with default NLS settings', []],
    [
      'with other NLS settings',
      ["ALTER SESSION SET NLS_DATE_FORMAT='DD.MM.YYYY'", "ALTER SESSION SET NLS_TIMESTAMP_FORMAT='DD.MM.YYYY HH24:MI'"],
    ],
  ])('numbers, booleans and times in the same format %s', async (title, settings) => {
    const session = await target.connect();
    for (const statement of settings) await run(session, statement);
    const table = `TYPES_${settings.length}`;
    await createTable(
      table,
      `TRUE AS B, CAST(NULL AS BOOLEAN) AS N, CAST(1234.5 AS DECIMAL(36,20)) AS D, CAST(-0.25 AS DOUBLE) AS F,
       DATE '2024-06-18' AS BORN, TIMESTAMP '2024-06-18 17:22:13.123' AS T`,
    );
    const job = target.jobName(`types-${settings.length}`);
    const outcome = await train(session, schema, {
      ...parameters,
      job_name: job,
      input_table_or_view_name: table,
      target_attribute_name: 'TARGET',
    });
    expect(outcome, title).toMatchObject({ kind: 'resultSet' });
    const [object] = await readExport(target.aws, trainUriOf(job));
    await target.releaseJob(job);
    const [, b, n, d, f, day, t] = object?.records[0] ?? [];
    expect([b, n, day, t]).toEqual(['true', '', '2024-06-18', '2024-06-18 17:22:13.123']);
    expect([d, f]).toEqual([expect.stringMatching(/^1234\.50*$/), expect.stringMatching(/^-0?\.25$/)]);
  });

  test('a table with 300 columns', async () => {
    const columns = Array.from({ length: 298 }, (_, index) => `MOD(ID, ${index + 2}) AS C${index}`);
    await createTable('WIDE', columns.join(', '));
    const { objects } = await trainAndRead({
      job_name: target.jobName('wide'),
      input_table_or_view_name: 'WIDE',
      target_attribute_name: 'TARGET',
    });
    expect(objects[0]?.header).toHaveLength(300);
  });

  test('only the selected columns', async () => {
    const { objects } = await trainAndRead({ job_name: target.jobName('some'), input_columns: ['age', 'SEGMENT'] });
    expect(objects[0]?.header).toEqual(['AGE', 'SEGMENT', 'CHURN']);
    const { objects: others } = await trainAndRead({ job_name: target.jobName('others'), exclude_columns: 'id' });
    expect(others[0]?.header).toEqual(['AGE', 'SEGMENT', 'CHURN']);
  });

  test('the rows of a query, and its temporary view is dropped', async () => {
    const input_query = `SELECT C.*, ':x' AS "colon" FROM ${sales}.CUSTOMERS C WHERE ID < 1000 -- the first`;
    const { rows, objects } = await trainAndRead({
      job_name: target.jobName('query'),
      input_schema_name: null,
      input_table_or_view_name: null,
      input_query,
    });
    expect(rows).toBe(1000);
    expect(objects[0]?.header).toEqual(['ID', 'AGE', 'SEGMENT', 'CHURN', 'colon']);
    const outcome = await runStatement(
      driver,
      "SELECT VIEW_NAME FROM SYS.EXA_ALL_VIEWS WHERE VIEW_NAME LIKE 'SME_INPUT%'",
    );
    expect(outcome).toMatchObject({ rows: [] });
  });

  test('times with a zone in UTC', async () => {
    const session = await target.connect();
    await run(session, "ALTER SESSION SET TIME_ZONE='EUROPE/BERLIN'");
    await run(
      session,
      `CREATE TABLE ${sales}.ZONED AS SELECT ID, CHURN AS TARGET,
       CAST(TIMESTAMP '2024-06-18 17:22:13.123' AS TIMESTAMP WITH LOCAL TIME ZONE) AS T FROM ${sales}.CUSTOMERS WHERE ID < 600`,
    );
    const zoned = {
      ...parameters,
      job_name: target.jobName('zoned'),
      input_table_or_view_name: 'ZONED',
      target_attribute_name: 'TARGET',
    };
    expect(await train(session, schema, zoned)).toMatchObject({ kind: 'resultSet' });
    const [object] = await readExport(target.aws, trainUriOf(zoned.job_name));
    await target.releaseJob(zoned.job_name);
    expect(object?.records[0]?.[2]).toBe('2024-06-18 15:22:13.123');
  });

  test('no file without rows, because sme removes those that Exasol writes', async () => {
    const files = [1, 2, 3, 4]
      .map((index) => `FILE '${target.key(`skewed/train/20261127-1-1/part-000${index}.csv.gz`)}'`)
      .join(' ');
    await run(
      driver,
      `EXPORT (SELECT * FROM ${sales}.CUSTOMERS WHERE ID < 2) INTO CSV AT ${aws} ${files} WITH COLUMN NAMES REPLACE`,
    );
    const uri = `s3://${target.aws.bucket}/${target.key('skewed/train/')}`;
    const empty = (await readExport(target.aws, uri)).filter(({ records }) => records.length === 0);
    expect(empty.length).toBeGreaterThan(0);
    const { region, bucket } = target.aws;
    const request = JSON.stringify({
      connection: aws,
      region,
      bucket,
      prefix: target.key('skewed/train/20261127-1-1/'),
      header_bytes: 60,
    });
    const [[outcome] = []] = await run(driver, `SELECT ${quoted}."SME_AUTOPILOT_EXPORT_TIDY_UDF"('${request}')`);
    expect(JSON.parse(String(outcome))).toMatchObject({ files: 4 - empty.length, removed: empty.length, failures: [] });
    const left = await readExport(target.aws, uri);
    expect(left.flatMap(({ records }) => records)).toHaveLength(2);
    expect(left.every(({ records }) => records.length > 0)).toBe(true);
  });
});
