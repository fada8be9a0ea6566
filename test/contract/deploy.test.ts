import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderWanted } from '../../src/deploy/wanted.js';
import { deploy, plan, render, UserError } from '../../src/index.js';
import { names } from '../../src/scripts/names.js';
import { recordRequests, runOnSandbox } from '../support/deploy.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;
let execute: (sql: string) => Promise<readonly (readonly unknown[])[]>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  execute = async (sql) => {
    const answer = await runStatement(driver, sql);
    if (answer.kind === 'error') {
      throw new Error(`${answer.sqlCode}: ${answer.text}\n${sql}`);
    }
    return answer.kind === 'resultSet' ? answer.rows : [];
  };
});
afterAll(() => sandbox?.stop());

const wanted = renderWanted('X', 'PYTHON3');
const everything = [...wanted.scripts, ...wanted.tables].map(({ name }) => name).sort();

async function listObjects(schema: string): Promise<readonly unknown[]> {
  const rows = await execute(
    `SELECT SCRIPT_NAME AS N FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = '${schema}' UNION ALL ` +
      `SELECT TABLE_NAME FROM SYS.EXA_ALL_TABLES WHERE TABLE_SCHEMA = '${schema}' ORDER BY 1`,
  );
  return rows.map(([name]) => name);
}

const runDeploy = (schema: string, ...more: readonly string[]) =>
  runOnSandbox(sandbox, ['deploy', '--schema', schema, ...more]);
const status = (schema: string, ...more: readonly string[]) =>
  runOnSandbox(sandbox, ['status', '--schema', schema, ...more]);

/** Requests after the login, the goodbye included. */
const afterLogin = (commands: readonly string[]) => commands.filter((command) => command !== 'login');

