import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { literal } from '../../src/exasol/quote.js';
import { runStatement } from './sandbox.js';

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
