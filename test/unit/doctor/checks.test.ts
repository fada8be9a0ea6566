import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { chooseChecks, doctorChecks } from '../../../src/doctor/checks.js';
import type { DoctorContext, Outcome } from '../../../src/doctor/types.js';
import { makeDoctorContext } from '../../support/doctor-context.js';

/** Runs one check on a database whose UDFs answer `answer`. */
async function run(id: string, answer: unknown = {}, changes: Partial<DoctorContext> = {}): Promise<Outcome> {
  const [check] = chooseChecks(id);
  if (check === undefined) throw new Error(id);
  return await check.run(makeDoctorContext(answer, changes));
}

test('every check needs only checks that stand before it', () => {
  const ids = doctorChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [index, { needs }] of doctorChecks.entries()) {
    expect(ids.slice(0, index)).toEqual(expect.arrayContaining([...needs]));
  }
});

test('--only takes names in any order and suggests the nearest', () => {
  expect(chooseChecks(' TLS,database').map(({ id }) => id)).toEqual(['database', 'tls']);
  expect(() => chooseChecks('database,netwrok')).toThrow("There is no check 'netwrok' (did you mean 'network'?).");
});

const target = (broken: string | undefined) => {
  const names = ['dns', 'connect', 'tls', 'answer'];
  const end = broken === undefined ? names.length : names.indexOf(broken) + 1;
  const steps = names.slice(0, end).map((step) => ({ step, ok: step !== broken, text: 'because' }));
  return { service: 's3', host: 's3.example.com', port: 443, via: null, steps, skew_seconds: null };
};

test.each([
  { broken: 'dns', advice: 'name server' },
  { broken: 'connect', advice: 'firewall' },
  { broken: 'tls', advice: 'AWS_CA_BUNDLE' },
  { broken: 'answer', advice: 'does not answer' },
])('network: tells what to do where $broken fails', async ({ broken, advice }) => {
  const outcome = await run('network', { targets: [target(undefined), target(broken)] });
  expect(outcome).toMatchObject({ state: 'fail', mend: expect.stringContaining(advice) });
  expect(outcome.text).toContain(`${broken} fails: because`);
});

