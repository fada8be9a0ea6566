import { expect, test } from 'vitest';
import { applyConnection, writeConnectionSql } from '../../../src/connection/apply-connection.js';
import { assertUsableKeys } from '../../../src/connection/aws-keys.js';
import type { ConnectionPlan } from '../../../src/connection/types.js';
import type { Session } from '../../../src/exasol/session.js';
import { SqlError } from '../../../src/exasol/sql-error.js';
import { Secret } from '../../../src/secret.js';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: new Secret("can'ary"), sessionToken: undefined };
const plan: ConnectionPlan = {
  name: 'my "C"',
  action: 'create',
  after: { address: "https://b.s3/'", keyIdEnd: 'MPLE' },
  before: undefined,
  keys,
  role: undefined,
  options: {},
  grants: [],
  warnings: [],
};

/** A session that rejects every statement, and quotes it in the error. */
const rejectStatements = (sqlCode: string, text: string): Session => ({
  query: async (sql) => {
    throw new SqlError({ sqlCode, text: `${text}: ${sql} and ${keys.secretAccessKey.reveal()}` }, 'rejected');
  },
  batch: async () => [],
});

test('quotes all values in the statement', async () => {
  const sent: string[] = [];
  const query: Session['query'] = async (sql) => {
    sent.push(sql);
    return { columns: [], rows: [], rowCount: 0 };
  };
  await applyConnection({ query, batch: async () => [] }, { ...plan, action: 'alter' }, 'ANN');
  expect(sent).toEqual([
    `ALTER CONNECTION "my ""C""" TO 'https://b.s3/''' USER 'AKIAEXAMPLE' IDENTIFIED BY 'can''ary'`,
  ]);
});

test('appends the options to the secret, and shows them', async () => {
  const options = { sse_type: 'aws:kms', kms_key_id: "alias/it's" };
  expect(writeConnectionSql({ ...plan, options })).toContain(
    "IDENTIFIED BY '***;sse_type=aws:kms;kms_key_id=alias/it''s'",
  );
});

test('shows the statement without the secret and without the access key ID', () => {
  const sql = writeConnectionSql(plan);
  expect(sql).toContain("USER '…MPLE' IDENTIFIED BY '***'");
  expect(sql + JSON.stringify(plan)).not.toContain('ary');
});

test.each([
  { sqlCode: '42000', text: 'syntax error', code: 'E-SME-212', exitCode: 1 },
  { sqlCode: '42500', text: 'insufficient privileges', code: 'E-SME-213', exitCode: 4 },
])("masks the secret in Exasol's error ($code)", async ({ sqlCode, text, code, exitCode }) => {
  const thrown: unknown = await applyConnection(rejectStatements(sqlCode, text), plan, 'ANN').catch(
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ code, exitCode });
  expect(thrown).not.toHaveProperty('cause');
  const { message, stack, mitigation } = thrown as Error & { mitigation: string };
  expect(`${message}${stack}${mitigation}`).not.toMatch(/can'+ary/);
  expect(message).toContain(text);
});

test('writes temporary keys and a role as JSON, and shows neither the secret nor the token', async () => {
  const sent: string[] = [];
  const query: Session['query'] = async (sql) => {
    sent.push(sql);
    return { columns: [], rows: [], rowCount: 0 };
  };
  const temporary = {
    ...plan,
    keys: { ...keys, sessionToken: new Secret('canary-token'), expiresAt: new Date('2026-11-28T05:00:00.123Z') },
    role: { roleArn: 'arn:aws:iam::123456789012:role/R', externalId: 'id' },
  };
  await applyConnection({ query, batch: async () => [] }, temporary, 'ANN');
  expect(sent[0]).toContain(
    `IDENTIFIED BY '{"secret_access_key":"can''ary","session_token":"canary-token","role_arn":"arn:aws:iam::123456789012:role/R","external_id":"id","expires_at":"2026-11-28T05:00:00Z"}'`,
  );
  expect(writeConnectionSql(temporary)).toContain(
    '"session_token":"***","role_arn":"arn:aws:iam::123456789012:role/R"',
  );
  expect(writeConnectionSql(temporary)).not.toMatch(/can'+ary|canary/);
});

const now = new Date('2026-11-28T05:00:00Z');
const sessionToken = new Secret('canary');

test.each([
  { name: 'a temporary key without a token', given: { accessKeyId: 'ASIAEXAMPLE' }, code: 'E-SME-211' },
  { name: 'a token of another key', given: { sessionToken }, code: 'E-SME-211' },
  { name: 'an expired token', given: { accessKeyId: 'ASIAEXAMPLE', sessionToken, expiresAt: now }, code: 'E-SME-465' },
])('rejects $name, and shows only the end of the key ID', ({ given, code }) => {
  expect(() => assertUsableKeys({ ...keys, ...given }, now)).toThrow(expect.objectContaining({ code }));
  expect(() => assertUsableKeys({ ...keys, ...given }, now)).toThrow("key '…MPLE'");
});

test('accepts long-term keys and temporary keys that have not expired', () => {
  assertUsableKeys(keys, now);
  assertUsableKeys({ ...keys, accessKeyId: 'ASIAEXAMPLE', sessionToken, expiresAt: new Date(now.getTime() + 1) }, now);
});
