import { expect, test } from 'vitest';
import type { Session, SqlValue } from '../../../src/exasol/session.js';
import { SqlError } from '../../../src/exasol/sql-error.js';
import { findEndpointRow, readEndpointRows } from '../../../src/tables/endpoint-table.js';

/** A session in which every query returns one row or fails. */
function makeSession(answer: Readonly<Record<string, SqlValue>> | Error): Session {
  const query = async () => {
    if (answer instanceof Error) throw answer;
    return { columns: Object.keys(answer), rows: [Object.values(answer)], rowCount: 1 };
  };
  return { query, batch: async () => [] };
}

test('reads a row, with NULL as undefined and the expiry in UTC', async () => {
  const session = makeSession({
    ENDPOINT_NAME: 'churn',
    AWS_REGION: 'eu-central-1',
    INSTANCE_TYPE: null,
    SERVERLESS_MEMORY_MB: 2048,
    PREDICTION_SCHEMA: 'ML',
    PREDICTION_UDF: 'CHURN',
    PREDICTION_SETTINGS: '{"key_columns":[["ID","DECIMAL(18,0)"]]}',
    AGE: '61.7',
    EXPIRES: '2026-11-23 08:15:00',
  });
  expect(await findEndpointRow(session, 'SME', 'CHURN')).toMatchObject({
    name: 'churn',
    region: 'eu-central-1',
    instanceType: undefined,
    memoryMb: 2048,
    prediction: { schema: 'ML', name: 'CHURN', keyColumns: ['ID'] },
    status: undefined,
    ageSeconds: 62,
    expiresAt: new Date('2026-11-23T08:15:00Z'),
  });
});

test('explains that a table of an earlier version needs a deployment', async () => {
  for (const [column, name] of [
    ['EXPIRES_AT_UTC', 'EXPIRES_AT_UTC'],
    ['PREVIOUS_JOB_NAME', '"PREVIOUS_JOB_NAME"'],
  ]) {
    const missing = new SqlError({ text: `object ${name} not found`, sqlCode: '42000' }, 'Exasol refused a statement');
    await expect(readEndpointRows(makeSession(missing), 'SME')).rejects.toMatchObject({
      code: 'E-SME-246',
      message: expect.stringContaining(column ?? ''),
    });
  }
  const other = new SqlError({ text: 'insufficient privileges', sqlCode: '42500' }, 'Exasol refused a statement');
  await expect(readEndpointRows(makeSession(other), 'SME')).rejects.toBe(other);
});
