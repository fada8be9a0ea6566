/** `sme train`, `watch`, `jobs`, `candidates`, `stop` and `predict` in the sandbox. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withSession } from '../../src/exasol/session.js';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { Secret } from '../../src/secret.js';
import { openBreakableLine } from '../support/breakable-line.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

const schema = 'SME';
const clock = new SteppedClock();
let sandbox: TestSandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await startTestSandbox({ clock });
  const driver = await sandbox.connect();
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  folder = await mkdtemp(join(tmpdir(), 'sme-train-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await sandbox?.stop();
});

/** Runs a command with all settings in the environment, as the sandbox prints them. */
function sme(args: readonly string[], options: RunCommandOptions & { readonly port?: number } = {}) {
  const { exasol, aws } = sandbox;
  const env = {
    EXASOL_HOST: exasol.host,
    EXASOL_PORT: String(options.port ?? exasol.port),
    EXASOL_USER: exasol.user,
    EXASOL_PASSWORD: exasol.password,
    EXASOL_FINGERPRINT: exasol.fingerprint,
    EXASOL_SCHEMA: schema.toLowerCase(),
    AWS_REGION: aws.region,
    SME_BUCKET: aws.bucket,
    SME_ROLE_ARN: aws.roleArn,
    SME_CONNECTION: 'aws',
  };
  return runCommand([...args, '--no-config'], { ...options, env });
}

const train = (job: string, ...more: readonly string[]) =>
  sme(['train', 'sales.customers', '--target', 'churn', '--job-name', job, '--max-candidates', '2', ...more]);

