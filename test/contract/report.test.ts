/** `sme report` after real trainings on the sandbox. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { makeTraining, waitForStatus } from '../support/job-scripts.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, createConnection, installScripts, run, train } from '../support/training.js';

const schema = 'SME';
const clock = new SteppedClock(Date.now());
let sandbox: TestSandbox;
let driver: ExasolDriver;
let folder: string;

beforeAll(async () => {
  sandbox = await startTestSandbox({ clock });
  driver = await sandbox.connect();
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  await run(driver, `CREATE TABLE SALES."<b>""Q""</b>" AS SELECT ID, AGE AS "<img src=x>", CHURN FROM SALES.CUSTOMERS`);
  await run(
    driver,
    `CREATE TABLE SALES.RARE_TEXTS AS SELECT AGE, 'text ' || FLOOR(ID / 2) AS CHURN FROM SALES.CUSTOMERS`,
  );
  await start('done', { max_candidates: 4, objective: 'F1', problem_type: 'BinaryClassification' });
  await start('hostile', { max_candidates: 2, input_table_or_view_name: '<b>"Q"</b>' });
  await start('failing', { input_table_or_view_name: 'RARE_TEXTS' });
  await waitFor('done', 'Completed');
  await waitFor('hostile', 'Completed');
  await waitFor('failing', 'Failed');
  await start('running');
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sme-report-'));
  return () => rm(folder, { recursive: true, force: true });
});

async function start(job_name: string, settings: object = {}): Promise<void> {
  const parameters = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), job_name, ...settings };
  expect(await train(driver, schema, parameters)).toMatchObject({ kind: 'resultSet' });
}

const waitFor = (job: string, status: string) =>
  waitForStatus({ driver, schema, region: sandbox.aws.region, clock }, job, status);

/** Runs `sme report` in the test's folder, without AWS keys. */
function report(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exasol } = sandbox;
  return runCommand(['report', ...args, '--no-config'], {
    cwd: folder,
    env: {
      EXASOL_HOST: exasol.host,
      EXASOL_PORT: String(exasol.port),
      EXASOL_USER: exasol.user,
      EXASOL_PASSWORD: exasol.password,
      EXASOL_FINGERPRINT: exasol.fingerprint,
      EXASOL_SCHEMA: schema,
      ...env,
    },
  });
}