describe('deploy', () => {
  test('installs everything with at most 8 requests, the second time nothing with at most 4', async () => {
    const fresh = recordRequests();
    const first = await runDeploy('FRESH', '--create-schema');
    expect(first).toMatchObject({ exitCode: 0, document: { ok: true, data: { changed: true, schema: 'FRESH' } } });
    expect(first.document.warnings).toEqual([]);
    expect(first.document.data.runtime?.python).toMatch(/^3\./);
    expect(afterLogin(fresh).length).toBeLessThanOrEqual(8);
    expect(await listObjects('FRESH')).toEqual(everything);

    const unchanged = recordRequests();
    const second = await runDeploy('FRESH');
    expect(second).toMatchObject({ exitCode: 0, document: { data: { changed: false } } });
    expect(new Set(second.document.data.steps.map(({ action }) => action))).toEqual(new Set(['keep']));
    expect(afterLogin(unchanged).length).toBeLessThanOrEqual(4);
    expect((await status('FRESH', '--exit-code')).exitCode).toBe(0);
  });

  test('names --create-schema where the schema is missing', async () => {
    const { exitCode, document } = await runDeploy('NOWHERE');
    expect(exitCode).toBe(7);
    expect(document.error).toMatchObject({ code: 'E-SME-16', mitigation: expect.stringContaining('--create-schema') });
  });

  test('changes nothing with --dry-run, and prints what it would run', async () => {
    const { exitCode, document } = await runDeploy('DRY', '--create-schema', '--dry-run');
    expect(exitCode).toBe(0);
    expect(document.data.sql).toContain('CREATE SCHEMA "DRY"');
    expect(await execute("SELECT 1 AS X FROM SYS.EXA_SCHEMAS WHERE SCHEMA_NAME = 'DRY'")).toEqual([]);
  });

  test.each(['"select"', '"mixedCase"', '"Größe 你"', '"with ""quotes"""', 'lower'])(
    'works in the schema %s',
    async (schema) => {
      expect((await runDeploy(schema, '--create-schema')).document.error).toBeUndefined();
      expect((await status(schema)).document.data.state).toBe('current');
    },
  );

  test('takes a schema by its exact name first, else upper-cased', async () => {
    await execute('CREATE SCHEMA "twice"');
    await execute('CREATE SCHEMA TWICE');
    expect((await runDeploy('twice', '--dry-run')).document.data.schema).toBe('twice');
    expect((await runDeploy('Twice', '--dry-run')).document.data.schema).toBe('TWICE');
  });

  test('leaves no trace when it fails in the middle, and names where', async () => {
    const { exitCode, document } = await runDeploy('HALF', '--create-schema', '--language-alias', 'NO_SUCH_ALIAS');
    expect(exitCode).toBe(1);
    expect(document.error?.message).toContain(names.runtimeInfoUdf);
    expect(await execute("SELECT 1 AS X FROM SYS.EXA_SCHEMAS WHERE SCHEMA_NAME = 'HALF'")).toEqual([]);
  });

  test.each([
    { when: 'while it looks', batch: 1, left: [0] },
    // the answer to the COMMIT may overtake Ctrl-C: then all is there
    { when: 'while it works', batch: 2, left: [0, everything.length] },
  ])('leaves all or nothing on Ctrl-C $when', async ({ batch, left }) => {
    const interruption = new AbortController();
    let batches = 0;
    recordRequests((command) => {
      batches += command === 'executeBatch' ? 1 : 0;
      if (batches === batch) {
        queueMicrotask(() => interruption.abort());
      }
    });
    const schema = `BROKEN_OFF_${batch}`;
    const args = ['deploy', '--schema', schema, '--create-schema'];
    const { exitCode, document } = await runOnSandbox(sandbox, args, { signal: interruption.signal });
    expect(exitCode).toBe(130);
    expect(document.error?.mitigation).toContain('rolls back');
    expect(left).toContain((await listObjects(schema)).length);
  });

  test('ends well when several run at once', async () => {
    const start = () => runDeploy('AT_ONCE', '--create-schema');
    const runs = await Promise.all([start(), start(), start()]);
    expect(runs.map(({ document }) => document.error)).toEqual([undefined, undefined, undefined]);
    expect(await listObjects('AT_ONCE')).toEqual(everything);
    expect((await status('AT_ONCE')).document.data.state).toBe('current');
  });

  test('tells a user which grant is lacking', async () => {
    await execute('CREATE USER CLERK IDENTIFIED BY "clerk_pw"');
    await execute('GRANT CREATE SESSION TO CLERK');
    await execute('CREATE SCHEMA NOT_YOURS');
    const asClerk = {
      exasol: {
        ...sandbox.exasol,
        user: 'CLERK' as typeof sandbox.exasol.user,
        password: 'clerk_pw' as typeof sandbox.exasol.password,
      },
    };
    const { exitCode, document } = await runOnSandbox(asClerk, ['deploy', '--schema', 'NOT_YOURS']);
    expect(exitCode).toBe(4);
    expect(document.error?.mitigation).toContain('GRANT CREATE ANY SCRIPT TO "CLERK"');
  });

  test('prints grants that Exasol takes', async () => {
    const { document } = await runDeploy('GRANTED', '--create-schema');
    await execute('CREATE USER READER IDENTIFIED BY "reader_pw"');
    await execute("CREATE CONNECTION S3 TO 'https://b.s3.eu-west-1.amazonaws.com' USER 'u' IDENTIFIED BY 'p'");
    for (const grant of document.data.grants) {
      await execute(grant.replace('<USER_OR_ROLE>', 'READER').replace('<CONNECTION>', 'S3'));
    }
  });
});

describe('status and repair', () => {
  test('shows a script that was edited and one that is missing, and deploy mends just these', async () => {
    await runDeploy('DRIFT', '--create-schema');
    await execute(`CREATE OR REPLACE LUA SCRIPT "DRIFT"."${names.train}" (json) RETURNS TABLE AS\nexit()`);
    await execute(`DROP SCRIPT "DRIFT"."${names.pollJobStatus}"`);
    const before = await status('DRIFT', '--exit-code');
    expect(before).toMatchObject({ exitCode: 3, document: { ok: true, data: { state: 'drifted' } } });
    const states = new Map(before.document.data.objects.map(({ name, state }) => [name, state]));
    expect(states.get(names.train)).toBe('foreign');
    expect(states.get(names.pollJobStatus)).toBe('missing');

    const { document } = await runDeploy('DRIFT');
    const changed = document.data.steps.filter(({ action }) => action !== 'keep').map(({ name }) => name);
    expect(changed.sort()).toEqual([names.train, names.pollJobStatus].sort());
    expect((await status('DRIFT')).document.data.state).toBe('current');
  });

  test('migrates the table of the earlier extension with its rows', async () => {
    await execute('CREATE SCHEMA EARLIER');
    await execute(`CREATE TABLE EARLIER.${names.jobTable} (
      DATETIME TIMESTAMP NOT NULL, JOB_NAME VARCHAR(32), AWS_CREDENTIALS_CONNECTION_NAME VARCHAR(100) NOT NULL,
      IAM_SAGEMAKER_ROLE VARCHAR(1000) NOT NULL, S3_BUCKET_URI VARCHAR(1000) NOT NULL, S3_OUTPUT_PATH VARCHAR(1000) NOT NULL,
      TARGET_ATTRIBUTE_NAME VARCHAR(10000) NOT NULL, PROBLEM_TYPE VARCHAR(100), OBJECTIVE VARCHAR(100),
      MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS INTEGER, MAX_CANDIDATES INTEGER, MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS INTEGER,
      SESSION_ID INTEGER NOT NULL, SCRIPT_USER VARCHAR(100) NOT NULL, COLUMN_NAMES VARCHAR(2000000) NOT NULL,
      COLUMN_TYPES VARCHAR(2000000) NOT NULL, PRIMARY KEY (JOB_NAME))`);
    await execute(`INSERT INTO EARLIER.${names.jobTable} VALUES (TIMESTAMP '2024-01-01 10:00:00', 'old-job', 'C', 'R', 's3://b', 'p', 'T',
      NULL, NULL, NULL, NULL, NULL, 1, 'SYS', 'A;B', 'INT;INT')`);
    const { document } = await runDeploy('EARLIER');
    expect(document.error).toBeUndefined();
    expect(document.data.steps.find(({ name }) => name === names.jobTable)?.action).toBe('migrate');
    expect(await execute(`SELECT JOB_NAME, EXTENSION_VERSION FROM EARLIER.${names.jobTable}`)).toEqual([
      ['old-job', null],
    ]);
    expect((await status('EARLIER')).document.data.state).toBe('current');
  });

  test('says that nothing is deployed in an empty schema', async () => {
    await execute('CREATE SCHEMA BARE');
    expect((await status('BARE')).document.data.state).toBe('not_deployed');
  });
});

