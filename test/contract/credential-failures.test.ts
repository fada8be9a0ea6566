/** Credentials that AWS refuses, or that end in the middle of the work: one clear error each, and nothing half done. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { IdentityControl } from '../../src/sandbox/aws/identities.js';
import { CanaryFinder } from '../support/canaries.js';
import { writeConnectionOf } from '../support/credential-forms.js';
import { execute, executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let identities: IdentityControl;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 50, jobStop: 50, endpointCreate: 50, endpointDelete: 50 } });
  if (sandbox.awsControl === undefined) throw new Error('The sandbox has no AWS.');
  identities = sandbox.awsControl.identities;
  sagemaker = connectSageMaker(sandbox.aws);
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await useKeys(sandbox.aws);
  await trainToEnd(driver, sagemaker, 'SME', { ...training(), job_name: 'churn' });
  const endpoint = { job_name: 'churn', endpoint_name: 'churn', instance_type: 'ml.m5.large', wait: true };
  await executeForRows(driver, 'SME', 'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', JSON.stringify(endpoint));
}, 120_000);
afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const training = () => ({ ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), max_candidates: 1 });

/** Puts keys into the connection AWS; more: further keys of the JSON password. */
async function useKeys({ accessKeyId, secretAccessKey, sessionToken }: Keys, more: object = {}): Promise<void> {
  const values = { secret_access_key: secretAccessKey, session_token: sessionToken, ...more };
  const password = JSON.stringify(values);
  await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password }));
}

const batch = () => ({
  job_name: 'churn',
  input_schema_name: 'SALES',
  input_table_or_view_name: 'CUSTOMERS',
  key_columns: ['ID'],
  target_schema_name: 'SALES',
  target_table_name: 'SCORES',
  instance_type: 'ml.m5.xlarge',
});

const region = () => sandbox.aws.region;
const predict = 'SELECT SALES."CHURN"(ID, AGE, SEGMENT) FROM SALES.CUSTOMERS';

/** The errors of every kind of call with the connection as it is. */
async function collectErrors(job: string): Promise<Readonly<Record<string, string>>> {
  const calls = {
    training: () =>
      execute(driver, 'SME', 'SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT', JSON.stringify({ ...training(), job_name: job })),
    poll: () => execute(driver, 'SME', 'SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', 'churn', 'AWS', region()),
    endpoint: () =>
      execute(
        driver,
        'SME',
        'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT',
        JSON.stringify({ job_name: 'churn', endpoint_name: job, instance_type: 'ml.m5.large' }),
      ),
    prediction: () => runStatement(driver, predict),
    batch: () =>
      execute(
        driver,
        'SME',
        'SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION',
        JSON.stringify({ ...batch(), batch_name: job }),
      ),
    recovery: () => execute(driver, 'SME', 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'AWS', region()),
  };
  const errors: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) {
    const answer = await call();
    errors[name] = answer.kind === 'error' ? answer.text : `no error: ${JSON.stringify(answer).slice(0, 200)}`;
  }
  return errors;
}

/** Every kind of call fails with the error once, and leaves nothing. @returns the errors */
async function expectOneError(job: string, code: RegExp, secrets: readonly string[] = []) {
  const hosting = await listHosting(sagemaker);
  const errors = await collectErrors(job);
  for (const [name, text] of Object.entries(errors)) {
    expect({ name, text }).toEqual({ name, text: expect.stringMatching(code) });
  }
  // each call reports its problem once
  for (const [name, text] of Object.entries(errors)) {
    expect({ name, count: [...text.matchAll(new RegExp(code, 'g'))].length, text }).toMatchObject({ name, count: 1 });
  }
  const canaries = secrets.map((value) => ({ name: 'secret', value }));
  expect(new CanaryFinder(canaries).find(JSON.stringify(errors))).toEqual([]);
  expect(await listHosting(sagemaker)).toEqual(hosting);
  expect(await run(driver, `SELECT JOB_NAME FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${job}'`)).toEqual(
    [],
  );
  return errors;
}

