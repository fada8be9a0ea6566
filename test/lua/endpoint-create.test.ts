import { describe, expect, test } from 'vitest';
import { allUdfs, create, endpointRow, jobRow, verbs } from './endpoint-stubs.js';
import { refusal, type Stubs } from './run-lua.js';

/** The training has neither key columns nor a known input. */
const predictSql = `SELECT "SALES"."CHURN"("A")
FROM YOUR_TABLE
GROUP BY IPROC(), MOD(TO_NUMBER(SUBSTR(HASH_MD5("A"), 1, 4), 'XXXX'), 4)`;

describe('creating an endpoint', () => {
  test('commits row and prediction UDF before the first change in AWS', async () => {
    const { rows, statements, error } = await create({});
    expect(error).toBeUndefined();
    expect(rows).toEqual([
      [
        'churn',
        'Creating',
        '"SALES"."CHURN"',
        'churn-11111111',
        'churn-22222222',
        'churn',
        'best',
        null,
        null,
        predictSql,
        null,
        null,
      ],
    ]);
    expect(verbs(statements)).toEqual([
      'COMMIT',
      'PLAN',
      'INSERT',
      'COMMIT',
      'CREATE',
      'CREATE',
      'CREATE',
      'CREATE',
      'COMMIT',
      'START',
      'UPDATE',
      'COMMIT',
    ]);
  });

  test('writes neither row nor prediction UDF again if both exist', async () => {
    const endpoint = { status: 'InService', config_name: 'churn-22222222' };
    const { statements, error } = await create({ row: endpointRow(), endpoint, udfs: allUdfs });
    expect(error).toBeUndefined();
    expect(verbs(statements)).toEqual(['COMMIT', 'PLAN', 'START', 'UPDATE', 'COMMIT']);
  });

  test('first deletes what an interrupted run with other parameters may have left', async () => {
    const { statements } = await create({
      row: endpointRow({ 6: 'churn-33333333', 7: 'ml.m5.4xlarge' }),
      udfs: allUdfs,
    });
    expect(verbs(statements).slice(0, 11)).toEqual([
      'COMMIT',
      'PLAN',
      'REMOVAL',
      'DROP',
      'DROP',
      'DROP',
      'DROP',
      'COMMIT',
      'DELETE',
      'COMMIT',
      'INSERT',
    ]);
    expect(statements.find((sql) => sql.includes('REMOVAL_UDF'))).toContain('churn-33333333');
  });

  /** Another session writes the row after this one has looked for it and before it writes its own. */
  const writeRowFirst = (row: readonly (string | null)[]): Stubs => {
    let isWritten = false;
    return [
      [
        /^INSERT.*VALUES/,
        () => {
          isWritten = true;
          return refusal('constraint violation - primary key (ENDPOINT_NAME)', '27002');
        },
      ],
      [/^SELECT ENDPOINT_NAME/, () => (isWritten ? [row] : [])],
    ];
  };

  test('continues if another session wrote the same row first', async () => {
    const { statements, error } = await create({ more: writeRowFirst(endpointRow()) });
    expect(error).toBeUndefined();
    expect(verbs(statements).slice(2, 6)).toEqual(['INSERT', 'ROLLBACK', 'CREATE', 'CREATE']);
  });

  test('stops if another session wrote a different row first', async () => {
    const { statements, error } = await create({
      more: writeRowFirst(endpointRow({ 3: 'other', 5: 'churn-33333333' })),
    });
    expect(error).toContain(
      "E-SME-141: The endpoint 'churn' was not created: another session is creating it for job 'other' with other parameters.",
    );
    expect(verbs(statements).slice(2)).toEqual(['INSERT', 'ROLLBACK']);
  });

  test('restores its row if another session has deleted it meanwhile', async () => {
    const { statements, error } = await create({ more: [[/^UPDATE.*SET ENDPOINT_STATUS = '/, 0]] });
    expect(error).toContain(
      "E-SME-142: Another session has deleted the endpoint 'churn' while this one was creating it. AWS still has the endpoint " +
        "(status 'Creating'), so its row was restored.",
    );
    expect(verbs(statements).slice(-5)).toEqual(['START', 'UPDATE', 'COMMIT', 'INSERT', 'COMMIT']);
  });

  test('rolls back and tries again after a collision with another transaction', async () => {
    const collision = refusal(
      'GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.',
      '40001',
    );
    let collisions = 2;
    const collide = () => (collisions-- > 0 ? collision : 1);
    const { statements, error } = await create({
      more: [[/^(UPDATE "SCR".*1 = 0|CREATE OR REPLACE.*_STATISTICS")/s, collide]],
    });
    expect(error).toBeUndefined();
    expect(verbs(statements)).toEqual([
      ...[
        'ROLLBACK',
        'ROLLBACK',
        'COMMIT',
        'PLAN',
        'INSERT',
        'COMMIT',
        'CREATE',
        'CREATE',
        'CREATE',
        'CREATE',
        'COMMIT',
        'START',
        'UPDATE',
        'COMMIT',
      ],
    ]);
  });

  test('finds the job in any case, and uses the name in its row', async () => {
    const { rows } = await create({ more: [[/^SELECT JOB_NAME/, [jobRow.with(0, 'Churn')]]] });
    expect(rows[0]?.[5]).toBe('Churn');
  });

  test('refuses columns that a prediction UDF cannot have before it calls AWS', async () => {
    const row = jobRow.with(7, '["GEOMETRY","VARCHAR(3) UTF8"]');
    const { statements, error } = await create({ more: [[/^SELECT JOB_NAME/, [row]]] });
    expect(error).toContain("E-SME-166: A prediction UDF cannot take column 'A' of type 'GEOMETRY'");
    expect(verbs(statements)).toEqual(['COMMIT']);
  });

  test('deletes the row if the prediction UDF cannot be created', async () => {
    const denied = refusal('insufficient privileges for creating script');
    const { statements, error } = await create({ more: [[/^CREATE OR REPLACE/, denied]] });
    expect(error).toContain('E-SME-167');
    expect(verbs(statements).slice(-4)).toEqual(['CREATE', 'ROLLBACK', 'DELETE', 'COMMIT']);
    expect(statements.some((sql) => sql.includes('START_UDF'))).toBe(false);
  });
});

describe('only_if_there', () => {
  test.each([[undefined], [{ status: 'Deleting', config_name: 'churn-22222222' }]])(
    'does not create a deleted endpoint again (%j)',
    async (endpoint) => {
      const { error, statements } = await create(
        { row: endpointRow(), ...(endpoint && { endpoint }) },
        { only_if_there: true },
      );
      expect(error).toContain("E-SME-169: AWS has no endpoint 'churn' in Region 'eu-central-1', or is deleting it.");
      expect(verbs(statements)).toEqual(['COMMIT', 'PLAN']);
    },
  );

  test('returns the status of an existing endpoint and creates nothing', async () => {
    const endpoint = { status: 'Creating', config_name: 'churn-22222222' };
    const { error, statements } = await create({ row: endpointRow(), endpoint }, { only_if_there: 'true' });
    expect(error).toBeUndefined();
    expect(statements.find((sql) => sql.includes('START_UDF'))).toContain('"only_if_there":true');
  });

  test('must be true or false', async () => {
    expect((await create({}, { only_if_there: 'maybe' })).error).toContain("Invalid only_if_there 'maybe'");
  });
});

describe('a time to live', () => {
  const endpoint = { status: 'InService', config_name: 'churn-22222222' };
  const until = (seconds: string | null, moment: string | null) => endpointRow({ 17: seconds, 18: moment });
  const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
  const readStart = (statements: readonly string[]) =>
    JSON.parse(/\('(\{.*\})'/s.exec(statements.find((sql) => sql.includes('START_UDF')) ?? '')?.[1] ?? '{}');

  test('sets the same expiry in row, tags and result', async () => {
    const before = Date.now();
    const { rows, statements } = await create({}, { time_to_live_in_seconds: 3600 });
    const at = String(rows[0]?.[7]);
    expect(at).toMatch(moment);
    const seconds = (Date.parse(`${at.replace(' ', 'T')}Z`) - before) / 1000;
    expect(seconds).toBeGreaterThan(3598);
    expect(statements.find((sql) => sql.startsWith('INSERT INTO "SCR"') && sql.includes('VALUES'))).toContain(
      `3600, TIMESTAMP '${at}.000'`,
    );
    expect(readStart(statements)).toMatchObject({ expires_at: `${at.replace(' ', 'T')}Z`, moves_expiry: false });
  });

  test.each([
    ['passed again', { time_to_live_in_seconds: '3600' }],
    ['omitted', {}],
  ])('counts from the first call if it is %s, even after the expiry', async (_, changes) => {
    const row = until('3600', '2020-02-29 23:59:59');
    const { rows, statements } = await create({ row, endpoint }, changes);
    expect(rows[0]?.[7]).toBe('2020-02-29 23:59:59');
    expect(readStart(statements)).toMatchObject({ expires_at: '2020-02-29T23:59:59Z', moves_expiry: false });
  });

  test('counts from now if it changes, and the row changes after the tags', async () => {
    const row = until('3600', '2020-02-29 23:59:59');
    const { rows, statements } = await create({ row, endpoint }, { time_to_live_in_seconds: 7200 });
    expect(String(rows[0]?.[7]) > '2026').toBe(true);
    expect(readStart(statements)).toMatchObject({ moves_expiry: true });
    const writes = statements.filter((sql) => sql.includes(String(rows[0]?.[7])));
    expect(writes.map((sql) => sql.split(' ')[0])).toEqual(['UPDATE']);
    expect(writes[0]).toMatch(/ENDPOINT_STATUS = .*TIME_TO_LIVE_IN_SECONDS = 7200/);
  });

  test('starts again after the expiry if the endpoint no longer exists in AWS', async () => {
    const row = until('3600', '2020-02-29 23:59:59');
    const again = await create({ row }, { time_to_live_in_seconds: 3600 });
    expect(String(again.rows[0]?.[7]) > '2026').toBe(true);
    expect((await create({ row })).rows[0]?.[7]).toBeNull();
  });

  test.each([[0], [-1], [1.5], ['8h'], [315_360_001]])('of %s is refused', async (seconds) => {
    const { error, statements } = await create({}, { time_to_live_in_seconds: seconds });
    expect(error).toContain(`E-SME-54: Invalid time_to_live_in_seconds '${seconds}'`);
    expect(statements.some((sql) => sql.includes('START_UDF'))).toBe(false);
  });
});
