import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListAutoMLJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { awsAccount, startTestAws } from '../support/aws-sandbox.js';
import { runBoto3 } from '../support/boto3.js';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const rootKeys: Keys = awsAccount;

async function start() {
  const aws = await startTestAws();
  const options = (credentials: Keys) => ({
    endpoint: aws.url,
    region: awsAccount.region,
    credentials: credentials as { accessKeyId: string; secretAccessKey: string },
    maxAttempts: 1,
  });
  const { bucket: Bucket } = awsAccount;
  return {
    identities: aws.control.identities,
    url: aws.url,
    sts: (keys: Keys = rootKeys) => new STSClient(options(keys)),
    list: (keys: Keys) =>
      new S3Client({ ...options(keys), forcePathStyle: true }).send(new ListObjectsV2Command({ Bucket })),
    put: (keys: Keys) =>
      new S3Client({ ...options(keys), forcePathStyle: true }).send(
        new PutObjectCommand({ Bucket, Key: 'a', Body: 'b' }),
      ),
    jobs: (keys: Keys) => new SageMakerClient(options(keys)).send(new ListAutoMLJobsCommand({})),
    invoke: (keys: Keys) =>
      new SageMakerRuntimeClient(options(keys)).send(new InvokeEndpointCommand({ EndpointName: 'none', Body: '1' })),
  };
}

