import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderDesiredState } from '../../src/deploy/desired-state.js';
import { identifier } from '../../src/exasol/quote.js';
import { deploy, plan, render, UserError } from '../../src/index.js';
import { names } from '../../src/scripts/names.js';
import { recordRequests, runOnSandbox } from '../support/deploy.js';
import { openTarget, type Target } from '../support/target.js';
import { run } from '../support/training.js';

let target: Target;
let execute: (sql: string) => Promise<readonly (readonly unknown[])[]>;

beforeAll(async () => {
  target = await openTarget();
  const driver = await target.connect();
  execute = (sql) => run(driver, sql);
});
afterAll(() => target?.stop());

const wanted = renderDesiredState('X', 'PYTHON3');
const everything = [...wanted.scripts, ...wanted.tables].map(({ name }) => name).sort();

async function listObjects(schema: string): Promise<readonly unknown[]> {
  const rows = await execute(
    `SELECT SCRIPT_NAME AS N FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = '${schema}' UNION ALL ` +
      `SELECT TABLE_NAME FROM SYS.EXA_ALL_TABLES WHERE TABLE_SCHEMA = '${schema}' ORDER BY 1`,
  );
  return rows.map(([name]) => name);
}

const runDeploy = (schema: string, ...more: readonly string[]) =>
  runOnSandbox(target, ['deploy', '--schema', schema, ...more]);
const status = (schema: string, ...more: readonly string[]) =>
  runOnSandbox(target, ['status', '--schema', schema, ...more]);

/** Requests after the login, including the disconnect. */
const afterLogin = (commands: readonly string[]) => commands.filter((command) => command !== 'login');