describe('every call reports', () => {
  test('a session token that AWS says has expired, and how to renew it', async () => {
    const keys = identities.issueSession();
    await useKeys(keys);
    identities.expireSessions();
    const secrets = [keys.sessionToken, keys.secretAccessKey];
    const { poll = '', prediction = '' } = await expectOneError('expired', /E-SME-43[57]: /, secrets);
    for (const text of [poll, prediction]) {
      expect(text).toMatch(
        /The session token in the connection 'AWS' has expired\. Renew it with "sme connection refresh AWS"/,
      );
    }
  });

  test('a session token whose time is over, without a call of AWS', async () => {
    const keys = identities.issueSession();
    await useKeys(keys, { expires_at: '2026-01-01T00:00:00Z' });
    await expectOneError('over', /E-SME-434: /, [keys.sessionToken, keys.secretAccessKey]);
  });

  test('a role that the key may not assume', async () => {
    const user = identities.addUser({ name: 'ann' });
    const role_arn = identities.addRole({ name: 'Closed', trusts: [] });
    await useKeys(user, { role_arn });
    const { poll } = await expectOneError('closed', /E-SME-43[67]: /, [user.secretAccessKey]);
    expect(poll).toMatch(
      /E-SME-436: sts:AssumeRole failed: AccessDenied: User: .*user\/ann is not authorized.* 'arn:aws:iam::\d+:role\/Closed'\. Check .* requires an external ID/,
    );
  });

  test('a wrong external ID', async () => {
    const user = identities.addUser({ name: 'ann' });
    const role_arn = identities.addRole({ name: 'External', externalId: 'right' });
    await useKeys(user, { role_arn, external_id: 'wrong' });
    const { poll } = await expectOneError('external', /E-SME-43[67]: /, [user.secretAccessKey]);
    expect(poll).toContain('with its external ID. Check the role, the external ID');
  });

  test('a temporary key without a token, and half a credential', async () => {
    const { accessKeyId, secretAccessKey } = identities.issueSession();
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password: secretAccessKey }));
    await expectOneError('half', /E-SME-433: /, [secretAccessKey]);
    const password = JSON.stringify({ session_token: secretAccessKey });
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password }));
    await expectOneError('half', /E-SME-432: /, [secretAccessKey]);
  });

  test('a token in the clause SESSION TOKEN, which only EXPORT and IMPORT can use', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = identities.issueSession();
    const keys = `USER '${accessKeyId}' IDENTIFIED BY '${secretAccessKey}'`;
    const address = `https://${sandbox.aws.bucket}.s3.${region()}.amazonaws.com`;
    const files = "FILE 'clause.csv' REPLACE";
    const connection = writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password: secretAccessKey });
    await run(driver, connection);
    const exported = `EXPORT SALES.CUSTOMERS INTO CSV AT AWS ${files}`;
    expect(await runStatement(driver, exported)).toMatchObject({ kind: 'error' });
    await run(driver, `${connection} SESSION TOKEN '${sessionToken}'`);
    expect(await runStatement(driver, exported)).toMatchObject({ rowCount: 500 });
    await run(driver, 'CREATE TABLE SALES.BACK LIKE SALES.CUSTOMERS');
    expect(await runStatement(driver, `IMPORT INTO SALES.BACK FROM CSV AT AWS FILE 'clause.csv'`)).toMatchObject({
      rowCount: 500,
    });
    const inline = `EXPORT SALES.CUSTOMERS INTO CSV AT '${address}' ${keys} SESSION TOKEN '${sessionToken}' ${files}`;
    expect(await runStatement(driver, inline)).toMatchObject({ rowCount: 500 });
    // The token of the connection does not belong to a key of the statement.
    const other = identities.issueSession();
    const otherKeys = `USER '${other.accessKeyId}' IDENTIFIED BY '${other.secretAccessKey}'`;
    expect(await runStatement(driver, `EXPORT SALES.CUSTOMERS INTO CSV AT AWS ${otherKeys} ${files}`)).toMatchObject({
      kind: 'error',
      text: expect.stringMatching(/InvalidAccessKeyId/),
    });
    expect(JSON.stringify(await run(driver, 'SELECT * FROM EXA_DBA_CONNECTIONS'))).not.toContain(sessionToken);
    await expectOneError('clause', /E-SME-433: /, [secretAccessKey, sessionToken]);
    expect((await collectErrors('clause'))['poll']).toContain('Exasol does not pass them the clause SESSION TOKEN.');
  });

  test('a key of a role that does not exist', async () => {
    const { sessionToken } = identities.issueSession();
    await useKeys({ accessKeyId: 'ASIANOBODYNOBODY1234', secretAccessKey: 'KanarieNobodySecret', sessionToken });
    await expectOneError('nobody', /E-SME-(79|194): /, ['KanarieNobodySecret', sessionToken]);
  });
});

