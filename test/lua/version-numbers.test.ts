import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { evaluate, refusal, runScript, type Stubs } from './run-lua.js';
import { kinds, requestOf, rowOf, train } from './training-stubs.js';

/** JOB_NAME, MODEL_NAME, VERSION and RUN_STATE, the oldest row first. */
type VersionRow = readonly [job: string, model: string, version: string | null, state: string | null];

const readVersions: RegExp = /^SELECT JOB_NAME, MODEL_NAME, CAST\(VERSION AS VARCHAR\(40\)\), RUN_STATE /;

const readAll = async (rows: readonly VersionRow[]) => {
  const code = `
local versions = require('sme.version_numbers').read_all(require('sme.database').new(pquery), '"S"."T"')
local parts = {}
for job, version in pairs(versions) do
    parts[#parts + 1] = ('%s=%s %d'):format(job, version.model, version.version)
end
table.sort(parts)
return { { table.concat(parts, ',') } }, 'R VARCHAR(1000)'`;
  return await evaluate(code, [[readVersions, rows]]);
};

describe('the number of a version', () => {
  test('is the stored one, even if earlier versions have no row', async () => {
    const rows: VersionRow[] = [
      ['c', 'churn', '5', 'STARTED'],
      ['d', 'churn', '4', 'STARTED'],
    ];
    expect(await readAll(rows)).toBe('c=churn 5,d=churn 4');
  });

  test('is counted in rows without one, which take the lowest free numbers in the order of their start', async () => {
    const rows: VersionRow[] = [
      ['a', 'churn', null, null],
      ['b', 'Churn', '2', 'STARTED'],
      ['c', 'churn', null, 'STARTED'],
      ['x', 'age', null, 'STARTED'],
      ['d', 'churn', '9', 'STARTED'],
    ];
    expect(await readAll(rows)).toBe('a=churn 1,b=churn 2,c=churn 3,d=churn 9,x=age 1');
  });

  test('of a run whose job is not known to exist is taken, but the run is not a version', async () => {
    const rows: VersionRow[] = [
      ['a', 'churn', '1', 'STARTING'],
      ['b', 'churn', null, 'EXPORTING'],
      ['c', 'churn', null, 'STARTED'],
    ];
    expect(await readAll(rows)).toBe('c=churn 2');
  });
});