/** Parses the output of a command that prints one document per line. */
const readLines = (
  stdout: string,
): readonly { ok: boolean; data: Record<string, unknown>; error?: { code: string } }[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Advances the clock of the job until `work` is done. */
async function letTimePass<Result>(work: Promise<Result>): Promise<Result> {
  const timer = setInterval(() => clock.advance(500), 50);
  return await work.finally(() => clearInterval(timer));
}

describe('train', () => {
  test('without --yes and a terminal, describes the job and starts nothing', async () => {
    const { exitCode, stderr } = await train('unconfirmed');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/SALES\.CUSTOMERS \([\d,]+ rows\) will be exported/);
    expect(stderr).toContain('Candidates, runtime and rows drive the bill.');
    expect(stderr).toContain('--yes');
    expect((await sme(['jobs', '--json'])).stdout).not.toContain('unconfirmed');
  });

  test('with --dry-run, prints the statement with the parameters of options, file and settings', async () => {
    const file = join(folder, 'churn.json');
    await writeFile(file, JSON.stringify({ target_attribute_name: 'AGE', objective: 'F1', max_candidates: 7 }));
    const args = ['train', 'customers', '--file', file, '--target', 'churn', '--max-runtime', '2h', '--dry-run'];
    const { stdout, exitCode } = await sme([...args, '--tag', 'team=sales', '--json']);
    expect(exitCode).toBe(0);
    const { data } = JSON.parse(stdout);
    expect(data.parameters).toEqual({
      model_name: 'customers',
      input_schema_name: 'SALES',
      input_table_or_view_name: 'CUSTOMERS',
      target_attribute_name: 'churn',
      objective: 'F1',
      max_candidates: 7,
      max_runtime_for_automl_job_in_seconds: 7200,
      tags: { team: 'sales' },
      aws_region: sandbox.aws.region,
      aws_credentials_connection_name: 'aws',
      iam_sagemaker_role: sandbox.aws.roleArn,
      s3_bucket_uri: `s3://${sandbox.aws.bucket}`,
      s3_output_path: 'sme',
    });
    expect(data.sql).toMatch(/^EXECUTE SCRIPT "SME"\."SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT"\('\{/);
  });

  test('reports the error of the script without the text that Exasol adds', async () => {
    const args = ['train', 'SALES.CUSTOMERS', '--target', 'CHURNN', '--job-name', 'x', '--yes', '--json'];
    const { stdout, stderr, exitCode } = await sme(args);
    expect(stderr).toContain(
      "E-SME-59: --target: there is no column 'CHURNN'. Check the spelling. Did you mean 'CHURN'?\n",
    );
    expect(stderr).not.toContain('caught in script');
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'E-SME-59',
      cause: expect.stringContaining('caught in script'),
    });
    expect(exitCode).toBe(7);
  });

  test('reports all missing options in one error, and names an unknown table', async () => {
    const { stderr, exitCode } = await sme(['train', '--yes']);
    expect(exitCode).toBe(2);
    for (const part of ['--target COLUMN', 'SCHEMA.TABLE, or --query']) expect(stderr).toContain(part);
    expect(await sme(['train', 'sales.missing', '--target', 'x', '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("no table or view 'sales.missing'"),
    });
  });
});

describe('a job', () => {
  test('can be started, watched, listed and inspected without a terminal', async () => {
    const started = await train('piped', '--yes');
    expect(started).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Follow it with: sme watch piped') });

    const watched = await letTimePass(sme(['watch', 'PIPED', '--interval', '100ms', '--json']));
    expect(watched.exitCode).toBe(0);
    const lines = readLines(watched.stdout);
    expect(lines.at(-1)).toMatchObject({
      ok: true,
      data: { job_name: 'piped', job_status: 'Completed', candidates: 2 },
    });
    expect(new Set(watched.stdout.trimEnd().split('\n')).size).toBe(lines.length);

    const listed = JSON.parse((await sme(['jobs', '--json'])).stdout);
    expect(listed.data.jobs).toContainEqual(expect.objectContaining({ job_name: 'piped', job_status: 'Completed' }));
    expect((await sme(['jobs'])).stdout).toMatch(/^piped +Completed +0 min .* MaxCandidatesReached$/m);

    const candidates = JSON.parse((await sme(['candidates', 'piped', '--json'])).stdout);
    expect(candidates.data.candidates).toHaveLength(2);
    expect(candidates.data.candidates[0]).toMatchObject({ rank: 1, metrics: expect.arrayContaining([]) });
    expect((await sme(['candidates', 'piped'])).stdout).toMatch(/^RANK +CANDIDATE +STATUS/);
  });

  test('gets a suggestion if its name is misspelled', async () => {
    await train('known', '--yes');
    for (const command of ['watch', 'candidates', 'stop']) {
      expect(await sme([command, 'knwon'])).toMatchObject({
        exitCode: 7,
        stderr: expect.stringContaining("'knwon' (did you mean 'known'?)"),
      });
    }
  });

  test('keeps running after Ctrl-C or a timeout of watch', async () => {
    await train('long-running', '--yes');
    const interruption = new AbortController();
    const watch = sme(['watch', 'long-running', '--interval', '1h'], {
      signal: interruption.signal,
      onStdout: () => interruption.abort(),
    });
    expect(await watch).toMatchObject({
      exitCode: 130,
      stdout: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}long-running {2}InProgress /),
      stderr: expect.stringContaining('"sme watch long-running"'),
    });
    expect(await sme(['watch', 'long-running', '--interval', '1h', '--timeout', '4s'])).toMatchObject({
      exitCode: 124,
      stderr: expect.stringContaining('"sme watch long-running"'),
    });
    expect((await sme(['jobs'])).stdout).toMatch(/^long-running +InProgress/m);
  });

  test('is watched again after a lost connection', async () => {
    await train('cut-off', '--yes');
    const line = await openBreakableLine(sandbox.exasol);
    let isFirst = true;
    let timer: NodeJS.Timeout | undefined;
    const { exitCode, stdout, stderr } = await sme(['watch', 'cut-off', '--interval', '100ms'], {
      port: line.port,
      onStdout: () => {
        if (isFirst) line.break();
        isFirst = false;
      },
      onStderr: (text) => {
        if (!text.includes('Retrying in')) return;
        line.restore();
        // not earlier, so that the job does not end before it is watched
        timer ??= setInterval(() => clock.advance(500), 50);
      },
    }).finally(() => clearInterval(timer));
    await line.stop();
    expect(stderr).toMatch(
      /Warning: .*Retrying in 1 s; the job keeps running\.\n(.*\n)*Reconnected to the database\.\n/,
    );
    expect(stdout).toMatch(/cut-off {2}Completed MaxCandidatesReached/);
    expect(exitCode).toBe(0);
  });

  test('is stopped after a confirmation, and a watch then fails with its status', async () => {
    await train('stopped', '--yes');
    expect(await sme(['stop', 'stopped'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
    expect(await sme(['stop', 'stopped', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('stopped: Stopping'),
    });
    const watched = await letTimePass(sme(['watch', 'stopped', '--interval', '100ms', '--json']));
    expect(watched).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("The job 'stopped' ended as Stopped"),
    });
    expect(readLines(watched.stdout).at(-1)).toMatchObject({ ok: false, error: { code: 'E-SME-236' } });
  });
});

describe('predict', () => {
  test('prints its SQL, and the rows as a table, as CSV or as documents', async () => {
    await train('served', '--yes');
    await letTimePass(sme(['watch', 'served', '--interval', '100ms']));
    const driver = await sandbox.connect();
    const parameters = {
      job_name: 'served',
      endpoint_name: 'churn',
      instance_type: 'ml.m5.large',
      prediction_schema: schema,
    };
    const call = `EXECUTE SCRIPT SME.SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT('${JSON.stringify({ ...parameters, wait: true })}')`;
    await letTimePass(run(driver, call));

    const table = await sme(['predict', 'churn', 'sales.customers', '--limit', '3']);
    expect(table.stderr).toContain(
      'SELECT "SME"."CHURN"("ID", "AGE", "SEGMENT")\nFROM (SELECT * FROM "SALES"."CUSTOMERS" LIMIT 3);',
    );
    expect(table.stdout).toMatch(/^ID +AGE +SEGMENT +PROBABILITY +PREDICTIONS\n(.*(yes|no)\n){3}$/);

    const query = 'SELECT ID, AGE, SEGMENT FROM SALES.CUSTOMERS';
    const csv = await sme(['predict', 'CHURN', '--sql', query, '-o', 'csv', '--quiet']);
    expect(csv.stdout.split('\r\n')).toHaveLength(1 + 600 + 1);
    expect(csv.stderr).toBe('');

    const pages = readLines((await sme(['predict', 'churn', '--sql', query, '--json'])).stdout);
    expect(pages.flatMap(({ data }) => data['rows'])).toHaveLength(600);

    expect(await sme(['predict', 'churm', 'sales.customers'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("'churm' (did you mean 'churn'?)"),
    });
    expect(await sme(['predict', 'churn'])).toMatchObject({ exitCode: 2 });

    const types = '["DECIMAL(18,0)","TIMESTAMP(3) WITH LOCAL TIME ZONE","VARCHAR(20) UTF8","VARCHAR(3) UTF8"]';
    await run(driver, `UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET COLUMN_TYPES = '${types}' WHERE JOB_NAME = 'served'`);
    const localTime = `SELECT ID, CAST(SYSTIMESTAMP AS TIMESTAMP WITH LOCAL TIME ZONE) AS AGE, SEGMENT FROM SALES.CUSTOMERS`;
    const dryRun = await sme(['predict', 'churn', '--sql', localTime, '--dry-run']);
    expect(dryRun.stdout).toContain(`"CHURN"("ID", CONVERT_TZ("AGE", SESSIONTIMEZONE, 'UTC'), "SEGMENT")`);
    const timestamp = `SELECT ID, SYSTIMESTAMP AS AGE, SEGMENT FROM SALES.CUSTOMERS`;
    expect((await sme(['predict', 'churn', '--sql', timestamp, '--dry-run'])).stdout).toContain(
      '("ID", "AGE", "SEGMENT")',
    );
  });

  test('reads a large result page by page, and can stop before its end', async () => {
    const { host, port, user, password, fingerprint } = sandbox.exasol;
    const credentials = { kind: 'password', user, password: new Secret(password) } as const;
    const config = { host, port, credentials, certificate: { kind: 'pin', fingerprint }, timeoutMs: 10_000 } as const;
    const sql = 'SELECT A.ID, B.SEGMENT FROM SALES.CUSTOMERS A, SALES.CUSTOMERS B ORDER BY A.ID, B.ID';
    await withSession(config, async (session) => {
      const sizes: number[] = [];
      let last: unknown;
      for await (const { rows } of session.readPages(sql)) {
        sizes.push(rows.length);
        last = rows.at(-1)?.[0];
      }
      expect(sizes.length).toBeGreaterThan(2);
      expect(sizes.reduce((total, size) => total + size, 0)).toBe(360_000);
      expect(last).toBe(599);
      for await (const { rows } of session.readPages(sql)) {
        expect(rows.length).toBeGreaterThan(0);
        break;
      }
      expect((await session.query('SELECT 1 AS X')).rows).toEqual([[1]]);
    });
  });
});
