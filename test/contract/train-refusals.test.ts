/** Invalid trainings through the published driver: each has a clear error without secrets, no export and no row. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectS3 } from '../support/live-aws.js';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';
import { createChurnTable, createConnection, installScripts, poll, run, train } from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let parameters: Record<string, unknown>;
/** Schemas of the scripts and of the data, and a valid connection. */
let sme: string;
let sales: string;
let aws: string;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  sme = target.schemaName('SME');
  await installScripts(driver, sme);
  aws = target.connectionName('AWS');
  await createConnection(driver, aws, target.aws);
  sales = await target.ownSchema('SALES');
  await createChurnTable(driver, `${sales}.CUSTOMERS`, 600);
  const { region, bucket, roleArn } = target.aws;
  parameters = {
    job_name: target.jobName('never'),
    aws_credentials_connection_name: aws,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: target.key('refused'),
    input_schema_name: sales,
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
  };
});

afterAll(() => target?.stop());

/** The error of a training with changed parameters. */
async function refuse(changes: object, session = driver): Promise<string> {
  const outcome = await train(session, sme, { ...parameters, ...changes });
  if (outcome.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  return outcome.text;
}

/** After each refusal, the test's prefix of the bucket and the job table are empty. */
async function expectNothingLeft() {
  const s3 = connectS3(target.aws);
  const location = { Bucket: target.aws.bucket, Prefix: target.key('') };
  const { Contents = [] } = await s3.send(new ListObjectsV2Command(location));
  s3.destroy();
  expect(Contents.map(({ Key }) => Key)).toEqual([]);
  expect(await run(driver, `SELECT JOB_NAME FROM ${sme}.SME_METADATA_AUTOPILOT_JOBS`)).toEqual([]);
}

afterEach(expectNothingLeft);

describe('the error about the input names', () => {
  test.each([
    [499, 'E-SME-62: The input has 499 rows.'],
    [0, 'E-SME-62: The input has 0 rows.'],
  ])('too few rows: %i', async (rows, expected) => {
    await createChurnTable(driver, `${sales}.ROWS_${rows}`, rows);
    expect(await refuse({ input_table_or_view_name: `ROWS_${rows}` })).toContain(expected);
  });

  test.each([
    ['NULL', "E-SME-63: The target 'T' is NULL in every row."],
    ["'a'", "E-SME-64: The target 'T' has the same value in every row."],
  ])('a target of %s', async (value, expected) => {
    const name = `TARGET_${value === 'NULL' ? 0 : 1}`;
    await run(
      driver,
      `CREATE VIEW ${sales}.${name} AS SELECT ID, CAST(${value} AS VARCHAR(3)) AS T FROM ${sales}.CUSTOMERS`,
    );
    expect(await refuse({ input_table_or_view_name: name, target_attribute_name: 'T' })).toContain(expected);
  });

  test('columns of unsupported types', async () => {
    await run(driver, `CREATE TABLE ${sales}.ODD (ID INT, H HASHTYPE(16 BYTE), G GEOMETRY(4326), T VARCHAR(3))`);
    const text = await refuse({ input_table_or_view_name: 'ODD', target_attribute_name: 'T' });
    expect(text).toMatch(
      /E-SME-60: Autopilot cannot learn from columns of these types: 'H HASHTYPE\(16 BYTE\)', 'G GEOMETRY\(4326\)'/,
    );
    expect(text).toContain('exclude_columns');
  });

  test('a table, a schema or a column that does not exist', async () => {
    expect(await refuse({ input_table_or_view_name: 'CUSTOMER' })).toContain("Did you mean 'CUSTOMERS'?");
    expect(await refuse({ input_schema_name: sales.slice(0, -1) })).toContain(`Did you mean '${sales}'?`);
    expect(await refuse({ target_attribute_name: 'CHURNED' })).toContain("Did you mean 'CHURN'?");
  });

  test('a text that is not a query, or does not compile', async () => {
    const query = { input_schema_name: null, input_table_or_view_name: null };
    expect(await refuse({ ...query, input_query: `DROP TABLE ${sales}.CUSTOMERS` })).toContain('E-SME-67');
    expect(await refuse({ ...query, input_query: `SELECT NOPE FROM ${sales}.CUSTOMERS` })).toContain('E-SME-68');
    expect(
      await refuse({ ...query, input_query: `SELECT 1) INTO CSV AT ${aws} FILE '${target.key('x')}' --` }),
    ).toContain('E-SME-68');
  });
});

describe('SQL injection', () => {
  const makeInjection = () => `x'; DROP TABLE ${sales}.CUSTOMERS; --"`;
  const keys = [
    'job_name',
    'aws_credentials_connection_name',
    'aws_region',
    'iam_sagemaker_role',
    's3_bucket_uri',
    's3_output_path',
    'input_schema_name',
    'input_table_or_view_name',
    'target_attribute_name',
    'input_columns',
    'sample_weight_column',
    'problem_type',
    'objective',
    'mode',
    'kms_key_id',
  ];

  test('is refused in every parameter of a training', async () => {
    const injection = makeInjection();
    for (const key of keys) {
      const text = await refuse({
        [key]: injection,
        ...(key === 'input_columns' ? { input_columns: [injection] } : {}),
      });
      expect(text, key).toMatch(/E-SME-\d+/);
      expect(text, key).toContain('DROP TABLE');
    }
    expect(await run(driver, `SELECT COUNT(*) FROM ${sales}.CUSTOMERS`)).toEqual([[600]]);
  });

  test('is refused in every argument of polling', async () => {
    const injection = makeInjection();
    const { region } = target.aws;
    for (const values of [
      [injection, aws, region],
      ['j', injection, region],
      ['j', aws, injection],
    ]) {
      expect(await poll(driver, sme, ...values)).toMatchObject({ text: expect.stringMatching(/E-SME-(54|69)/) });
    }
  });
});

describe('the error about a connection reports', () => {
  const secret = 'TOP+SECRET/key';

  /** The error of a training with a connection that these clauses create. */
  const refuseWith = async (clauses: string, changes: object = {}) => {
    const { bucket, region } = target.aws;
    const address = `https://${bucket}.s3.${region}.amazonaws.com`;
    const invalid = target.connectionName('ODD');
    await run(driver, `CREATE OR REPLACE CONNECTION ${invalid} TO '${address}' ${clauses}`);
    const text = await refuse({ aws_credentials_connection_name: invalid.toLowerCase(), ...changes });
    expect(text).not.toContain(secret);
    return text;
  };

  test('that it does not exist', async () => {
    expect(await refuse({ aws_credentials_connection_name: `${aws}S` })).toContain(
      `E-SME-69: There is no connection '${aws}S'. Check the name. Did you mean '${aws}'?`,
    );
  });

  test('missing keys, and a JSON document in place of a password', async () => {
    expect(await refuseWith('')).toMatch(/E-SME-91[\s\S]*E-SME-92/);
    expect(await refuseWith(`USER 'AKIA' IDENTIFIED BY '{"secret":"${secret}"}'`)).toContain('E-SME-430');
  });

  test('invalid keys', async () => {
    const { accessKeyId } = target.aws;
    expect(await refuseWith(`USER '${accessKeyId}' IDENTIFIED BY '${secret}'`)).toMatch(
      /E-SME-79: .*SignatureDoesNotMatch/,
    );
    expect(await refuseWith(`USER 'AKIANOBODY' IDENTIFIED BY '${secret}'`)).toMatch(/E-SME-79: .*InvalidAccessKeyId/);
  });

  test('a different bucket, a missing bucket and a different Region', async () => {
    expect(await refuse({ s3_bucket_uri: 's3://no-such-bucket' })).toMatch(/E-SME-96[\s\S]*E-SME-98/);
    expect(await refuse({ aws_region: target.aws.region === 'us-east-1' ? 'us-west-2' : 'us-east-1' })).toMatch(
      /E-SME-97/,
    );
  });
});

describe('the error names the missing privilege', () => {
  const connect = async (label: string, ...grants: string[]) => {
    const user = target.userName(label);
    const password = `Passw0rd_${label}`;
    await run(driver, `CREATE USER ${user} IDENTIFIED BY "${password}"`);
    for (const grant of ['GRANT CREATE SESSION', `GRANT EXECUTE ON SCHEMA ${sme}`, ...grants]) {
      await run(driver, `${grant} TO ${user}`);
    }
    return target.connect({ user, password });
  };
  const listGrants = () => ({
    table: `GRANT SELECT, INSERT, UPDATE, DELETE ON ${sme}.SME_METADATA_AUTOPILOT_JOBS`,
    source: `GRANT SELECT ON ${sales}.CUSTOMERS`,
    access: `GRANT ACCESS ON CONNECTION ${aws} FOR SCHEMA ${sme}`,
  });

  test('on the input, the connection and the job table', async () => {
    const session = await connect('NOTHING');
    const text = await refuse({}, session);
    // Exasol hides tables that the user cannot read; a database that shows them refuses to read them.
    expect(text).toMatch(/E-SME-(58|66)/);
    expect(text).toContain('E-SME-90');
    expect(text).toContain(`GRANT ACCESS ON CONNECTION "${aws}" FOR SCHEMA "${sme}"`);
    expect(text).toContain('E-SME-72');
  });

  test('EXPORT', async () => {
    const { table, source, access } = listGrants();
    const session = await connect('NO_EXPORT', table, source, access, `GRANT CONNECTION ${aws}`);
    const text = await refuse({}, session);
    expect(text).toMatch(/E-SME-70: The export to 's3:\/\/[^']+' failed: insufficient privileges.*GRANT EXPORT TO/s);
  });

  test('to use the connection in EXPORT', async () => {
    const { table, source, access } = listGrants();
    const session = await connect('NO_CONNECTION', table, source, access, 'GRANT EXPORT');
    expect(await refuse({}, session)).toMatch(new RegExp(`E-SME-70: .*GRANT CONNECTION "${aws}" TO`, 's'));
  });
});

test('reports a job table that was dropped', async () => {
  await run(driver, `RENAME TABLE ${sme}.SME_METADATA_AUTOPILOT_JOBS TO ELSEWHERE`);
  expect(await refuse({})).toContain('E-SME-72');
  await run(driver, `RENAME TABLE ${sme}.ELSEWHERE TO SME_METADATA_AUTOPILOT_JOBS`);
});

test('reports a model name that is too long, and parameters that are not JSON', async () => {
  expect(await refuse({ job_name: null, model_name: 'm'.repeat(40) })).toContain('(it has 40 characters)');
  const outcome = await runStatement(driver, `EXECUTE SCRIPT ${sme}.SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT('no json')`);
  expect(outcome).toMatchObject({ kind: 'error', sqlCode: '43000', text: expect.stringContaining('E-SME-51') });
});