describe('what render prints', () => {
  test('installs the same as deploy', async () => {
    await execute('CREATE SCHEMA RENDERED');
    const { tables, scripts } = render({ schema: 'rendered' });
    for (const { sql } of [...tables, ...scripts]) {
      await execute(sql);
    }
    expect((await status('RENDERED')).document.data.state).toBe('current');
  });
});

describe('the API', () => {
  test('plans and deploys as the commands do', async () => {
    const { host, port, user, password, fingerprint } = sandbox.exasol;
    const settings = { host, port, user, password, fingerprint, schema: 'BY_API', createSchema: true };
    const planned = await plan(settings);
    expect(planned.plan.steps[0]).toMatchObject({ action: 'create', kind: 'schema', name: 'BY_API' });
    expect(await deploy(settings)).toMatchObject({ changed: true, warnings: [] });
    expect(await deploy({ ...settings, createSchema: false })).toMatchObject({ changed: false });
    await expect(deploy({ ...settings, password: 'wrong' })).rejects.toBeInstanceOf(UserError);
  });
});

describe('undeploy', () => {
  test('removes what deploy installed, and nothing else', async () => {
    await runDeploy('GOING', '--create-schema');
    await execute('CREATE LUA SCRIPT GOING.SME_MINE () AS\nexit()');
    await execute('CREATE TABLE GOING.OTHER (X INT)');
    const undeploy = (...more: readonly string[]) => runOnSandbox(sandbox, ['undeploy', '--schema', 'GOING', ...more]);

    await undeploy('--dry-run');
    expect(await listObjects('GOING')).toHaveLength(everything.length + 2);
    expect((await undeploy()).exitCode).toBe(0);
    expect(await listObjects('GOING')).toEqual(['OTHER', names.jobTable, names.endpointTable, 'SME_MINE'].sort());
    await undeploy('--drop-metadata');
    expect(await listObjects('GOING')).toEqual(['OTHER', 'SME_MINE']);
    expect((await undeploy()).document.data.changed).toBe(false);
  });
});

describe('secrets', () => {
  test('appear nowhere, even with --debug and a failure', async () => {
    const canary = 'canary-4711';
    const run = await runOnSandbox(sandbox, [
      'deploy',
      '--schema',
      'X',
      '--debug',
      '--db-password',
      canary,
      '--access-token',
      canary,
    ]);
    expect(run.exitCode).toBe(2);
    const { host, port, fingerprint } = sandbox.exasol;
    const wrong = { exasol: { ...sandbox.exasol, password: canary as typeof sandbox.exasol.password } };
    const refused = await runOnSandbox(wrong, [
      'deploy',
      '--schema',
      'X',
      '--debug',
      '--dsn',
      `exasol://u:${canary}@${host}:${port}?fingerprint=${fingerprint}`,
    ]);
    expect(refused.exitCode).toBe(4);
    expect(run.stdout + run.stderr + refused.stdout + refused.stderr).not.toContain(canary);
  });
});
