/** The SQL of README.md and of the user guide, statement by statement, as a reader would run it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCodeBlocks } from '../support/code-blocks.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: Awaited<ReturnType<TestSandbox['connect']>>;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 10, endpointCreate: 10, endpointDelete: 10 } });
  driver = await sandbox.connect();
  await installScripts(driver, 'ML');
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.SAMPLES', 600);
  await run(driver, 'CREATE TABLE SALES.CUSTOMERS AS SELECT ID, AGE, SEGMENT, CHURN AS CHURNED FROM SALES.SAMPLES');
  await run(
    driver,
    "CREATE TABLE SALES.NEW_CUSTOMERS AS SELECT ID, AGE, SEGMENT, 'x' AS NAME FROM SALES.SAMPLES WHERE ID < 9",
  );
  await run(
    driver,
    `CREATE TABLE SALES.SCORED (ID DECIMAL(18,0), AGE DECIMAL(3,0), SEGMENT VARCHAR(10),
       PROBABILITY DOUBLE, PREDICTIONS VARCHAR(2000000))`,
  );
});
afterAll(() => sandbox?.stop());

/** The statements of the SQL blocks of a page; of a section only, where its heading is given. */
function readStatements(page: string, heading?: string): readonly string[] {
  const text = readFileSync(page, 'utf8');
  const [, section = ''] = heading === undefined ? ['', text] : text.split(`\n## ${heading}\n`);
  const scope = heading === undefined ? section : (section.split(/^## /m)[0] ?? '');
  return listCodeBlocks(scope, 'sql')
    .flatMap((block) => block.replaceAll(/(^|\s)--.*$/gm, '').split(/;\s*$/m))
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '' && !sql.includes('…'));
}

/** What a reader puts in place of the examples: their own bucket, keys and role. Two candidates are enough for a test. */
function fillIn(sql: string): string {
  const { bucket, region, accessKeyId, secretAccessKey, roleArn } = sandbox.aws;
  return sql
    .replace(/, *\s"max_candidates": \d+/, '')
    .replace('"target_attribute_name"', '"max_candidates": 2, "target_attribute_name"')
    .replaceAll('my-bucket', bucket)
    .replaceAll('eu-central-1', region)
    .replaceAll(/arn:aws:iam::\d+:role\/\w+/g, roleArn)
    .replaceAll(/<(access )?key id>/g, accessKeyId)
    .replaceAll(/<secret( access key)?>/g, secretAccessKey)
    .replaceAll(/'churn-\d+'/g, "'churn'");
}

/** Runs a statement; repeats a poll until the job has ended, as the text says. */
async function perform(sql: string): Promise<void> {
  const poll = async () => (await run(driver, fillIn(sql)))[0]?.[0];
  if (sql.includes('SME_POLL_')) await expect.poll(poll, { timeout: 30_000, interval: 500 }).toBe('Completed');
  else await poll();
}

const isOnce = (sql: string) => /^CREATE CONNECTION|SME_TRAIN_/.test(sql);
const isDeletion = (sql: string) => sql.includes('SME_DELETE_');

/** The parameters of a training, without its limit. */
function readTraining(statements: readonly string[]): object {
  const [, json = '{}'] =
    /SME_TRAIN_\w+\('([^']*)'\)/.exec(statements.find((sql) => sql.includes('SME_TRAIN_')) ?? '') ?? [];
  return { ...JSON.parse(json), max_candidates: undefined };
}

test('a reader gets from a table to predictions and back', async () => {
  const start = readStatements('README.md', 'First model in SQL');
  const serving = readStatements('doc/user_guide/serve_and_predict.md');
  const following = readStatements('doc/user_guide/follow.md');
  expect([start.length, serving.length > 13, following.length > 7]).toEqual([7, true, true]);
  // One job has the name churn for ever, so the two pages share it.
  expect(readTraining(serving)).toEqual(readTraining(start));
  const others = serving.filter((sql) => !isOnce(sql));
  for (const sql of start.filter((statement) => !isDeletion(statement))) await perform(sql);
  for (const sql of others.filter((statement) => !isDeletion(statement))) await perform(sql);
  for (const sql of following) await perform(sql);
  for (const sql of readStatements('doc/user_guide/train.md')) await perform(sql);
  expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORED')).toEqual([[9]]);
  for (const sql of start.filter(isDeletion)) await perform(sql);
  expect(await run(driver, 'SELECT ENDPOINT_NAME FROM ML.SME_METADATA_AUTOPILOT_ENDPOINTS')).toEqual([
    ['APSPredictor'],
  ]);
});
