import { afterEach, describe, expect, test, vi } from 'vitest';
import { applyPlan, type PlannedChange } from '../../../src/deploy/apply.js';
import { planDeployment } from '../../../src/deploy/plan.js';
import { runSmokeTest } from '../../../src/deploy/smoke-test.js';
import { UserError } from '../../../src/errors/user-error.js';
import type { Session, StatementResult } from '../../../src/exasol/session.js';
import { SqlError } from '../../../src/exasol/sql-error.js';
import { silentLogger, silentProgress } from '../../../src/logger.js';
import { deployedSchema, desired, emptySchema } from './installed.js';

const nothing: StatementResult = { columns: [], rows: [], rowCount: 0 };
const collision = {
  text: 'GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.',
  sqlCode: '40001',
};

afterEach(() => {
  vi.useRealTimers();
});

/** A session that records its requests; `respond` may throw. */
function stubSession(respond: (sql: string) => StatementResult = () => nothing) {
  const requests: string[][] = [];
  const session: Session = {
    query: async (sql) => {
      requests.push([sql]);
      return respond(sql);
    },
    batch: async (statements) => {
      if (statements.length > 0) {
        requests.push([...statements]);
      }
      return statements.map(respond);
    },
  };
  return { session, requests };
}

const udfs = { languageAlias: 'PYTHON3', environment: {} };
const fresh: PlannedChange = { udfs, installed: emptySchema, plan: planDeployment(desired, emptySchema) };
const done: PlannedChange = { udfs, installed: deployedSchema, plan: planDeployment(desired, deployedSchema) };
/** Applies plans: each attempt uses the next one, and further attempts use the last one. */
const apply = (session: Session, ...changes: readonly PlannedChange[]) => {
  let attempts = 0;
  const makePlan = async () => changes[Math.min(attempts++, changes.length - 1)] ?? fresh;
  return applyPlan(session, makePlan, 'The deployment', { logger: silentLogger, progress: silentProgress });
};

async function expectUserError(work: Promise<unknown>): Promise<UserError> {
  const thrown = await work.catch((error: unknown) => error);
  if (!(thrown instanceof UserError)) {
    throw new Error(`expected a UserError, got ${String(thrown)}`);
  }
  return thrown;
}