function toKeys(
  credentials: {
    AccessKeyId?: string | undefined;
    SecretAccessKey?: string | undefined;
    SessionToken?: string | undefined;
  } = {},
): Keys {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = credentials;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

const assume = (RoleArn: string, more: object = {}) =>
  new AssumeRoleCommand({ RoleArn, RoleSessionName: 'exasol-OPS-1', ...more });

describe('AssumeRole', () => {
  test('returns keys of a session that S3, SageMaker and STS accept', async () => {
    const { identities, sts, list, jobs } = await start();
    const arn = identities.addRole({ name: 'Data' });
    const { Credentials, AssumedRoleUser } = await sts().send(assume(arn));
    const keys = toKeys(Credentials);
    const session = `arn:aws:sts::${awsAccount.accountId}:assumed-role/Data/exasol-OPS-1`;
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(AssumedRoleUser?.Arn).toBe(session);
    expect((await sts(keys).send(new GetCallerIdentityCommand({}))).Arn).toBe(session);
    expect((await list(keys)).KeyCount).toBe(0);
    expect((await jobs(keys)).AutoMLJobSummaries).toEqual([]);
  });

  test('refuses a missing role, an untrusted caller and a wrong or missing external ID with the same error', async () => {
    const { identities, sts } = await start();
    const external = identities.addRole({ name: 'External', externalId: 'id-1' });
    const closed = identities.addRole({ name: 'Closed', trusts: [] });
    const user = identities.addUser({ name: 'poor', denies: ['sts:AssumeRole'] });
    const denied = {
      name: 'AccessDenied',
      message: expect.stringMatching(/not authorized to perform: sts:AssumeRole on/),
    };
    await expect(sts().send(assume(external))).rejects.toMatchObject(denied);
    await expect(sts().send(assume(external, { ExternalId: 'id-2' }))).rejects.toMatchObject(denied);
    await expect(sts().send(assume(closed))).rejects.toMatchObject(denied);
    await expect(sts().send(assume(closed.replace('Closed', 'Missing')))).rejects.toMatchObject(denied);
    await expect(sts(user).send(assume(external, { ExternalId: 'id-1' }))).rejects.toMatchObject(denied);
    expect((await sts().send(assume(external, { ExternalId: 'id-1' }))).Credentials).toBeDefined();
  });

  test('checks duration, session name and unknown parameters', async () => {
    const { identities, sts } = await start();
    const arn = identities.addRole({ name: 'Data' });
    const invalid = (text: RegExp) => ({ name: 'ValidationError', message: expect.stringMatching(text) });
    await expect(sts().send(assume(arn, { DurationSeconds: 899 }))).rejects.toMatchObject(invalid(/'durationSeconds'/));
    await expect(sts().send(assume(arn, { DurationSeconds: 7200 }))).rejects.toMatchObject(
      invalid(/MaxSessionDuration/),
    );
    await expect(sts().send(assume(arn, { RoleSessionName: 'a b' }))).rejects.toMatchObject(
      invalid(/'roleSessionName'/),
    );
    await expect(sts().send(assume(arn, { Policy: '{}' }))).rejects.toMatchObject({ name: 'NotImplemented' });
    const long = identities.addRole({ name: 'Long', maxSessionSeconds: 43_200 });
    const keys = toKeys((await sts().send(assume(arn))).Credentials);
    await expect(sts(keys).send(assume(long, { DurationSeconds: 7200 }))).rejects.toMatchObject(invalid(/chaining/));
  });
});

describe('temporary keys', () => {
  test('GetSessionToken issues them to users only', async () => {
    const { sts, list } = await start();
    const { Credentials } = await sts().send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const keys = toKeys(Credentials);
    expect((await list(keys)).KeyCount).toBe(0);
    await expect(sts(keys).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('each service refuses them in its own words: expired, without their token, with another token', async () => {
    const { identities, sts, list, jobs, invoke } = await start();
    const expired = identities.issueSession({ seconds: 0 });
    const { accessKeyId, secretAccessKey } = identities.issueSession();
    const bare = { accessKeyId, secretAccessKey };
    const swapped = { ...bare, sessionToken: expired.sessionToken };
    const who = (keys: Keys) => sts(keys).send(new GetCallerIdentityCommand({}));
    const expectAll = async (call: (keys: Keys) => Promise<unknown>, names: readonly [string, string, string]) => {
      await expect(call(expired)).rejects.toMatchObject({ name: names[0] });
      await expect(call(bare)).rejects.toMatchObject({ name: names[1] });
      await expect(call(swapped)).rejects.toMatchObject({ name: names[2] });
    };
    await expectAll(list, ['ExpiredToken', 'InvalidAccessKeyId', 'InvalidToken']);
    await expectAll(who, ['ExpiredToken', 'InvalidClientTokenId', 'InvalidClientTokenId']);
    const json = ['ExpiredTokenException', 'UnrecognizedClientException', 'UnrecognizedClientException'] as const;
    await expectAll(jobs, json);
    await expectAll(invoke, json);
  });

  test('refuses long-term keys with a token', async () => {
    const { identities, list } = await start();
    const { sessionToken } = identities.issueSession();
    await expect(list({ ...rootKeys, sessionToken })).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('expire when a test says so', async () => {
    const { identities, list } = await start();
    const keys = identities.issueSession();
    await list(keys);
    identities.expireSessions();
    await expect(list(keys)).rejects.toMatchObject({ name: 'ExpiredToken' });
    await list(rootKeys);
  });
});

test('denied actions are refused by S3 and SageMaker', async () => {
  const { identities, list, put, jobs } = await start();
  const user = identities.addUser({ name: 'reader', denies: ['s3:PutObject', 'sagemaker:*'] });
  const arn = `arn:aws:iam::${awsAccount.accountId}:user/reader`;
  await list(user);
  await expect(put(user)).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining(arn) });
  await expect(jobs(user)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      `User: ${arn} is not authorized to perform: sagemaker:ListAutoMLJobs on resource: *`,
    ),
  });
});

test('boto3 assumes the default roles and signs with their sessions', async () => {
  const { url } = await start();
  const answer = await runBoto3(
    url,
    `
def assume(name, **more):
    role_arn = 'arn:aws:iam::${awsAccount.accountId}:role/' + name
    found = session.client('sts', endpoint_url=url).assume_role(RoleArn=role_arn, RoleSessionName='me', **more)['Credentials']
    other = boto3.session.Session(found['AccessKeyId'], found['SecretAccessKey'], found['SessionToken'], region)
    return other.client('s3', endpoint_url=url).list_buckets()['Buckets'][0]['Name']
out([assume('SandboxDataRole'), assume('SandboxExternalRole', ExternalId='sandbox-external-id')])
`,
  );
  expect(answer).toEqual([awsAccount.bucket, awsAccount.bucket]);
});