test('network: well, and without a Region nothing is known', async () => {
  expect(await run('network', { targets: [target(undefined)] })).toMatchObject({ state: 'ok' });
  const { aws } = makeDoctorContext();
  expect(await run('network', {}, { aws: { ...aws, region: undefined } })).toMatchObject({ state: 'skipped' });
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

test('proxy: warns of variables that the UDFs do not have, without their values', async () => {
  const environment = { https_proxy: 'http://ann:canary@proxy', AWS_CA_BUNDLE: '/ca.pem' };
  const outcome = await run('proxy', { variables: ['AWS_CA_BUNDLE'] }, { environment });
  expect(outcome).toMatchObject({ state: 'warn', text: expect.stringContaining(': HTTPS_PROXY') });
  expect(JSON.stringify(outcome)).not.toMatch(/canary|AWS_CA_BUNDLE:/);
  expect(await run('proxy', { variables: [] })).toMatchObject({ state: 'ok' });
});

/** What the UDF says of a connection whose keys it could read. */
const read = { key_id_end: 'MPLE', region: 'eu-central-1', bucket: 'my-bucket', address: 'https://…' };
const refuse = (operation: string, code: string) => [{ operation, kind: 'service', code, message: 'not you' }];
/** The list of connections and the answer of the UDF come through the same stub. */
const account = (id: string, answer: object, changes: Partial<DoctorContext> = {}) => {
  const context = makeDoctorContext({}, changes);
  const query = async (sql: string) => {
    const cell = sql.includes('EXA_ALL_CONNECTIONS') ? 'AWS' : JSON.stringify({ ...read, ...answer });
    return { columns: ['X'], rows: [[cell]], rowCount: 1 };
  };
  const session = { query, batch: async () => [] };
  return run(id, {}, { ...context, withSession: (work) => work(session) });
};

test('identity: whose key it is, or that AWS does not take it', async () => {
  const identity = { arn: 'arn:aws:iam::1:user/ann', account: '1' };
  expect(await account('identity', { identity })).toEqual({
    state: 'ok',
    text: 'arn:aws:iam::1:user/ann with the key …MPLE',
  });
  const failures = refuse('sts:GetCallerIdentity', 'InvalidClientTokenId');
  expect(await account('identity', { failures })).toMatchObject({ state: 'fail' });
  const { aws } = makeDoctorContext();
  expect(await account('identity', {}, { aws: { ...aws, connectionName: undefined } })).toMatchObject({
    state: 'skipped',
    mend: expect.stringContaining('--connection'),
  });
});

test('role: trusted, not trusted, not there, not to be seen', async () => {
  const role = { arn: 'arn:aws:iam::1:role/R', trusted: true };
  expect(await account('role', { role })).toMatchObject({ state: 'ok' });
  expect(await account('role', { role: { ...role, trusted: false } })).toMatchObject({
    state: 'fail',
    mend: expect.stringContaining('sagemaker.amazonaws.com'),
  });
  expect(await account('role', { failures: refuse('iam:GetRole', 'NoSuchEntity') })).toMatchObject({ state: 'fail' });
  expect(await account('role', { failures: refuse('iam:GetRole', 'AccessDenied') })).toMatchObject({
    state: 'skipped',
    text: 'cannot check: iam:GetRole: AccessDenied: not you',
  });
});

test('bucket: there, refused, or another than the one that is set', async () => {
  expect(await account('bucket', {})).toEqual({ state: 'ok', text: 'my-bucket in eu-central-1' });
  expect(await account('bucket', { problems: ['E-SME-99: elsewhere'] })).toMatchObject({ state: 'fail' });
  expect(await account('bucket', { failures: refuse('s3:ListBucket', 'AccessDenied') })).toMatchObject({
    state: 'fail',
    mend: expect.stringContaining('s3:ListBucket on my-bucket'),
  });
  expect(await account('bucket', { bucket: 'other' })).toMatchObject({ state: 'warn' });
});

test('quotas: enough, none, not to be seen', async () => {
  const quotas = [{ name: 'Number of instances across active endpoints', value: 4 }];
  expect(await account('quotas', { quotas })).toMatchObject({ state: 'ok', text: expect.stringContaining(': 4') });
  expect(await account('quotas', { quotas: [{ name: 'AutoML jobs', value: 0 }] })).toMatchObject({ state: 'warn' });
  expect(await account('quotas', { failures: refuse('servicequotas:X', 'AccessDenied') })).toMatchObject({
    state: 'skipped',
  });
});

test('language: names the aliases that there are, and the statement', async () => {
  expect(await run('language')).toMatchObject({ state: 'ok', text: 'PYTHON3 is builtin_python3' });
  const deployment = { schema: { candidates: ['ML'], whenNew: 'ML' }, languageAlias: 'PY_NEW' };
  expect(await run('language', {}, { deployment })).toMatchObject({
    state: 'fail',
    text: expect.stringContaining('PYTHON3, R'),
    mend: expect.stringContaining("ALTER SYSTEM SET SCRIPT_LANGUAGES='PYTHON3=builtin_python3 R=builtin_r PY_NEW="),
  });
});

test('settings: warns of a file that others can read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sme-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, '.env');
  await writeFile(path, 'X=1', { mode: 0o600 });
  const settingsFiles = [path, join(folder, 'missing')];
  expect(await run('settings', {}, { settingsFiles })).toMatchObject({ state: 'ok' });
  await chmod(path, 0o644);
  expect(await run('settings', {}, { settingsFiles })).toMatchObject({ state: 'warn', mend: `chmod 600 '${path}'` });
});