describe('applying a plan', () => {
  test('sends one request that ends with COMMIT', async () => {
    const { session, requests } = stubSession();
    await apply(session, fresh);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.at(-1)).toBe('COMMIT');
    expect(requests[0]).toHaveLength(2 * desired.scripts.length + desired.tables.length + 1);
  });

  test('sends several requests if a terminal shows how many statements have run', async () => {
    const { session, requests } = stubSession();
    const shown: string[] = [];
    const progress = { ...silentProgress, isLive: true, detail: (text: string) => shown.push(text) };
    await applyPlan(session, async () => fresh, 'The deployment', { logger: silentLogger, progress });
    const count = 2 * desired.scripts.length + desired.tables.length + 1;
    expect(requests.flat()).toHaveLength(count);
    expect(requests.at(-1)?.at(-1)).toBe('COMMIT');
    expect(shown[1]).toBe(`statement 6 of ${count}`);
    expect(shown).toHaveLength(requests.length);
  });

  test('queries no system table before COMMIT, because uncommitted changes are not visible there', async () => {
    const order: string[] = [];
    const { session } = stubSession((sql) => {
      order.push(sql.split(' ', 1)[0] ?? '');
      return nothing;
    });
    const look = async () => {
      order.push('look');
      return fresh;
    };
    await applyPlan(session, look, 'The deployment', { logger: silentLogger, progress: silentProgress });
    expect(order[0]).toBe('look');
    expect(order.at(-1)).toBe('COMMIT');
    expect(new Set(order.slice(1, -1))).toEqual(new Set(['CREATE', 'COMMENT']));
  });

  test('sends nothing if there is nothing to do', async () => {
    const { session, requests } = stubSession();
    await apply(session, done);
    expect(requests).toEqual([]);
  });

  test('disables a SQL preprocessor first', async () => {
    const { session, requests } = stubSession();
    const installed = { ...emptySchema, database: { ...emptySchema.database, preprocessor: 'X.Y' } };
    await apply(session, { ...fresh, installed });
    expect(requests[0]?.[0]).toBe("ALTER SESSION SET SQL_PREPROCESSOR_SCRIPT=''");
  });

  test('names the object that failed, and rolls back', async () => {
    const failing = desired.scripts[1]?.name ?? '';
    const { session, requests } = stubSession((sql) => {
      if (sql.includes(`"${failing}"`)) {
        throw new SqlError({ text: 'No usable script language container', sqlCode: '42000' }, 'x');
      }
      return nothing;
    });
    const error = await expectUserError(apply(session, fresh));
    expect(error).toMatchObject({ code: 'E-SME-17', exitCode: 1 });
    expect(error.message).toContain(`'${failing}'`);
    expect(error.message).toContain('No usable script language container (42000)');
    expect(requests.at(-1)).toEqual(['ROLLBACK']);
    expect(requests.slice(1).flat()).not.toContain('COMMIT');
  });

  test('names the missing grant', async () => {
    const installed = {
      ...emptySchema,
      owner: 'ann',
      database: { ...emptySchema.database, user: 'ann', privileges: [] },
    };
    const { session } = stubSession((sql) => {
      if (sql.startsWith('CREATE')) {
        throw new SqlError({ text: 'insufficient privileges for creating table', sqlCode: '42500' }, 'x');
      }
      return nothing;
    });
    const error = await expectUserError(apply(session, { ...fresh, installed }));
    expect(error).toMatchObject({ code: 'E-SME-21', exitCode: 4 });
    expect(error.mitigation).toContain('GRANT CREATE SCRIPT TO "ann"');
  });

  test('makes a new plan after a collision', async () => {
    let collisions = 1;
    const { session, requests } = stubSession((sql) => {
      if (sql === 'COMMIT' && collisions-- > 0) {
        throw new SqlError(collision, 'x');
      }
      return nothing;
    });
    expect(await apply(session, fresh, done)).toBe(done);
    expect(requests.map((request) => request.at(-1))).toEqual(['COMMIT', 'ROLLBACK']);
  });

  test('fails if another object keeps the name', async () => {
    const { session, requests } = stubSession((sql) => {
      if (sql.startsWith('CREATE TABLE')) {
        throw new SqlError({ text: 'object SME_METADATA_AUTOPILOT_JOBS already exists', sqlCode: '42500' }, 'x');
      }
      return nothing;
    });
    const error = await expectUserError(apply(session, fresh));
    expect(error).toMatchObject({
      code: 'E-SME-17',
      message: expect.stringContaining("'SME_METADATA_AUTOPILOT_JOBS'"),
    });
    expect(requests.at(-1)).toEqual(['ROLLBACK']);
  });

  test('gives up after too many collisions', async () => {
    const { session, requests } = stubSession((sql) => {
      if (sql === 'COMMIT') {
        throw new SqlError(collision, 'x');
      }
      return nothing;
    });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const error = expectUserError(apply(session, fresh));
    await vi.runAllTimersAsync();
    expect(await error).toMatchObject({ code: 'E-SME-18' });
    expect(requests.at(-1)).toEqual(['ROLLBACK']);
  });

  test('reports a lost connection unchanged', async () => {
    const lost = new UserError('E-SME-15', 'gone', { mitigation: '' });
    const { session } = stubSession(() => {
      throw lost;
    });
    expect(await expectUserError(apply(session, fresh))).toBe(lost);
  });
});

describe('the test call', () => {
  const answering = (text: string) => stubSession(() => ({ columns: ['X'], rows: [[text]], rowCount: 1 })).session;

  test('returns the versions of the container', async () => {
    const json = '{"python":"3.10.4","boto3":"1.34.98","botocore":"1.34.98","auto_ml_job_v2":true}';
    expect(await runSmokeTest(answering(json), 'ML', 'PYTHON3')).toEqual({
      runtime: { python: '3.10.4', boto3: '1.34.98', botocore: '1.34.98', knowsV2: true },
      warnings: [],
    });
  });

  test.each([
    {
      name: 'no boto3',
      json: '{"python":"3.8.2","boto3":null,"botocore":null,"auto_ml_job_v2":false}',
      part: 'has no boto3',
    },
    {
      name: 'old boto3',
      json: '{"python":"3.6.9","boto3":"1.20.1","botocore":"1.23.1","auto_ml_job_v2":false}',
      part: 'CreateAutoMLJobV2',
    },
    { name: 'nonsense', json: 'hello', part: "'hello'" },
  ])('warns about $name', async ({ json, part }) => {
    const { warnings } = await runSmokeTest(answering(json), 'ML', 'PYTHON3');
    expect(warnings.join()).toContain(part);
  });

  test('warns if the UDF cannot run, with the error of Exasol', async () => {
    const { session } = stubSession(() => {
      throw new SqlError({ text: 'VM error: F-UDF-CL-LIB-1127', sqlCode: '22002' }, 'x');
    });
    const { runtime, warnings } = await runSmokeTest(session, 'ML', 'PY9');
    expect(runtime).toBeUndefined();
    expect(warnings.join()).toMatch(/F-UDF-CL-LIB-1127.*PY9/);
  });
});
