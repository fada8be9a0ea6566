import { expect, test, vi } from 'vitest';
import { chooseChecks, doctorChecks } from '../../../src/doctor/checks.js';
import type { DoctorContext, Outcome } from '../../../src/doctor/types.js';
import { makeDoctorContext } from '../../support/doctor-context.js';

/** Runs one check on a database whose UDFs return `result`. */
async function run(id: string, result: unknown = {}, changes: Partial<DoctorContext> = {}): Promise<Outcome> {
  const [check] = chooseChecks(id);
  if (check === undefined) throw new Error(id);
  return await check.run(makeDoctorContext(result, changes));
}

test('every check comes after the checks that it needs', () => {
  const ids = doctorChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [index, { needs }] of doctorChecks.entries()) {
    expect(ids.slice(0, index)).toEqual(expect.arrayContaining([...needs]));
  }
});

test('--only accepts names in any order and suggests the nearest', () => {
  expect(chooseChecks(' TLS,database').map(({ id }) => id)).toEqual(['database', 'tls']);
  expect(() => chooseChecks('database,netwrok')).toThrow("There is no check 'netwrok' (did you mean 'network'?).");
});

test('version: warns of known problems of the version on that many nodes', async () => {
  const context = makeDoctorContext();
  const onNodes = async (version: string, nodes: number) => {
    const installed = await context.readInstalled();
    const readInstalled = async () => ({ ...installed, database: { ...installed.database, version, nodes } });
    return await run('version', {}, { readInstalled });
  };
  expect(await onNodes('8.32.0', 4)).toMatchObject({
    state: 'warn',
    text: expect.stringMatching(/^Exasol 8\.32\.0 on 4 nodes: .*CHG 18052/),
    mitigation: expect.stringContaining('8.33.0'),
  });
  expect(await onNodes('8.32.0', 1)).toMatchObject({ state: 'ok' });
  expect(await onNodes('2025.1.0', 4)).toMatchObject({ state: 'ok' });
});

const target = (broken: string | undefined) => {
  const names = ['dns', 'connect', 'proxy', 'tls', 'answer'];
  const end = broken === undefined ? names.length : names.indexOf(broken) + 1;
  const steps = names.slice(0, end).map((step) => ({ step, ok: step !== broken, text: 'because' }));
  return { service: 's3', host: 's3.example.com', port: 443, via: null, steps, skew_seconds: null };
};

test.each([
  { broken: 'dns', fix: 'name server' },
  { broken: 'connect', fix: 'firewall' },
  { broken: 'proxy', fix: 'Check the login in HTTPS_PROXY' },
  { broken: 'tls', fix: 'AWS_CA_BUNDLE' },
  { broken: 'answer', fix: 'does not answer' },
])('network: suggests a fix if $broken fails', async ({ broken, fix }) => {
  const outcome = await run('network', { targets: [target(undefined), target(broken)] });
  expect(outcome).toMatchObject({ state: 'fail', mitigation: expect.stringContaining(fix) });
  expect(outcome.text).toContain(`${broken} fails: because`);
});

test('network: succeeds, and is skipped without a Region', async () => {
  expect(await run('network', { targets: [target(undefined)] })).toMatchObject({ state: 'ok' });
  const readAwsLocation = async () => ({ region: undefined, bucket: undefined });
  await expect(run('network', {}, { readAwsLocation })).rejects.toMatchObject({
    outcome: { state: 'skipped', mitigation: expect.stringContaining('--region') },
  });
});

test.each([
  { skew: 0, state: 'ok', text: 'the same' },
  { skew: -20, state: 'ok', text: '20 s behind AWS' },
  { skew: 31, state: 'warn', text: '31 s ahead of AWS' },
  { skew: -301, state: 'fail', text: '301 s behind AWS' },
  { skew: null, state: 'skipped', text: 'no time' },
])('clock: $skew s is $state', async ({ skew, state, text }) => {
  const targets = [{ ...target(undefined), skew_seconds: skew }];
  expect(await run('clock', { targets })).toMatchObject({ state, text: expect.stringContaining(text) });
});

