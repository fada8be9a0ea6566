import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { literal } from '../../src/exasol/quote.js';
import { connectS3 } from './live-aws.js';
import { runStatement } from './sandbox.js';
import type { TrainedSandbox } from './trained-sandbox.js';
import { run } from './training.js';

interface Row {
  readonly BATCH_NAME: string;
  readonly STATUS: string;
  readonly [column: string]: unknown;
}

/** Runs a script that returns a table. @returns its rows by column name @throws Error if the script fails */
async function call(driver: ExasolDriver, script: string, argument?: string): Promise<readonly Row[]> {
  const answer = await runStatement(
    driver,
    `EXECUTE SCRIPT SME.${script}(${argument === undefined ? '' : literal(argument)})`,
  );
  if (answer.kind !== 'resultSet')
    throw new Error(answer.kind === 'error' ? answer.text : `${script} returned no rows`);
  return answer.rows.map(
    (row) => Object.fromEntries(answer.names.map((name, index) => [name, row[index]])) as unknown as Row,
  );
}

/** Parameters of a batch prediction for SALES.CUSTOMERS with the job of a trained sandbox. */
export const makeBatch = (changes: object = {}) => ({
  job_name: 'churn',
  input_schema_name: 'SALES',
  input_table_or_view_name: 'CUSTOMERS',
  target_schema_name: 'SALES',
  target_table_name: 'SCORES',
  instance_type: 'ml.m5.xlarge',
  ...changes,
});

const only = (rows: readonly Row[]): Row => {
  const [row, ...others] = rows;
  if (!row || others.length > 0) throw new Error(`expected one row, got ${rows.length}`);
  return row;
};

export const startBatch = async (driver: ExasolDriver, changes: object = {}) =>
  only(await call(driver, 'SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', JSON.stringify(makeBatch(changes))));

export const finishBatch = async (driver: ExasolDriver, name: string) =>
  only(await call(driver, 'SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', name));

export const stopBatch = async (driver: ExasolDriver, name: string) =>
  only(await call(driver, 'SME_STOP_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', name));

export const listBatches = (driver: ExasolDriver) => call(driver, 'SME_LIST_SAGEMAKER_AUTOPILOT_BATCH_PREDICTIONS');

/** What batches have left in S3, SageMaker and the database. */
export async function listBatchLeftovers({ sandbox, sagemaker, driver }: TrainedSandbox) {
  const s3 = connectS3(sandbox.aws);
  try {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: sandbox.aws.bucket }));
    const { Models = [] } = await sagemaker.send(new ListModelsCommand({}));
    const tables = await run(
      driver,
      "SELECT TABLE_SCHEMA, TABLE_NAME FROM SYS.EXA_ALL_TABLES WHERE TABLE_NAME LIKE 'SME\\_BATCH\\_%'",
    );
    return {
      files: Contents.map(({ Key = '' }) => Key).filter((key) => key.includes('/batch/')),
      models: Models.map(({ ModelName }) => ModelName),
      tables,
    };
  } finally {
    s3.destroy();
  }
}

/** The error of a batch prediction that cannot start. */
export async function refuseBatch(driver: ExasolDriver, changes: object): Promise<string> {
  try {
    const started = await startBatch(driver, changes);
    throw new Error(`expected an error, got ${JSON.stringify(started)}`);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