describe('deploy', () => {
  test('installs everything with at most 8 requests, and needs at most 4 to find nothing to do', async () => {
    const schema = target.schemaName('FRESH');
    const fresh = recordRequests();
    const first = await runDeploy(schema, '--create-schema');
    expect(first).toMatchObject({ exitCode: 0, document: { ok: true, data: { changed: true, schema } } });
    expect(first.document.warnings).toEqual([]);
    expect(first.document.data.runtime?.python).toMatch(/^3\./);
    expect(afterLogin(fresh).length).toBeLessThanOrEqual(8);
    expect(await listObjects(schema)).toEqual(everything);

    const unchanged = recordRequests();
    const second = await runDeploy(schema);
    expect(second).toMatchObject({ exitCode: 0, document: { data: { changed: false } } });
    expect(new Set(second.document.data.steps.map(({ action }) => action))).toEqual(new Set(['keep']));
    expect(afterLogin(unchanged).length).toBeLessThanOrEqual(4);
    expect((await status(schema, '--exit-code')).exitCode).toBe(0);
  });

  test('suggests --create-schema if the schema is missing', async () => {
    const { exitCode, document } = await runDeploy(target.schemaName('NOWHERE'));
    expect(exitCode).toBe(7);
    expect(document.error).toMatchObject({ code: 'E-SME-16', mitigation: expect.stringContaining('--create-schema') });
  });

  test('suggests deploy if status finds no schema', async () => {
    const { exitCode, document } = await status(target.schemaName('NOWHERE'));
    expect(exitCode).toBe(7);
    expect(document.error?.mitigation).toContain('sme deploy --create-schema');
  });

  test('changes nothing with --dry-run, but prints the plan', async () => {
    const schema = target.schemaName('DRY');
    const { exitCode, document } = await runDeploy(schema, '--create-schema', '--dry-run');
    expect(exitCode).toBe(0);
    expect(document.data.sql).toContain(`CREATE SCHEMA "${schema}"`);
    expect(await execute(`SELECT 1 AS X FROM SYS.EXA_SCHEMAS WHERE SCHEMA_NAME = '${schema}'`)).toEqual([]);
  });

  test.each(['select', 'mixedCase', 'Größe 你', 'with "quotes"'])('works in the schema %s, quoted', async (label) => {
    const schema = identifier(target.schemaName(label));
    expect((await runDeploy(schema, '--create-schema')).document.error).toBeNull();
    expect((await status(schema)).document.data.state).toBe('current');
  });

  test('accepts an unquoted schema in lower case', async () => {
    const schema = target.schemaName('lower');
    expect((await runDeploy(schema, '--create-schema')).document.data.schema).toBe(schema.toUpperCase());
    expect((await status(schema)).document.data.state).toBe('current');
  });

  test('prefers the exact name of a schema to the upper-case one', async () => {
    const exact = await target.ownSchema('twice');
    const folded = exact.toUpperCase();
    await execute(`CREATE SCHEMA ${identifier(folded)}`);
    expect((await runDeploy(exact, '--dry-run')).document.data.schema).toBe(exact);
    expect((await runDeploy(exact.replace('t', 'T'), '--dry-run')).document.data.schema).toBe(folded);
  });

  test('rolls back when it fails halfway, and names the object that failed', async () => {
    const schema = target.schemaName('HALF');
    const { exitCode, document } = await runDeploy(schema, '--create-schema', '--language-alias', 'NO_SUCH_ALIAS');
    expect(exitCode).toBe(1);
    expect(document.error?.message).toContain(names.runtimeInfoUdf);
    expect(await execute(`SELECT 1 AS X FROM SYS.EXA_SCHEMAS WHERE SCHEMA_NAME = '${schema}'`)).toEqual([]);
  });

  test.each([
    { when: 'while it looks', batch: 1, left: [0] },
    // the response to COMMIT may arrive before Ctrl-C: then everything is installed
    { when: 'while it works', batch: 2, left: [0, everything.length] },
  ])('leaves everything or nothing on Ctrl-C $when', async ({ batch, left }) => {
    const interruption = new AbortController();
    let batches = 0;
    recordRequests((command) => {
      batches += command === 'executeBatch' ? 1 : 0;
      if (batches === batch) {
        queueMicrotask(() => interruption.abort());
      }
    });
    const schema = target.schemaName(`BROKEN_OFF_${batch}`);
    const args = ['deploy', '--schema', schema, '--create-schema'];
    const { exitCode, document } = await runOnSandbox(target, args, { signal: interruption.signal });
    expect(exitCode).toBe(130);
    expect(document.error?.mitigation).toContain('rolls back');
    expect(left).toContain((await listObjects(schema)).length);
  });

  test('reports Ctrl-C in the test call as an interruption, not as a failing Python', async () => {
    const interruption = new AbortController();
    recordRequests((command) => {
      if (command === 'execute') queueMicrotask(() => interruption.abort());
    });
    const args = ['deploy', '--schema', target.schemaName('BROKEN_OFF_SMOKE'), '--create-schema'];
    const { exitCode, document } = await runOnSandbox(target, args, { signal: interruption.signal });
    expect({ exitCode, code: document.error?.code }).toEqual({ exitCode: 130, code: 'E-SME-4' });
  });

  test('succeeds when several run at the same time', async () => {
    const schema = target.schemaName('AT_ONCE');
    const start = () => runDeploy(schema, '--create-schema');
    const runs = await Promise.all([start(), start(), start()]);
    expect(runs.map(({ document }) => document.error)).toEqual([null, null, null]);
    expect(await listObjects(schema)).toEqual(everything);
    expect((await status(schema)).document.data.state).toBe('current');
  });

  test('names the missing grant', async () => {
    const user = target.userName('CLERK');
    const password = 'Clerk_pw_1';
    await execute(`CREATE USER ${user} IDENTIFIED BY "${password}"`);
    await execute(`GRANT CREATE SESSION TO ${user}`);
    const schema = await target.ownSchema('NOT_YOURS');
    const asClerk = { exasol: { ...target.exasol, user, password } };
    const { exitCode, document } = await runOnSandbox(asClerk, ['deploy', '--schema', schema]);
    expect(exitCode).toBe(4);
    expect(document.error?.mitigation).toContain(`GRANT CREATE ANY SCRIPT TO "${user}"`);
  });

  test('prints grants that Exasol accepts', async () => {
    const schema = target.schemaName('GRANTED');
    const { document } = await runDeploy(schema, '--create-schema');
    const reader = target.userName('READER');
    const connection = target.connectionName('S3');
    await execute(`CREATE USER ${reader} IDENTIFIED BY "Reader_pw_1"`);
    await execute(
      `CREATE CONNECTION ${connection} TO 'https://b.s3.eu-west-1.amazonaws.com' USER 'u' IDENTIFIED BY 'p'`,
    );
    for (const grant of document.data.grants) {
      await execute(
        grant
          .replace('<USER_OR_ROLE>', reader)
          .replace('<CONNECTION>', connection)
          .replace('<PREDICTION_SCHEMA>', identifier(schema)),
      );
    }
  });
});

