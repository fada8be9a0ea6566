/** The shell commands of the workflows in doc/user_guide/ci.md, run as a GitHub runner would, against the sandbox. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, createConnection, run } from '../support/training.js';

const execute = promisify(execFile);
let sandbox: TestSandbox;
let folder: string;
let page: string;

beforeAll(async () => {
  page = await readFile('doc/user_guide/ci.md', 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'workflow-'));
  await writeFile(join(folder, 'sme'), `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`);
  await chmod(join(folder, 'sme'), 0o755);
  sandbox = await startTestSandbox({ timings: { jobPhase: 10 } });
  const driver = await sandbox.connect();
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.SAMPLES', 600);
  await run(driver, 'CREATE TABLE SALES.CUSTOMERS AS SELECT ID, AGE, SEGMENT, CHURN AS CHURNED FROM SALES.SAMPLES');
  await createConnection(driver, 'AWS_SAGEMAKER', sandbox.aws);
});

afterAll(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The commands of the step with this name. */
function readStep(name: string): string {
  const [, step = ''] = page.split(`- name: ${name}\n`);
  const [, inline, block = ''] = /^ +(?:if: .*\n +)?run: (?:\|\n((?: {10}.*\n)+)|(.+))/m.exec(step) ?? [];
  return inline ?? block;
}

async function perform(name: string, variables: Readonly<Record<string, string>> = {}) {
  const { exasol, aws } = sandbox;
  return await execute('bash', ['-eo', 'pipefail', '-c', readStep(name)], {
    cwd: folder,
    env: {
      PATH: [folder, process.env['PATH']].join(delimiter),
      HOME: folder,
      EXASOL_HOST: exasol.host,
      EXASOL_PORT: String(exasol.port),
      EXASOL_FINGERPRINT: exasol.fingerprint,
      EXASOL_USER: exasol.user,
      EXASOL_PASSWORD: exasol.password,
      EXASOL_SCHEMA: 'ML',
      AWS_REGION: aws.region,
      SME_CONNECTION: 'AWS_SAGEMAKER',
      SME_BUCKET: aws.bucket,
      SME_ROLE_ARN: aws.roleArn,
      MIN_F1: '0.7',
      ...variables,
    },
  });
}

test('the workflow deploys, trains, compares the metric with the limit, and writes the report', async () => {
  await perform('Deploy the scripts');
  expect((await perform('Train and wait')).stdout).toContain('"job_status": "Completed"');
  await perform('Compare the metric with the limit');
  const failure = await perform('Compare the metric with the limit', { MIN_F1: '1.1' }).catch((error) => error);
  expect(failure).toMatchObject({ code: 1, stdout: expect.stringContaining('an F1 below 1.1') });
  await perform('Write the report');
  expect((await stat(join(folder, 'report.html'))).size).toBeGreaterThan(10_000);
});

test('a step starts the sandbox and passes its variables on', async () => {
  const variables = join(folder, 'github-env');
  // the runner ends what a step has started, and so does this test
  const stop = 'pid=$!; trap "kill $pid" EXIT';
  const step = readStep('Start the sandbox').replace(/&$/m, `& ${stop}`);
  await execute('bash', ['-eo', 'pipefail', '-c', step], {
    cwd: folder,
    env: { PATH: [folder, process.env['PATH']].join(delimiter), HOME: folder, GITHUB_ENV: variables },
  });
  const lines = (await readFile(variables, 'utf8')).trim().split('\n');
  expect(lines.filter((line) => !/^[A-Z_]+=[^'\s]+$/.test(line))).toEqual([]);
  expect(lines).toContain('EXASOL_USER=sys');
});
