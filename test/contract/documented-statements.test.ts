/** The SQL of README.md and of the user guide, statement by statement, as a reader would run it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: Awaited<ReturnType<TestSandbox['connect']>>;

beforeEach(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 10, endpointCreate: 10, endpointDelete: 10 } });
  driver = await sandbox.connect();
  await installScripts(driver, 'ML');
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.SOURCE', 600);
  await run(driver, 'CREATE TABLE SALES.CUSTOMERS AS SELECT ID, AGE, SEGMENT, CHURN AS CHURNED FROM SALES.SOURCE');
  await run(
    driver,
    "CREATE TABLE SALES.NEW_CUSTOMERS AS SELECT ID, AGE, SEGMENT, 'x' AS NAME FROM SALES.SOURCE WHERE ID < 9",
  );
  await run(
    driver,
    `CREATE TABLE SALES.SCORED (ID DECIMAL(18,0), AGE DECIMAL(3,0), SEGMENT VARCHAR(10),
       PROBABILITY DOUBLE, PREDICTIONS VARCHAR(2000000))`,
  );
});
afterEach(() => sandbox?.stop());

/** The statements of the SQL blocks of a page; of a section only, where its heading is given. */
function readStatements(page: string, heading?: string): readonly string[] {
  const text = readFileSync(page, 'utf8');
  const [, section = ''] = heading === undefined ? ['', text] : text.split(`\n## ${heading}\n`);
  const scope = heading === undefined ? section : (section.split(/^## /m)[0] ?? '');
  return [...scope.matchAll(/^```sql\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.replaceAll(/(^|\s)--.*$/gm, '').split(/;\s*$/m))
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '' && !sql.includes('…'));
}

/** What a reader puts in place of the examples: their own bucket, keys and role. */
function fillIn(sql: string): string {
  const { bucket, region, accessKeyId, secretAccessKey, roleArn } = sandbox.aws;
  return sql
    .replaceAll('my-bucket', bucket)
    .replaceAll('eu-central-1', region)
    .replaceAll(/arn:aws:iam::\d+:role\/\w+/g, roleArn)
    .replaceAll(/<(access )?key id>/g, accessKeyId)
    .replaceAll(/<secret( access key)?>/g, secretAccessKey)
    .replaceAll(/'churn-\d+'/g, "'churn'");
}

/** Runs a statement; repeats a poll until the job has ended, as the text says. */
async function perform(sql: string): Promise<void> {
  const rows = await run(driver, fillIn(sql));
  if (!sql.includes('SME_POLL_')) return;
  await expect
    .poll(async () => (await run(driver, fillIn(sql)))[0]?.[0] ?? rows, { timeout: 30_000, interval: 100 })
    .toBe('Completed');
}

const isDeletion = (sql: string) => sql.includes('SME_DELETE_');

test('README leads from a table to predictions', async () => {
  const statements = readStatements('README.md', 'First model in SQL');
  expect(statements).toHaveLength(7);
  for (const sql of statements) await perform(sql);
  expect(await run(driver, 'SELECT * FROM ML.SME_METADATA_AUTOPILOT_ENDPOINTS')).toEqual([]);
});

test('the user guide trains, follows, serves, predicts and cleans up', async () => {
  const serving = readStatements('doc/user_guide/serve_and_predict.md');
  const inspecting = readStatements('doc/user_guide/follow.md');
  const [connection = '', ...others] = serving;
  expect(serving.length).toBeGreaterThan(13);
  expect(inspecting.length).toBeGreaterThan(7);
  await perform(connection);
  for (const sql of others.filter((statement) => !isDeletion(statement))) await perform(sql);
  for (const sql of inspecting) await perform(sql);
  for (const sql of readStatements('doc/user_guide/train.md')) await perform(sql);
  for (const sql of others.filter(isDeletion)) await perform(sql);
  expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORED')).toEqual([[9]]);
});
