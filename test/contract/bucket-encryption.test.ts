/** A bucket that refuses uploads without KMS: every way in which data leaves the database must use the options of the connection. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { finishBatch, startBatch } from '../support/batch.js';
import { connectS3 } from '../support/live-aws.js';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run, train } from '../support/training.js';

const key = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const kms = `;sse_type=aws:kms;kms_key_id=${key}`;

let trained: TrainedSandbox;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, transformJob: 50 } },
    training: { exclude_columns: ['ID'] },
  });
  const { sandbox, driver } = trained;
  const { accessKeyId, secretAccessKey, bucket, region } = sandbox.aws;
  if (sandbox.awsControl === undefined) throw new Error('The sandbox has no AWS.');
  sandbox.awsControl.requireKms(bucket, key);
  const session = sandbox.awsControl.identities.issueSession();
  const token = { secret_access_key: session.secretAccessKey, session_token: session.sessionToken };
  const options = { sse_type: 'aws:kms', sse_kms_key_id: key };
  const connections: readonly (readonly [name: string, user: string, password: string])[] = [
    ['PLAIN', accessKeyId, secretAccessKey],
    ['KMS', accessKeyId, secretAccessKey + kms],
    ['OTHER_KEY', accessKeyId, `${secretAccessKey};sse_type=aws:kms;kms_key_id=alias/other`],
    ['TOKEN', session.accessKeyId, JSON.stringify(token)],
    ['TOKEN_KMS', session.accessKeyId, JSON.stringify({ ...token, ...options })],
  ];
  for (const [name, user, password] of connections) {
    const address = literal(`https://${bucket}.s3.${region}.amazonaws.com`);
    await run(
      driver,
      `CREATE CONNECTION ${name} TO ${address} USER ${literal(user)} IDENTIFIED BY ${literal(password)}`,
    );
  }
}, 120_000);
afterAll(() => trained?.stop());

const listKeys = async (prefix: string) => {
  const s3 = connectS3(trained.sandbox.aws);
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: trained.sandbox.aws.bucket, Prefix: prefix }),
  );
  s3.destroy();
  return Contents.map(({ Key = '' }) => Key);
};

const trainWith = (connection: string) =>
  train(trained.driver, 'SME', {
    ...trained.training,
    job_name: connection.toLowerCase().replace('_', '-'),
    aws_credentials_connection_name: connection,
  });

describe('a training', () => {
  test.each([['KMS'], ['TOKEN_KMS']])('exports with the key of the connection %s', async (connection) => {
    const answer = await trainWith(connection);
    expect(answer.kind === 'error' ? answer.text : answer.kind).toBe('resultSet');
    const keys = (await listKeys('')).filter((each) =>
      each.includes(`/${connection.toLowerCase().replace('_', '-')}/train/`),
    );
    expect(keys.length).toBeGreaterThan(0);
    const s3 = connectS3(trained.sandbox.aws);
    for (const Key of keys) {
      const object = await s3.send(new GetObjectCommand({ Bucket: trained.sandbox.aws.bucket, Key }));
      expect(object).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key });
      object.Body?.transformToWebStream().cancel();
    }
    s3.destroy();
  });

  test.each([['PLAIN'], ['OTHER_KEY'], ['TOKEN']])(
    'with the connection %s fails with one error and leaves nothing',
    async (connection) => {
      const answer = await trainWith(connection);
      expect(answer.kind === 'error' ? answer.text : '').toMatch(/AccessDenied|explicit deny/);
      const job = connection.toLowerCase().replace('_', '-');
      expect((await listKeys('')).filter((each) => each.includes(`/${job}/`))).toEqual([]);
      const rows = await run(
        trained.driver,
        `SELECT 1 FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = ${literal(job)}`,
      );
      expect(rows).toEqual([]);
    },
  );
});

test.each([['KMS'], ['TOKEN_KMS']])(
  'a batch prediction exports its input with the connection %s',
  async (connection) => {
    const { BATCH_NAME: name } = await startBatch(trained.driver, {
      target_table_name: `S_${connection}`,
      aws_credentials_connection_name: connection,
      wait: true,
    });
    expect(await finishBatch(trained.driver, name)).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
  },
);

test.each([
  ['KMS', 'ok'],
  ['TOKEN_KMS', 'ok'],
  ['PLAIN', 'fail'],
])('the write probe of doctor uses the options of the connection %s: %s', async (connection, state) => {
  const env = { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: connection };
  const { stdout } = await runCommand(['doctor', '--only', 'bucket-write', '--probe-write', '--json', '--no-config'], {
    env,
  });
  const check = JSON.parse(stdout).data.checks.find(({ id }: { readonly id: string }) => id === 'bucket-write');
  expect(check.state).toBe(state);
  if (state === 'fail') expect(check.mitigation).toContain('kms:GenerateDataKey');
});

test('S3 refuses an unknown type, a key without KMS and a key of another Region', async () => {
  const s3 = connectS3(trained.sandbox.aws);
  const put = (more: object) =>
    s3
      .send(new PutObjectCommand({ Bucket: trained.sandbox.aws.bucket, Key: 'k', Body: 'x', ...more }))
      .catch(({ name, message }: Error) => `${name}: ${message}`);
  expect(await put({ ServerSideEncryption: 'rot13' })).toContain('The encryption method specified is not supported');
  expect(await put({ ServerSideEncryption: 'AES256', SSEKMSKeyId: key })).toContain('requires HTTP header');
  expect(await put({ SSEKMSKeyId: key })).toContain('requires HTTP header');
  const foreign = key.replace('eu-central-1', 'us-east-1');
  trained.sandbox.awsControl?.requireKms(trained.sandbox.aws.bucket);
  expect(await put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: foreign })).toBe(
    'KMS.NotFoundException: Invalid arn us-east-1',
  );
  expect(await put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key })).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: key,
  });
  s3.destroy();
});