describe('in the middle of the work', () => {
  test('the session of a role is renewed, so that a prediction lasts longer than the session', async () => {
    const user = identities.addUser({ name: 'bob', denies: ['sagemaker:*', 's3:*'] });
    const role_arn = identities.addRole({ name: 'Short', sessionSeconds: 3 });
    await useKeys(user, { role_arn });
    sandbox.awsControl?.setInvokeLatency(900);
    const many = 'SELECT ID, AGE, SEGMENT FROM SALES.CUSTOMERS, (SELECT 1 AS N FROM VALUES BETWEEN 1 AND 60)';
    const answer = await runStatement(driver, `SELECT SALES."CHURN"(ID, AGE, SEGMENT) FROM (${many})`);
    sandbox.awsControl?.setInvokeLatency(0);
    if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
    expect(answer.rows.length).toBeGreaterThan(0);
  });

  test('a token that expires before any call of a training is one error, and the same command with a new token starts one job', async () => {
    for (let requests = 1; ; requests += 1) {
      const job = `middle-${requests}`;
      const parameters = JSON.stringify({ ...training(), job_name: job });
      const start = () => execute(driver, 'SME', 'SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT', parameters);
      await useKeys(identities.issueSession());
      identities.expireSessions(requests);
      const first = await start();
      if (first.kind !== 'error') {
        expect(requests).toBeGreaterThan(5);
        break;
      }
      expect(first.text).toMatch(/E-SME-435: .*has expired.*sme connection refresh AWS/s);
      await useKeys(identities.issueSession());
      const second = await start();
      expect(second).toMatchObject({ kind: 'resultSet', rows: [[job, 500, 1, expect.any(String)]] });
    }
  });

  test('a token that expires during a prediction is one error', async () => {
    await useKeys(identities.issueSession());
    identities.expireSessions(1);
    const many = 'SELECT ID, AGE, SEGMENT FROM SALES.CUSTOMERS, (SELECT 1 AS N FROM VALUES BETWEEN 1 AND 60)';
    const answer = await runStatement(driver, `SELECT SALES."CHURN"(ID, AGE, SEGMENT) FROM (${many})`);
    expect(answer).toMatchObject({ kind: 'error', text: expect.stringMatching(/E-SME-437: .*has expired/) });
  });

  test('a token that expires before any call of a batch is one error, and the same commands with a new token finish it', async () => {
    for (let requests = 1; ; requests += 1) {
      const batch_name = `batch-${requests}`;
      const parameters = JSON.stringify({ ...batch(), batch_name, wait: true });
      const start = () => execute(driver, 'SME', 'SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', parameters);
      const finish = () => execute(driver, 'SME', 'SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', batch_name);
      await run(driver, 'DROP TABLE IF EXISTS SALES.SCORES');
      await useKeys(identities.issueSession());
      identities.expireSessions(requests);
      const first = await start();
      const second = first.kind === 'error' ? first : await finish();
      const isDone = second.kind !== 'error';
      if (second.kind === 'error') expect(second.text).toMatch(/E-SME-435: .*has expired/s);
      await useKeys(identities.issueSession());
      await start();
      await vi.waitFor(
        async () =>
          expect(await finish()).toMatchObject({
            rows: [[batch_name, 'Imported', 500, 500, 0, expect.any(String), null]],
          }),
        { timeout: 30_000, interval: 200 },
      );
      expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[500]]);
      if (isDone) {
        expect(requests).toBeGreaterThan(8);
        break;
      }
    }
  }, 300_000);
});
