/** A command with a model name that runs again while the session of its first run is exporting, or after it died. */
import { describe, expect, test } from 'vitest';
import { evaluate, refusal, runTraining, type Stubs } from './run-lua.js';
import { fine, parameters as shared } from './training-stubs.js';

const parameters = { ...shared, job_name: undefined, model_name: 'churn' };

const base: Stubs = [
  [/^SELECT CONNECTION_NAME/, [['AWS_CONN']]],
  [
    /^SELECT COLUMN_SCHEMA/,
    [
      ['SALES', 'CUSTOMERS', 'CHURN', 'VARCHAR(3) UTF8'],
      ['SALES', 'CUSTOMERS', 'ID', 'DOUBLE'],
    ],
  ],
  [/^SELECT CAST\(COUNT/, [['12000', '11990', '2', '0']]],
  [/TRAINING_CHECK_UDF/, [[fine]]],
  [/^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK)/, 0],
];

/** The row of another run of the same command. */
const other = (digest: string) => [
  'churn-20261127101010',
  'EXPORTING',
  'other-token',
  '77',
  'BOB',
  's3://my-bucket/old/',
  null,
  null,
  'AWS_CONN',
  'eu-central-1',
  digest,
  'churn',
];
const digestOf = (sql: string) => /REQUEST_DIGEST = '([^']+)'/.exec(sql)?.[1] ?? '';
const exports = (statements: readonly string[]) => statements.filter((sql) => sql.startsWith('EXPORT'));

describe('the same command again', () => {
  test('is refused while the session of the first run exists', async () => {
    const { error, statements } = await runTraining(JSON.stringify(parameters), [
      [/^SELECT JOB_NAME, RUN_STATE/, (sql) => [other(digestOf(sql))]],
      [/EXA_ALL_SESSIONS WHERE SESSION_ID = 77$/, [['1']]],
      ...base,
    ]);
    expect(error).toContain(
      "E-SME-263: The same command is still running as job 'churn-20261127101010': session 77 of user 'BOB' is exporting",
    );
    expect(exports(statements)).toEqual([]);
  });

  test('is refused if the sessions cannot be read', async () => {
    const { error, statements } = await runTraining(JSON.stringify(parameters), [
      [/^SELECT JOB_NAME, RUN_STATE/, (sql) => [other(digestOf(sql))]],
      [/EXA_ALL_SESSIONS/, refusal('insufficient privileges')],
      ...base,
    ]);
    expect(error).toMatch(
      /E-SME-266: Session 77 .* It is unknown whether that session still exists: insufficient privileges\./,
    );
    expect(exports(statements)).toEqual([]);
    expect(statements.filter((sql) => /^INSERT INTO .* VALUES/.test(sql))).toEqual([]);
  });

  test('is rolled back if another session has reserved a name meanwhile', async () => {
    let searches = 0;
    const { error, statements } = await runTraining(JSON.stringify(parameters), [
      [/^SELECT JOB_NAME, RUN_STATE/, (sql) => (searches++ === 0 ? [] : [other(digestOf(sql))])],
      [/EXA_ALL_SESSIONS/, [['1']]],
      ...base,
    ]);
    expect(error).toContain('E-SME-263');
    expect(exports(statements)).toEqual([]);
    const insert = statements.findIndex((sql) => /^INSERT INTO .* VALUES/.test(sql));
    expect(statements.slice(insert).map((sql) => sql.split(' ')[0])).toEqual([
      'INSERT',
      'SELECT',
      'SELECT',
      'ROLLBACK',
    ]);
  });
});

test('the digest depends on every value, but not on the order of keys or on white space', async () => {
  const digest = (json: string) =>
    evaluate(`return { { require('sme.request_digest').make([==[${json}]==]) } }, 'C VARCHAR(99)'`);
  const first = await digest('{"a":1,"b":{"c":["x","y"],"d":null}}');
  expect(await digest('{ "b" : {"d":null, "c":["x","y"]}, "a":1 }')).toBe(first);
  expect(await digest('{"a":1,"b":{"c":["y","x"],"d":null}}')).not.toBe(first);
  expect(await digest('{"a":2,"b":{"c":["x","y"],"d":null}}')).not.toBe(first);
});