describe('status and repair', () => {
  test('shows an edited and a missing script, and deploy repairs only these', async () => {
    const schema = target.schemaName('DRIFT');
    await runDeploy(schema, '--create-schema');
    await execute(`CREATE OR REPLACE LUA SCRIPT "${schema}"."${names.train}" (json) RETURNS TABLE AS\nexit()`);
    await execute(`DROP SCRIPT "${schema}"."${names.pollJobStatus}"`);
    const before = await status(schema, '--exit-code');
    expect(before).toMatchObject({ exitCode: 3, document: { ok: false, data: { state: 'drifted' } } });
    const states = new Map(before.document.data.objects.map(({ name, state }) => [name, state]));
    expect(states.get(names.train)).toBe('foreign');
    expect(states.get(names.pollJobStatus)).toBe('missing');

    const { document } = await runDeploy(schema);
    const changed = document.data.steps.filter(({ action }) => action !== 'keep').map(({ name }) => name);
    expect(changed.sort()).toEqual([names.train, names.pollJobStatus].sort());
    expect((await status(schema)).document.data.state).toBe('current');
  });

  test('migrates the table of the Python extension with its rows', async () => {
    const schema = await target.ownSchema('EARLIER');
    await execute(`CREATE TABLE ${schema}.${names.jobTable} (
      DATETIME TIMESTAMP NOT NULL, JOB_NAME VARCHAR(32), AWS_CREDENTIALS_CONNECTION_NAME VARCHAR(100) NOT NULL,
      IAM_SAGEMAKER_ROLE VARCHAR(1000) NOT NULL, S3_BUCKET_URI VARCHAR(1000) NOT NULL, S3_OUTPUT_PATH VARCHAR(1000) NOT NULL,
      TARGET_ATTRIBUTE_NAME VARCHAR(10000) NOT NULL, PROBLEM_TYPE VARCHAR(100), OBJECTIVE VARCHAR(100),
      MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS INTEGER, MAX_CANDIDATES INTEGER, MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS INTEGER,
      SESSION_ID INTEGER NOT NULL, SCRIPT_USER VARCHAR(100) NOT NULL, COLUMN_NAMES VARCHAR(2000000) NOT NULL,
      COLUMN_TYPES VARCHAR(2000000) NOT NULL, PRIMARY KEY (JOB_NAME))`);
    await execute(`INSERT INTO ${schema}.${names.jobTable} VALUES (TIMESTAMP '2024-01-01 10:00:00', 'old-job', 'C', 'R', 's3://b', 'p', 'T',
      NULL, NULL, NULL, NULL, NULL, 1, 'SYS', 'A;B', 'INT;INT')`);
    const { document } = await runDeploy(schema);
    expect(document.error).toBeNull();
    expect(document.data.steps.find(({ name }) => name === names.jobTable)?.action).toBe('migrate');
    expect(await execute(`SELECT JOB_NAME, EXTENSION_VERSION FROM ${schema}.${names.jobTable}`)).toEqual([
      ['old-job', null],
    ]);
    expect((await status(schema)).document.data.state).toBe('current');
  });

  test('reports that nothing is deployed in an empty schema', async () => {
    expect((await status(await target.ownSchema('BARE'))).document.data.state).toBe('not_deployed');
  });
});

describe('the output of render', () => {
  test('installs the same as deploy', async () => {
    const schema = await target.ownSchema('RENDERED');
    const { tables, scripts } = render({ schema: schema.toLowerCase() });
    for (const { sql } of [...tables, ...scripts]) {
      await execute(sql);
    }
    expect((await status(schema)).document.data.state).toBe('current');
  });
});

describe('the API', () => {
  test('plans and deploys as the commands do', async () => {
    const { host, port, user, password, fingerprint } = target.exasol;
    const schema = target.schemaName('BY_API');
    const settings = { host, port, user, password, fingerprint, schema, createSchema: true };
    const planned = await plan(settings);
    expect(planned.plan.steps[0]).toMatchObject({ action: 'create', kind: 'schema', name: schema });
    expect(await deploy(settings)).toMatchObject({ changed: true, warnings: [] });
    expect(await deploy({ ...settings, createSchema: false })).toMatchObject({ changed: false });
    await expect(deploy({ ...settings, password: 'wrong' })).rejects.toBeInstanceOf(UserError);
  });
});

describe('undeploy', () => {
  test('removes only what deploy installed', async () => {
    const schema = target.schemaName('GOING');
    await runDeploy(schema, '--create-schema');
    await execute(`CREATE LUA SCRIPT ${schema}.SME_MINE () AS\nexit()`);
    await execute(`CREATE TABLE ${schema}.OTHER (X INT)`);
    const undeploy = (...more: readonly string[]) => runOnSandbox(target, ['undeploy', '--schema', schema, ...more]);

    await undeploy('--dry-run');
    expect(await listObjects(schema)).toHaveLength(everything.length + 2);
    expect((await undeploy()).exitCode).toBe(2);
    expect((await undeploy('--yes')).exitCode).toBe(0);
    expect(await listObjects(schema)).toEqual(
      ['OTHER', names.jobTable, names.endpointTable, names.batchTable, 'SME_MINE'].sort(),
    );
    const refused = await undeploy('--drop-metadata');
    expect(refused).toMatchObject({
      exitCode: 2,
      document: { error: { mitigation: expect.stringContaining('--yes') } },
    });
    expect(await listObjects(schema)).toContain(names.jobTable);
    await undeploy('--drop-metadata', '--yes');
    expect(await listObjects(schema)).toEqual(['OTHER', 'SME_MINE']);
    expect((await undeploy()).document.data.changed).toBe(false);
  });
});

describe('secrets', () => {
  test('appear nowhere, not even with --debug and a failure', async () => {
    const canary = 'canary-4711';
    const run = await runOnSandbox(target, [
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
    const { host, port, fingerprint } = target.exasol;
    const wrong = { exasol: { ...target.exasol, password: canary } };
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
