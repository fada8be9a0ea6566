/** The export through a UDF writes what native EXPORT writes, and fails as it does. */
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import { credentialForms, writeConnectionOf } from '../support/credential-forms.js';
import { makeTraining } from '../support/job-scripts.js';
import { connectS3 } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createConnection, installScripts, readExport, run, train } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let control: AwsControl;

const rows = 3000;

/** Cells with everything that a CSV writer can get wrong, and NULLs at different places. */
const table = `SELECT
  CAST(CASE MOD(N, 2) WHEN 0 THEN 'yes' ELSE 'no' END AS VARCHAR(10)) AS TARGET,
  CAST(CASE WHEN MOD(N, 5) > 0 THEN 'a "quoted", text ' || N || '; zwölf € 🎉' END AS VARCHAR(100)) AS "Mixed ""name""",
  CAST(CASE WHEN MOD(N, 7) > 0 THEN N + 0.25 END AS DECIMAL(18,3)) AS "SELECT",
  CAST(CASE MOD(N, 11) WHEN 0 THEN -123456789012345678901234567890 ELSE N END AS DECIMAL(30,0)) AS WHOLE,
  CASE WHEN MOD(N, 3) > 0 THEN N / 8e0 END AS SHARE,
  CASE WHEN MOD(N, 4) > 0 THEN MOD(N, 2) = 0 END AS FLAG,
  CASE WHEN MOD(N, 6) <> 0 THEN ADD_DAYS(DATE '2024-02-27', MOD(N, 400)) END AS BORN,
  CASE WHEN MOD(N, 6) <> 1 THEN ADD_SECONDS(TIMESTAMP '2024-02-29 23:59:00.123', N) END AS SEEN,
  CAST(CASE WHEN MOD(N, 6) <> 2 THEN ADD_SECONDS(TIMESTAMP '2024-07-01 12:00:00', N) END AS TIMESTAMP WITH LOCAL TIME ZONE)
    AS HERE,
  CAST(CASE WHEN MOD(N, 8) > 0 THEN 'c ' || MOD(N, 9) END AS CHAR(8)) AS FIXED,
  CAST(CASE WHEN MOD(N, 9) > 0 THEN 'line ' || N || CHR(10) || '"and" another' || CHR(13) || ' end ' END AS VARCHAR(2000000))
    AS LONG1,
  CAST(CASE WHEN MOD(N, 10) > 0 THEN 'x' || N END AS VARCHAR(900000)) AS LONG2,
  CAST(NULL AS VARCHAR(900000)) AS LONG3
  FROM (SELECT RANGE_VALUE AS N FROM VALUES BETWEEN 1 AND ${rows})`;

beforeAll(async () => {
  sandbox = await startTestSandbox({ nodes: 2, timings: { jobPhase: 60_000 } });
  if (sandbox.awsControl === undefined) throw new Error('The sandbox has no AWS.');
  control = sandbox.awsControl;
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await run(driver, `CREATE TABLE SALES.HOSTILE AS ${table}`);
}, 60_000);
afterAll(() => sandbox?.stop());

async function exportWith(connection: string, job: string, changes: object = {}) {
  const parameters = makeTraining(sandbox.aws, 'SALES', 'HOSTILE');
  const answer = await train(driver, 'SME', {
    ...parameters,
    target_attribute_name: 'TARGET',
    aws_credentials_connection_name: connection,
    job_name: job,
    ...changes,
  });
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  const [name, rows, files, uri] = answer.rows[0] ?? [];
  return { name, rows: Number(rows), files: Number(files), parts: await readExport(sandbox.aws, String(uri)) };
}

const useForm = async (name: string) => {
  const form = credentialForms.find((candidate) => candidate.name === name);
  if (form === undefined) throw new Error(`There is no form '${name}'.`);
  await run(driver, writeConnectionOf('FORM', sandbox.aws, form.make(sandbox.aws, control)));
};

/** The text of each record, with its quotes, in any order. */
function listRecords(parts: Awaited<ReturnType<typeof readExport>>) {
  const all = parts.flatMap(({ text }) => text.split(/\n(?=(?:"yes"|"no"),)/).map((line) => line.replace(/\n$/, '')));
  return all.sort();
}

