/** Mistakes that a training reports before it exports anything, through the published driver. */
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

/** The error of a training with changed parameters. */
async function refuse(changes: object): Promise<string> {
  const paths = { job_name: target.jobName('never'), s3_output_path: target.key('refused') };
  const answer = await train(driver, sme, { ...parameters, ...paths, ...changes });
  if (answer.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(answer)}`);
  return answer.text;
}

async function listExported() {
  const s3 = connectS3(target.aws);
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: target.aws.bucket, Prefix: target.key('refused') }),
  );
  s3.destroy();
  return Contents.map(({ Key }) => Key);
}

afterEach(async () => expect(await listExported()).toEqual([]));

describe('input_query', () => {
  test('with two columns of one name is refused, naming each of them', async () => {
    const text = await refuse({
      input_query: `SELECT A.*, C.B, C.S FROM ${data}.BASE A JOIN (SELECT ID, B*100 AS B, S FROM ${data}.BASE) C ON C.ID=A.ID`,
    });
    expect(text).toContain("E-SME-290: input_query has several columns of the name 'B', 'S'.");
  });

  test('with an expression without an alias is refused, asking for the alias', async () => {
    const text = await refuse({ input_query: `SELECT ID, B*1.19, Y FROM ${data}.BASE` });
    expect(text).toMatch(/E-SME-291: .*B.*1\.19.* AS /);
  });
});
