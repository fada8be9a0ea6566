/** `sme evaluate` on tables of the sandbox. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await run(driver, 'CREATE SCHEMA SALES');
  const rows = '(SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= 200)';
  await run(
    driver,
    `CREATE TABLE SALES.SCORES AS SELECT CASE WHEN MOD(L * 7, 10) < 6 THEN 'yes' ELSE 'no' END AS CHURNED,
      CASE WHEN MOD(L, 10) < 5 THEN 'yes' ELSE 'no' END AS PREDICTIONS, 0.5 + MOD(L, 10) / 20 AS PROBABILITY FROM ${rows}`,
  );
  await run(driver, `CREATE TABLE SALES.PRICES AS SELECT L AS PRICE, L + MOD(L, 3) - 1 AS ESTIMATE FROM ${rows}`);
}, 60_000);
afterAll(() => sandbox?.stop());

const evaluate = (args: readonly string[]) =>
  runCommand(['evaluate', ...args, '--no-config'], {
    env: { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME' },
  });

test('prints metrics, the confusion matrix, the ROC curve and thresholds', async () => {
  const { stdout, exitCode } = await evaluate(['sales.scores', '--actual', 'churned', '--positive-label', 'yes']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('200 of 200 rows evaluated.');
  expect(stdout).toMatch(/^ROC AUC of 'yes' +[\d.]+$/m);
  expect(stdout).toMatch(/^ACTUAL \\ PREDICTED +no +yes$/m);
  expect(stdout).toMatch(/^1\.0 │.*•/m);
  expect(stdout).toMatch(/^ +0\.5 +/m);
});

test('prints a document whose keys are those of the metrics', async () => {
  const { stdout } = await evaluate(['SALES.SCORES', '--actual', 'CHURNED', '--json']);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ schema: 'sme.evaluate/v1', ok: true, data: { positive_label: 'yes' } });
  expect(document.data.metrics).toMatchObject({ rows: 200, rows_without_probability: 0, roc_auc: expect.any(Number) });
  expect(document.data.thresholds).toHaveLength(21);
  // From a threshold of 0 on, every row counts as positive.
  expect(document.data.thresholds[0]).toMatchObject({ threshold: 0, recall: 1, false_negatives: 0, true_negatives: 0 });
  const [label] = document.data.labels;
  expect(Object.keys(label)).toEqual(['label', 'precision', 'recall', 'f1', 'support']);
});

test('prints a regression with its residuals', async () => {
  const query = 'SELECT PRICE, ESTIMATE FROM SALES.PRICES';
  const { stdout } = await evaluate(['--query', query, '--actual', 'PRICE', '--predicted', 'ESTIMATE']);
  expect(stdout).toMatch(/^MAE +0\.665$/m);
  expect(stdout).toMatch(/^ +0 % +-1 +█{20}│$/m);
});

test('warns if no predicted value is an actual value', async () => {
  const query = `SELECT CHURNED AS ACTUAL, UPPER(CHURNED) AS SHOUTED FROM SALES.SCORES`;
  const { stderr, exitCode } = await evaluate(['--query', query, '--actual', 'ACTUAL', '--predicted', 'SHOUTED']);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('No predicted value is one of the actual values.');
  expect((await evaluate(['SALES.SCORES', '--actual', 'CHURNED'])).stderr).not.toContain('No predicted');
});

test('names everything that is missing', async () => {
  const { stderr, exitCode } = await evaluate([]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/E-SME-576: .*one of table, --query and --holdout; .*--actual/);
});