test('proxy: warns of variables that the UDFs lack, without their values', async () => {
  const environment = { https_proxy: 'http://ann:canary@proxy', AWS_CA_BUNDLE: '/ca.pem' };
  const outcome = await run('proxy', { variables: ['AWS_CA_BUNDLE'] }, { environment });
  expect(outcome).toMatchObject({ state: 'warn', text: expect.stringContaining(': HTTPS_PROXY') });
  expect(JSON.stringify(outcome)).not.toMatch(/canary|AWS_CA_BUNDLE:/);
  expect(await run('proxy', { variables: [] })).toMatchObject({ state: 'ok' });
  expect(await run('proxy', { variables: [] }, { environment: { NODE_EXTRA_CA_CERTS: '/ca.pem' } })).toMatchObject({
    state: 'warn',
    text: 'set on this machine, but not in the UDFs: NODE_EXTRA_CA_CERTS (AWS_CA_BUNDLE in UDFs)',
  });
});

test('proxy: shows through which proxy this machine calls each service', async () => {
  const environment = {
    HTTPS_PROXY: 'http://ann:canary@proxy.example.com:3128',
    NO_PROXY: '.s3.eu-central-1.amazonaws.com',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const outcome = await run('proxy', { variables: ['HTTPS_PROXY', 'NO_PROXY'] }, { environment });
  vi.unstubAllEnvs();
  expect(outcome).toMatchObject({ state: 'ok' });
  expect(outcome.text.split('\n')).toEqual([
    'the UDFs have HTTPS_PROXY, NO_PROXY',
    'this machine calls s3 at my-bucket.s3.eu-central-1.amazonaws.com directly',
    'this machine calls sagemaker at api.sagemaker.eu-central-1.amazonaws.com through http://proxy.example.com:3128',
    'this machine calls sts at sts.eu-central-1.amazonaws.com through http://proxy.example.com:3128',
  ]);
});

/** The UDF's result for a connection that it could read. */
const read = { key_id_end: 'MPLE', region: 'eu-central-1', bucket: 'my-bucket', address: 'https://…' };
const deny = (operation: string, code: string) => [{ operation, kind: 'service', code, message: 'not you' }];
/** Runs a check of the account. One stub returns the list of connections, the endpoint table and the UDF's result. */
const runForAccount = (id: string, result: object, changes: Partial<DoctorContext> = {}) => {
  const context = makeDoctorContext({}, changes);
  const query = async (sql: string) => {
    const names = { EXA_ALL_CONNECTIONS: 'AWS', ENDPOINT_NAME: 'known' };
    const [, name] = Object.entries(names).find(([part]) => sql.includes(part)) ?? [];
    const cell = name ?? JSON.stringify({ ...read, ...result });
    return { columns: ['X'], rows: [[cell]], rowCount: 1 };
  };
  const session = { query, batch: async () => [] };
  return run(id, {}, { ...context, withSession: (work) => work(session) });
};

test('identity: names the owner of the key, or reports that AWS rejects it', async () => {
  const identity = { arn: 'arn:aws:iam::1:user/ann', account: '1' };
  expect(await runForAccount('identity', { identity })).toEqual({
    state: 'ok',
    text: 'arn:aws:iam::1:user/ann with the key …MPLE',
  });
  const failures = deny('sts:GetCallerIdentity', 'InvalidClientTokenId');
  expect(await runForAccount('identity', { failures })).toMatchObject({ state: 'fail' });
  const unreachable = failures.map((failure) => ({ ...failure, kind: 'unreachable' }));
  expect(await runForAccount('identity', { failures: unreachable })).toMatchObject({ state: 'warn' });
  const { aws } = makeDoctorContext();
  expect(await runForAccount('identity', {}, { aws: { ...aws, connectionName: undefined } })).toMatchObject({
    state: 'skipped',
    mitigation: expect.stringContaining('--connection'),
  });
});

test('role: reports a trusted, an untrusted, a missing and an unreadable role', async () => {
  const role = { arn: 'arn:aws:iam::1:role/R', trusted: true };
  expect(await runForAccount('role', { role })).toMatchObject({ state: 'ok' });
  expect(await runForAccount('role', { role: { ...role, trusted: false } })).toMatchObject({
    state: 'fail',
    mitigation: expect.stringContaining('sagemaker.amazonaws.com'),
  });
  expect(await runForAccount('role', { failures: deny('iam:GetRole', 'NoSuchEntity') })).toMatchObject({
    state: 'fail',
  });
  expect(await runForAccount('role', { failures: deny('iam:GetRole', 'AccessDenied') })).toMatchObject({
    state: 'skipped',
    text: 'cannot check: iam:GetRole: AccessDenied: not you',
    mitigation: expect.stringContaining('aws iam get-role --role-name R '),
  });
});

test('pass-role: reports allowed, denied and not simulated', async () => {
  const principal = 'arn:aws:iam::1:user/ann';
  const runPassRole = (decision: string | null, more = {}) =>
    runForAccount('pass-role', { pass_role: { principal, decision }, ...more });
  expect(await runPassRole('allowed')).toMatchObject({ state: 'ok', text: expect.stringContaining(principal) });
  expect(await runPassRole('implicitDeny')).toMatchObject({
    state: 'fail',
    mitigation: expect.stringContaining('"Action":"iam:PassRole","Resource":"arn:aws:iam::1:role/R"'),
  });
  expect(await runPassRole(null, { failures: deny('iam:SimulatePrincipalPolicy', 'AccessDenied') })).toMatchObject({
    state: 'skipped',
    mitigation: expect.stringContaining(`aws iam simulate-principal-policy --policy-source-arn ${principal} `),
  });
  const { aws } = makeDoctorContext();
  expect(await runForAccount('pass-role', {}, { aws: { ...aws, roleArn: undefined } })).toMatchObject({
    state: 'skipped',
  });
});

test('bucket-write: writes only with --probe-write, and names missing permissions and a remaining object', async () => {
  expect(await runForAccount('bucket-write', {})).toMatchObject({
    state: 'skipped',
    mitigation: expect.stringContaining('--probe-write'),
  });
  const runWrite = (done: readonly string[], left: boolean, failures: readonly object[] = []) =>
    runForAccount(
      'bucket-write',
      { bucket_write: { key: 'p/sme-doctor/1', done, left }, failures },
      { mayWrite: true },
    );
  expect(await runWrite(['put', 'get', 'delete'], false)).toEqual({
    state: 'ok',
    text: 's3://my-bucket/p/sme-doctor/1: put, read, deleted',
  });
  const refused = await runWrite([], false, deny('s3:PutObject', 'AccessDenied'));
  expect(refused).toMatchObject({
    state: 'fail',
    mitigation: expect.stringContaining(
      's3:PutObject, s3:GetObject and s3:DeleteObject on arn:aws:s3:::my-bucket/p/sme-doctor/*',
    ),
  });
  expect(refused.mitigation).not.toContain('aws s3 rm');
  expect((await runWrite(['put', 'get'], true, deny('s3:DeleteObject', 'AccessDenied'))).mitigation).toContain(
    'aws s3 rm s3://my-bucket/p/sme-doctor/1',
  );
});

test('leftovers: warns of expired, old and unknown endpoints, not of new ones', async () => {
  const endpoint = { status: 'InService', created: '2026-01-01 00:00:00', schema: 'ML', database: null, user: null };
  const runLeftovers = (name: string, more: object) =>
    runForAccount('leftovers', { endpoints: [{ ...endpoint, name, ...more }] });
  expect(await runLeftovers('known', { age_seconds: 60 })).toEqual({
    state: 'ok',
    text: 'known: InService, 1 min old',
  });
  expect(await runLeftovers('known', { age_seconds: 100_000 })).toMatchObject({ state: 'warn' });
  expect(await runLeftovers('known', { age_seconds: 100_000, expires: '9999-01-01T00:00:00Z' })).toMatchObject({
    state: 'ok',
  });
  expect(await runLeftovers('known', { age_seconds: 60, expires: '2020-01-01T00:00:00Z' })).toMatchObject({
    state: 'warn',
    text: expect.stringContaining('expired at 2020-01-01T00:00:00Z'),
    mitigation: expect.stringContaining('sme cleanup'),
  });
  expect(await runLeftovers('other', { age_seconds: 60 })).toMatchObject({
    state: 'warn',
    text: 'other: InService, 1 min old, not in the endpoint table of ML (created from schema ML)',
  });
});

test('bucket: reports access, a missing permission and a bucket other than in the settings', async () => {
  expect(await runForAccount('bucket', {})).toEqual({ state: 'ok', text: 'my-bucket in eu-central-1' });
  expect(await runForAccount('bucket', { problems: ['E-SME-99: elsewhere'] })).toMatchObject({ state: 'fail' });
  expect(await runForAccount('bucket', { failures: deny('s3:ListBucket', 'AccessDenied') })).toMatchObject({
    state: 'fail',
    mitigation: expect.stringContaining('s3:ListBucket on my-bucket'),
  });
  expect(await runForAccount('bucket', { bucket: 'other' })).toMatchObject({ state: 'warn' });
});

test('quotas: lists them, warns of a quota of 0, and is skipped without permission', async () => {
  const quotas = [{ name: 'Number of instances across active endpoints', value: 4 }];
  expect(await runForAccount('quotas', { quotas })).toMatchObject({
    state: 'ok',
    text: expect.stringContaining(': 4'),
  });
  expect(await runForAccount('quotas', { quotas: [{ name: 'AutoML jobs', value: 0 }] })).toMatchObject({
    state: 'warn',
  });
  expect(await runForAccount('quotas', { failures: deny('servicequotas:X', 'AccessDenied') })).toMatchObject({
    state: 'skipped',
  });
});

test('language: names the existing aliases and the statement to run', async () => {
  expect(await run('language')).toMatchObject({ state: 'ok', text: 'PYTHON3 is builtin_python3' });
  const deployment = { schema: { candidates: ['ML'], whenNew: 'ML' }, languageAlias: 'PY_NEW' };
  expect(await run('language', {}, { deployment })).toMatchObject({
    state: 'fail',
    text: expect.stringContaining('PYTHON3, R'),
    mitigation: expect.stringContaining(
      "ALTER SYSTEM SET SCRIPT_LANGUAGES='PYTHON3=builtin_python3 R=builtin_r PY_NEW=",
    ),
  });
});

test('settings: fails for unusable settings and warns of suspicious ones', async () => {
  expect(await run('settings')).toEqual({ state: 'ok', text: 'no settings file' });
  const files = ['/home/ann/.env'];
  expect(await run('settings', {}, { settings: { files, problems: [], notes: [] } })).toMatchObject({
    state: 'ok',
    text: 'only the owner can read /home/ann/.env',
  });
  const notes = [
    { text: 'odd', mitigation: 'look' },
    { text: 'odd, too', mitigation: 'look' },
  ];
  expect(await run('settings', {}, { settings: { files, problems: [], notes } })).toEqual({
    state: 'warn',
    text: 'odd\nodd, too',
    mitigation: 'look',
  });
  expect(await run('settings', {}, { settings: { files, problems: ['wrong'], notes } })).toMatchObject({
    state: 'fail',
    text: 'wrong\nodd\nodd, too',
    mitigation: expect.stringMatching(/^Fix these settings.*\nlook$/s),
  });
});
