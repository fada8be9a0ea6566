import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { parse } from 'csv-parse/sync';
import { identifier, literal } from '../../src/exasol/quote.js';
import { renderScripts } from '../../src/render/script.js';
import { renderTables } from '../../src/render/table.js';
import { writeConnection } from './connection-sql.js';
import { connectS3 } from './live-aws.js';
import type { TargetAws } from './live-environment.js';
import { runStatement, type StatementAnswer } from './sandbox.js';

/** Runs a statement. @returns its rows @throws Error if it fails */
export async function run(driver: ExasolDriver, sql: string): Promise<readonly (readonly unknown[])[]> {
  const answer = await runStatement(driver, sql);
  if (answer.kind === 'error') throw new Error(`${answer.text}\nin: ${sql.slice(0, 500)}`);
  return answer.kind === 'resultSet' ? answer.rows : [];
}

/** Creates a schema with the tables and all scripts in it, as a deployment does. */
export async function installScripts(driver: ExasolDriver, schema: string): Promise<void> {
  await run(driver, `CREATE SCHEMA ${identifier(schema)}`);
  for (const { sql } of renderTables(schema)) await run(driver, sql);
  for (const { sql } of renderScripts({ schema, languageAlias: 'PYTHON3' })) await run(driver, sql);
}

/** CREATE CONNECTION with these keys, or with others. */
export function createConnection(driver: ExasolDriver, name: string, aws: TargetAws, changes: Partial<TargetAws> = {}) {
  return run(driver, writeConnection(name, aws, changes));
}

/** A table of `rows` rows that a model can learn from: CHURN depends on AGE. */
export async function createChurnTable(driver: ExasolDriver, table: string, rows: number): Promise<void> {
  await run(
    driver,
    `CREATE TABLE ${table} (ID DECIMAL(18,0), AGE DECIMAL(3,0), SEGMENT VARCHAR(10), CHURN VARCHAR(3))`,
  );
  const values = Array.from({ length: rows }, (_, id) => {
    const age = (id * 37) % 80;
    return `(${id}, ${age}, 'S${id % 3}', '${age > 40 ? 'yes' : 'no'}')`;
  });
  if (rows > 0) await run(driver, `INSERT INTO ${table} VALUES ${values.join(',')}`);
}

/** EXECUTE SCRIPT of a training. */
export function train(driver: ExasolDriver, schema: string, parameters: object): Promise<StatementAnswer> {
  const json = literal(JSON.stringify(parameters));
  return runStatement(driver, `EXECUTE SCRIPT ${identifier(schema)}."SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT"(${json})`);
}

/** EXECUTE SCRIPT of a poll. */
export function poll(
  driver: ExasolDriver,
  schema: string,
  ...values: readonly (string | null)[]
): Promise<StatementAnswer> {
  const list = values.map((value) => (value === null ? 'NULL' : literal(value))).join(', ');
  return runStatement(
    driver,
    `EXECUTE SCRIPT ${identifier(schema)}."SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS"(${list})`,
  );
}

/** Every gzipped CSV below an `s3://bucket/prefix/`: its header and its records, cells as text. */
export async function readExport(aws: TargetAws, uri: string) {
  const [, Bucket = '', Prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  const s3 = connectS3(aws);
  try {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return await Promise.all(
      Contents.map(async ({ Key = '' }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const text = gunzipSync((await Body?.transformToByteArray()) ?? '').toString('utf8');
        const [header = [], ...records] = parse(text, { relax_column_count: false }) as string[][];
        return { key: Key, text, header, records };
      }),
    );
  } finally {
    s3.destroy();
  }
}