describe('a report', () => {
  test('of a finished job is written to a file with the name of the job and contains all data from scripts and tables', async () => {
    const { stdout, stderr, exitCode } = await report(['DONE']);
    const file = join(folder, 'done.html');
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: `${file}\n`, stderr: 'Reading the job …\n', exitCode: 0 });
    expect(await readdir(folder)).toEqual(['done.html']);
    const page = await readFile(file, 'utf8');
    for (const part of [
      '<h1>done</h1>',
      '</span> Completed</span>',
      'SALES.CUSTOMERS',
      'VARCHAR(10) UTF8',
      '>4 candidates, best first.',
      'on the validation set',
      '<title>AGE: ',
      'First candidate started',
      '<table class="confusion">',
      'of 120 rows are correct',
      'No endpoint serves this job.',
      'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT',
    ]) {
      expect(page.includes(part), part).toBe(true);
    }
    expect([...page.matchAll(/<th scope="row" class="name">done-trial-/g)]).toHaveLength(4);
    const points = /<g class="points">(.*?)<\/g>/s.exec(page)?.[1] ?? '';
    expect([...points.matchAll(/<path/g)]).toHaveLength(4);
  });

  test('escapes the names of a hostile table', async () => {
    const { stdout } = await report(['hostile', '-o', '-']);
    expect(stdout).toContain('&lt;b&gt;&quot;Q&quot;&lt;/b&gt;');
    expect(stdout).toContain('&lt;img src=x&gt;');
    expect(stdout).not.toMatch(/<img|<b>/);
  });

  test('contains the failure reason of a failed job, and states that a running job is running', async () => {
    const failed = await report(['failing', '-o', '-']);
    expect(failed.exitCode).toBe(0);
    expect(failed.stdout).toMatch(/Why the job failed<\/h2><p class="verbatim">[^<]*distinct/);
    const running = await report(['running', '-o', '-']);
    expect(running.stdout).toContain('still running when this report was created');
  });

  test('prints one JSON document with --json, which contains the path of the file or, for stdout, the page', async () => {
    const named = JSON.parse((await report(['done', '-o', 'my report.html', '--json'])).stdout);
    const file = join(folder, 'my report.html');
    expect(named).toMatchObject({
      schema: 'sme.report/v1',
      ok: true,
      data: { job_name: 'done', job_status: 'Completed', file },
    });
    expect(named.data.bytes).toBe((await readFile(file)).length);
    const { data } = JSON.parse((await report(['done', '-o', '-', '--json'])).stdout);
    expect(data.html).toMatch(/^<!doctype html>/);
    expect(data.file).toBeNull();
  });

  test('lists the endpoints of the job and their prediction functions', async () => {
    await run(
      driver,
      `INSERT INTO SME.SME_METADATA_AUTOPILOT_ENDPOINTS ("DATETIME", ENDPOINT_NAME, AWS_REGION, AWS_CREDENTIALS_CONNECTION_NAME,
         JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, INSTANCE_TYPE, INSTANCE_COUNT, PREDICTION_SCHEMA, PREDICTION_UDF,
         PREDICTION_SETTINGS, ENDPOINT_STATUS, SESSION_ID, SCRIPT_USER)
       VALUES (CURRENT_TIMESTAMP, 'churn', 'eu-central-1', 'AWS', 'done', 'done-trial-t1-1', 'm', 'c', 'ml.m5.large', 2, 'SALES',
         'CHURN_MODEL', '{"key_columns":[["CHURN","VARCHAR(3) UTF8"]],"parallel_requests":4}', 'InService', 1, 'ANNA')`,
    );
    const { stdout } = await report(['done', '-o', '-']);
    expect(stdout).toContain('2 x ml.m5.large');
    expect(stdout).toContain('<code>SALES.CHURN_MODEL</code>');
    // the function already returns the actual value, so the query needs no other endpoint
    expect(stdout).toContain('&quot;SALES&quot;.&quot;CHURN_MODEL&quot;(&quot;CHURN&quot;, &quot;ID&quot;');
  });
});

describe('the file', () => {
  test('is not overwritten without --force', async () => {
    await writeFile(join(folder, 'done.html'), 'mine');
    expect(await report(['done'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^E-SME-251: The file '.*done\.html' already exists\./),
    });
    expect(await readFile(join(folder, 'done.html'), 'utf8')).toBe('mine');
    expect((await report(['done', '--force'])).exitCode).toBe(0);
    expect(await readFile(join(folder, 'done.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('is written to an existing folder; a missing folder, or a file in place of a folder, is an error', async () => {
    await mkdir(join(folder, 'reports'));
    expect((await report(['done', '-o', 'reports'])).stdout).toBe(`${join(folder, 'reports', 'done.html')}\n`);
    for (const place of ['nowhere/x.html', 'reports/done.html/x.html']) {
      expect(await report(['done', '-o', place])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('E-SME-252: The report cannot be written'),
      });
    }
    expect(await readdir(folder)).toEqual(['reports']);
  });

  test('is opened with the opener of the desktop; a missing or failing opener causes a warning and the file is kept', async () => {
    const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
    const opened = join(folder, 'opened');
    const writeOpener = async (name: string, body: string) => {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, opener), `#!/bin/sh\n${body}\n`);
      await chmod(join(folder, name, opener), 0o755);
      return `${join(folder, name)}${delimiter}/bin${delimiter}/usr/bin`;
    };
    const file = join(folder, 'done.html');
    const good = await report(['done', '--open', '--json'], {
      PATH: await writeOpener('good', `printf '%s' "$1" > '${opened}'`),
    });
    expect(JSON.parse(good.stdout).data).toMatchObject({ file, opened: true });
    expect(await readFile(opened, 'utf8')).toBe(file);
    const bad = await report(['done', '--open', '--force'], { PATH: await writeOpener('bad', 'exit 3') });
    expect(bad).toMatchObject({
      exitCode: 0,
      stdout: `${file}\n`,
      stderr: expect.stringContaining(`'${opener}' exited with 3`),
    });
    const none = await report(['done', '--open', '--force'], { PATH: join(folder, 'nothing') });
    expect(none).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`'${opener}' is not installed`) });
    expect(await report(['done', '--open', '-o', '-'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('E-SME-250'),
    });
  });
});
