import { expect, test } from 'vitest';
import { applyConnection, writeConnectionSql } from '../../../src/connection/apply-connection.js';
import { assertLongTermCredentials } from '../../../src/connection/aws-keys.js';
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

test('rejects keys with a session token, and shows the end of their ID', () => {
  expect(() => assertLongTermCredentials(keys)).not.toThrow();
  expect(() => assertLongTermCredentials({ ...keys, sessionToken: new Secret('canary') })).toThrow(
    "The key '…MPLE' is temporary",
  );
});