describe('a training of a model', () => {
  /** A training whose own row has a number. The rows of the others are older. */
  const modelTraining = (others: readonly VersionRow[], stubs: Stubs = [], number: string | null = null) => {
    let own = '';
    const insert = (sql: string) => {
      own = /'(churn-\d{14})'/.exec(sql)?.[1] ?? '';
      return 1;
    };
    return train({ job_name: undefined, model_name: 'churn' }, [
      ...stubs,
      [/^INSERT INTO \S+ \(/, insert],
      [readVersions, () => [...others, [own, 'churn', number, 'STARTING']]],
    ]);
  };
  /** The statements that store numbers: job and number. */
  const stored = (statements: readonly string[]) =>
    statements.flatMap((sql) => {
      const [, number, job] = /SET VERSION = (\d+) WHERE JOB_NAME = '(.*)'$/.exec(sql) ?? [];
      return number === undefined ? [] : [`${job?.replace(/\d{14}/, '<time>')}=${number}`];
    });

  test('takes the next number in the transaction that writes STARTING, and sends it to AWS', async () => {
    const { statements, error } = await modelTraining([
      ['b', 'churn', '7', 'STARTED'],
      ['a', 'churn', '2', 'STARTED'],
    ]);
    expect(error).toBeUndefined();
    const start = statements.findIndex((sql) => sql.includes(`"RUN_STATE" = 'STARTING'`));
    expect(kinds(statements.slice(start, start + 5))).toEqual([
      'UPDATE',
      'SELECT',
      'UPDATE',
      'COMMIT',
      'SME_AUTOPILOT_TRAINING_START_UDF',
    ]);
    expect(stored(statements)).toEqual(['churn-<time>=8']);
    expect(requestOf(statements, 'TRAINING_START_UDF').row).toMatchObject({ MODEL_NAME: 'churn', VERSION: 8 });
  });

  test('stores the counted numbers of older rows, too', async () => {
    const { statements } = await modelTraining([
      ['a', 'churn', null, null],
      ['b', 'churn', null, 'STARTED'],
      ['c', 'churn', null, 'EXPORTING'],
    ]);
    expect(stored(statements)).toEqual(['a=1', 'b=2', 'churn-<time>=3']);
  });

  test('keeps the number of a run that it took over', async () => {
    const { statements } = await modelTraining([['other', 'churn', '5', 'STARTED']], [], '4');
    expect(stored(statements)).toEqual([]);
    expect(requestOf(statements, 'TRAINING_START_UDF').row).toMatchObject({ VERSION: 4 });
  });

  test('starts nothing if the number cannot be stored', async () => {
    const { statements, error } = await modelTraining([], [[/SET VERSION/, refusal('disk full')]]);
    expect(error).toMatch(/^"?E-SME-74: .*disk full/);
    expect(kinds(statements)).not.toContain('SME_AUTOPILOT_TRAINING_START_UDF');
    expect(statements.at(-1)).toBe('ROLLBACK');
  });

  test('takes a number again after a collision of transactions', async () => {
    let collisions = 0;
    const commit: Stubs[number] = [
      /^COMMIT/,
      () => (collisions++ === 3 ? refusal('GlobalTransactionRollback: Transaction collision') : 0),
    ];
    const { statements, error } = await modelTraining([], [commit]);
    expect(error).toBeUndefined();
    expect(stored(statements)).toEqual(['churn-<time>=1', 'churn-<time>=1']);
  });

  test('without model_name has no number', async () => {
    const { statements } = await train();
    expect(stored(statements)).toEqual([]);
    expect(requestOf(statements, 'TRAINING_START_UDF').row).not.toHaveProperty('VERSION');
  });

  test('without model_name removes the number of a run that it takes over', async () => {
    const { statements } = await train({}, [
      [/^SELECT JOB_NAME, RUN_STATE/, [rowOf('EXPORTING', '77')]],
      [/EXA_ALL_SESSIONS WHERE SESSION_ID = 77/, [['0']]],
    ]);
    expect(statements.find((sql) => sql.includes("RUN_TOKEN = 'old-token'"))).toContain('"VERSION" = NULL');
  });
});

describe('a recovery', () => {
  const recover = async (row: object, holders: readonly VersionRow[] = []) => {
    const job = { row: { JOB_NAME: 'churn-1', ...row }, created: '2026-01-02 03:04:05', complete: true };
    const values = { aws_credentials_connection_name: 'AWS', aws_region: 'eu-central-1' };
    const { rows, statements, error } = await runScript(names.recoverJobs, values, [
      [/CONNECTION/, [['AWS']]],
      [/WHERE 1 = 0/, 0],
      [readVersions, holders],
      [/^SELECT JOB_NAME/, []],
      [/_UDF"/, [[JSON.stringify({ jobs: [job], failures: [], problems: [] })]]],
      [/^(INSERT|UPDATE|COMMIT|ROLLBACK)/, 1],
    ]);
    expect(error).toBeUndefined();
    const insert = statements.findIndex((sql) => /^INSERT INTO \S+ \(/.test(sql));
    return { result: rows[0]?.[2], after: statements.slice(insert + 1), insert: statements[insert] };
  };

  test.each([3, '3'])('restores the number of the version: %j', async (version) => {
    const { result, after, insert } = await recover({ MODEL_NAME: 'churn', VERSION: version });
    expect(result).toBe('recovered');
    expect(insert).toMatch(/"MODEL_NAME".*'churn'/);
    expect(insert).not.toContain('VERSION"');
    expect(after.slice(1)).toEqual([
      `UPDATE "SCR"."SME_METADATA_AUTOPILOT_JOBS" SET VERSION = 3 WHERE JOB_NAME = 'churn-1'`,
      'COMMIT',
    ]);
    expect(after[0]).toContain(
      "WHERE UPPER(MODEL_NAME) = UPPER('churn') AND VERSION = 3 AND JOB_NAME <> 'churn-1' ORDER BY",
    );
  });

  test('does not give two versions one number', async () => {
    const holder: VersionRow = ['churn-2', 'churn', '3', 'STARTED'];
    const { result, after } = await recover({ MODEL_NAME: 'churn', VERSION: 3 }, [holder]);
    expect(result).toBe("recovered; its version number 3 was not restored, because the job 'churn-2' has it");
    expect(after.map((sql) => sql.split(' ')[0])).toEqual(['SELECT', 'COMMIT']);
  });

  test.each([0, -1, 1.5, '1; DROP', '', true, null])('ignores an edited number: %j', async (version) => {
    const { result, after } = await recover({ MODEL_NAME: 'churn', VERSION: version });
    expect([result, ...after]).toEqual(['recovered', 'COMMIT']);
  });
});
