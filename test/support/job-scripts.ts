import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { vi } from 'vitest';
import { identifier, literal } from '../../src/exasol/quote.js';
import type { SteppedClock } from '../../src/sandbox/clock.js';
import type { AwsAccess } from '../../src/sandbox/options.js';
import { runStatement, type StatementAnswer } from './sandbox.js';
import { poll } from './training.js';

/** Rows of a script's result, each as an object by column. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** EXECUTE SCRIPT of a script that takes texts. */
export function execute(
  driver: ExasolDriver,
  schema: string,
  script: string,
  ...values: readonly string[]
): Promise<StatementAnswer> {
  const list = values.map(literal).join(', ');
  return runStatement(driver, `EXECUTE SCRIPT ${identifier(schema)}.${identifier(script)}(${list})`);
}

/** The same for a script that must succeed. */
export async function executeForRows(...call: Parameters<typeof execute>): Promise<Rows> {
  const answer = await execute(...call);
  if (answer.kind !== 'resultSet') throw new Error(`${call[2]}: ${JSON.stringify(answer)}`);
  return answer.rows.map((row) => Object.fromEntries(answer.names.map((name, index) => [name, row[index]])));
}

/** Parameters of a training on a table, without the name of the job and what a test varies. */
export const makeTraining = (
  { region, bucket, roleArn }: Pick<AwsAccess, 'region' | 'bucket' | 'roleArn'>,
  schema: string,
  table: string,
) => ({
  aws_credentials_connection_name: 'AWS',
  aws_region: region,
  iam_sagemaker_role: roleArn,
  s3_bucket_uri: `s3://${bucket}`,
  s3_output_path: 'runs',
  input_schema_name: schema,
  input_table_or_view_name: table,
  target_attribute_name: 'CHURN',
});

/** Moves the sandbox's clock and polls until the job has the status. */
export async function waitForStatus(
  { driver, schema, region, clock }: { driver: ExasolDriver; schema: string; region: string; clock: SteppedClock },
  job: string,
  status: string,
): Promise<void> {
  await vi.waitFor(
    async () => {
      clock.advance(1000);
      const answer = await poll(driver, schema, job, 'AWS', region);
      if (answer.kind !== 'resultSet' || answer.rows[0]?.[0] !== status) throw new Error(JSON.stringify(answer));
    },
    { timeout: 90_000, interval: 100 },
  );
}
