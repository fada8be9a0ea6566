/** Invalid input that a training reports before it exports anything, through the published driver. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectS3 } from '../support/live-aws.js';
import { openTarget, type Target } from '../support/target.js';
import { createConnection, installScripts, run, train } from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let parameters: Record<string, unknown>;
let sme: string;
let data: string;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  sme = target.schemaName('SME');
  await installScripts(driver, sme);
  const aws = target.connectionName('AWS');
  await createConnection(driver, aws, target.aws);
  data = await target.ownSchema('D');
  await run(
    driver,
    `CREATE TABLE ${data}.BASE (ID DECIMAL(18,0), A DOUBLE, B DECIMAL(10,2), S VARCHAR(50), Y VARCHAR(20))`,
  );
  await run(
    driver,
    `INSERT INTO ${data}.BASE SELECT LEVEL, LEVEL*1.5, MOD(LEVEL,17)+0.25, 'S'||MOD(LEVEL,5), CASE WHEN MOD(LEVEL,17)>8 THEN 'yes' ELSE 'no' END FROM DUAL CONNECT BY LEVEL<=600`,
  );
  const { region, bucket, roleArn } = target.aws;
  parameters = {
    aws_credentials_connection_name: aws,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    target_attribute_name: 'Y',
  };
});

afterAll(() => target?.stop());

/** Each refusal has its own job name and prefix, so that a training that starts by mistake affects no other test. */
let refusals = 0;

/** The error of a training with changed parameters. */
async function refuse(changes: object): Promise<string> {
  refusals += 1;
  const paths = { job_name: target.jobName(`never-${refusals}`), s3_output_path: target.key(`refused-${refusals}`) };
  const outcome = await train(driver, sme, { ...parameters, ...paths, ...changes });
  if (outcome.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  return outcome.text;
}

async function listExported() {
  const s3 = connectS3(target.aws);
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: target.aws.bucket, Prefix: target.key(`refused-${refusals}`) }),
  );
  s3.destroy();
  return Contents.map(({ Key }) => Key);
}

/** Starts a training and reads its row. */
const startJob = async (name: string, changes: object) => {
  const paths = { job_name: target.jobName(name), s3_output_path: target.key(`accepted-${name}`) };
  const outcome = await train(driver, sme, { ...parameters, ...paths, ...changes });
  if (outcome.kind !== 'resultSet') throw new Error(`expected a job, got ${JSON.stringify(outcome)}`);
  const columns = 'PROBLEM_TYPE, OBJECTIVE, JOB_MODE, INPUT_QUERY';
  const [row] = await run(
    driver,
    `SELECT ${columns} FROM ${sme}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${paths.job_name}'`,
  );
  return row;
};

afterEach(async () => expect(await listExported()).toEqual([]));

describe('input_query', () => {
  test('is refused if several columns have the same name, and the error names them', async () => {
    const text = await refuse({
      input_query: `SELECT A.*, C.B, C.S FROM ${data}.BASE A JOIN (SELECT ID, B*100 AS B, S FROM ${data}.BASE) C ON C.ID=A.ID`,
    });
    expect(text).toContain("E-SME-290: input_query has several columns with the name 'B', 'S'.");
  });

  test('is refused if an expression has no alias, and the error asks for one', async () => {
    const text = await refuse({ input_query: `SELECT ID, B*1.19, Y FROM ${data}.BASE` });
    expect(text).toMatch(/E-SME-291: .*B.*1\.19.* AS /);
  });
});

describe('the end of input_query', () => {
  test.each([
    ['semicolon', ';'],
    ['semicolon-comments', '; -- the end;\n/* really; */ ;'],
    ['line-comment', ' -- all; of them'],
    ['block-comment', ' /* all; */'],
  ])('can be %s', async (name, end) => {
    expect(await startJob(name, { input_query: `SELECT ID, A, S || ';--' AS S, Y FROM ${data}.BASE${end}` })).toEqual([
      null,
      null,
      null,
      expect.stringContaining(`SELECT ID, A, S || ';--' AS S, Y FROM ${data}.BASE`),
    ]);
  });

  test('cannot be a second statement', async () => {
    const text = await refuse({ input_query: `SELECT * FROM ${data}.BASE; SELECT 2` });
    expect(text).toContain('E-SME-68');
  });
});

describe('a text target', () => {
  const query = (target: string) => ({ input_query: `SELECT ID, A, ${target} AS Y FROM ${data}.BASE` });

  test('that contains only digits becomes a classification', async () => {
    expect((await startJob('multi', query("TO_CHAR(MOD(ID,50),'00000')")))?.slice(0, 2)).toEqual([
      'MulticlassClassification',
      '{"MetricName":"Accuracy"}',
    ]);
    expect((await startJob('binary', query('CAST(MOD(ID,2) AS CHAR(3))')))?.slice(0, 2)).toEqual([
      'BinaryClassification',
      '{"MetricName":"F1"}',
    ]);
  });

  test('that contains digits and a word leaves the problem type to AWS', async () => {
    const mixed = "CASE WHEN MOD(ID,50)=7 THEN 'none' ELSE CAST(MOD(ID,50) AS VARCHAR(5)) END";
    expect((await startJob('mixed', query(mixed)))?.[0]).toBeNull();
  });

  test('that contains only digits and too many values requires problem_type', async () => {
    const many = `SELECT L.ID, L.A, CAST(MOD(L.ID + 600 * R.ID, 1200) AS VARCHAR(9)) AS Y FROM ${data}.BASE L JOIN ${data}.BASE R ON R.ID < 5`;
    expect(await refuse({ input_query: many })).toMatch(/E-SME-292: The target 'Y' is VARCHAR\(9\).* 1200 different/);
  });

  test('with a different value in each row is refused', async () => {
    expect(await refuse(query("'K' || ID"))).toContain(
      "E-SME-293: The target 'Y' has a different value in each of 600 rows.",
    );
  });
});

describe('sample_weight_column', () => {
  const source = () => ({ input_schema_name: data, input_table_or_view_name: 'BASE', sample_weight_column: 'A' });

  test('sets the only mode that supports weights', async () => {
    expect((await startJob('weighted', source()))?.[2]).toBe('ENSEMBLING');
  });

  test('refuses another mode', async () => {
    expect(await refuse({ ...source(), mode: 'AUTO' })).toContain(
      "E-SME-55: sample_weight_column cannot be combined with mode 'AUTO'. Set mode to 'ENSEMBLING'",
    );
  });
});

test('reports a foreign account, a foreign Region and invalid tags in one error', async () => {
  const text = await refuse({
    input_schema_name: data,
    input_table_or_view_name: 'BASE',
    iam_sagemaker_role: 'arn:aws:iam::999999999999:role/Other',
    kms_key_id: 'arn:aws:kms:ap-south-2:123456789012:key/abc',
    tags: { mood: 'fine 😀', ü: 'Größe 1', number: 1234 },
  });
  expect(text).toContain("E-SME-294: iam_sagemaker_role 'arn:aws:iam::999999999999:role/Other' is in the account");
  expect(text).toContain("It must be a key in the Region '");
  expect(text).toContain("E-SME-295: The tag 'mood' with the value 'fine 😀' contains '😀' (U+1F600).");
  expect(text).toContain('3 problems were found');
});