describe('the content', () => {
  test('is that of native EXPORT, byte for byte, in every session format', async () => {
    await useForm('a role with an external ID');
    for (const [format, statement] of [
      ['default', 'COMMIT'],
      ['dates', `ALTER SESSION SET NLS_DATE_FORMAT = 'DD.MM.YYYY'`],
      ['zone', `ALTER SESSION SET TIME_ZONE = 'AMERICA/NEW_YORK'`],
    ] as const) {
      await run(driver, statement);
      const native = await exportWith('AWS', `native-${format}`);
      const own = await exportWith('FORM', `own-${format}`);
      expect(own.rows).toBe(3000);
      expect(own.parts.length).toBeGreaterThan(1);
      expect(own.files).toBe(own.parts.length);
      const header = native.parts[0]?.text.split('\n')[0];
      expect(own.parts.every(({ text }) => text.startsWith(`${header}\n`))).toBe(true);
      const unique = (records: readonly string[]) => [...new Set(records)];
      expect(unique(listRecords(own.parts))).toEqual(unique(listRecords(native.parts)));
      expect(own.parts.flatMap(({ records }) => records)).toHaveLength(3000);
    }
  });

  test('is complete for a query, few rows and a name that needs quotes', async () => {
    await useForm('a session token');
    await run(driver, "ALTER SESSION SET TIME_ZONE = 'EUROPE/BERLIN'");
    const source = {
      input_query: 'SELECT TARGET, "Mixed ""name""" AS "a,b", WHOLE FROM SALES.HOSTILE ORDER BY LONG2 LIMIT 600',
    };
    const changes = { ...source, input_schema_name: undefined, input_table_or_view_name: undefined };
    const { rows, parts } = await exportWith('FORM', 'query', changes);
    expect(rows).toBe(600);
    expect(parts).toHaveLength(1);
    expect(parts[0]?.header).toEqual(['TARGET', 'a,b', 'WHOLE']);
    expect(parts[0]?.records).toHaveLength(600);
  });
});

describe('a failure', () => {
  const refuse = async (job: string) => {
    const parameters = { ...makeTraining(sandbox.aws, 'SALES', 'HOSTILE'), target_attribute_name: 'TARGET' };
    const answer = await train(driver, 'SME', {
      ...parameters,
      aws_credentials_connection_name: 'FORM',
      job_name: job,
    });
    if (answer.kind !== 'error') throw new Error(JSON.stringify(answer));
    return answer.text;
  };
  const roleWithout = async (action: string) => {
    const { accessKeyId, secretAccessKey } = control.identities.addUser({ name: 'writer' });
    const role_arn = control.identities.addRole({ name: 'NoWriter', denies: [action] });
    const password = JSON.stringify({ secret_access_key: secretAccessKey, role_arn });
    await run(driver, writeConnectionOf('FORM', sandbox.aws, { user: accessKeyId, password }));
  };

  test('is the error that native EXPORT has, and the job name is free again', async () => {
    await roleWithout('s3:PutObject');
    const text = await refuse('denied');
    expect(text).toMatch(
      /E-SME-70: The export to 's3:\/\/.*AccessDenied: User: .*assumed-role\/NoWriter\/exasol-SYS-\d+/,
    );
    expect(text).toContain('The job name is free again.');
    expect(text).toContain('Grant s3:PutObject');
    await useForm('a session token');
    expect((await exportWith('FORM', 'denied')).rows).toBe(3000);
  });

  test('of the data itself ends the export', async () => {
    await useForm('a session token');
    const parameters = makeTraining(sandbox.aws, 'SALES', 'HOSTILE');
    const answer = await train(driver, 'SME', {
      ...parameters,
      input_schema_name: undefined,
      input_table_or_view_name: undefined,
      input_query: 'SELECT TARGET, 1 / (WHOLE - 2000) AS Q FROM SALES.HOSTILE WHERE WHOLE > 0',
      target_attribute_name: 'TARGET',
      aws_credentials_connection_name: 'FORM',
      job_name: 'zero',
    });
    expect(answer).toMatchObject({ kind: 'error', text: expect.stringMatching(/E-SME-70: .*division by zero/i) });
  });

  test('leaves no unfinished uploads, and the next run of the job aborts those of killed sessions', async () => {
    const s3 = connectS3(sandbox.aws);
    const Bucket = sandbox.aws.bucket;
    const start = (Key: string) => s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await start('runs/killed/train/20260101000000-1-2/part-0001.csv.gz');
    await start('runs/killed/train/20260101000000-1-2/other.csv.gz');
    await start('runs/killed2/train/20260101000000-1-2/part-0001.csv.gz');
    await useForm('a session token');
    await exportWith('FORM', 'killed');
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    s3.destroy();
    expect(Uploads.map(({ Key }) => Key).sort()).toEqual([
      'runs/killed/train/20260101000000-1-2/other.csv.gz',
      'runs/killed2/train/20260101000000-1-2/part-0001.csv.gz',
    ]);
  });
});
