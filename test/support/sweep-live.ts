import { ListAutoMLJobsCommand } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier } from '../../src/exasol/quote.js';
import { connectSageMaker, deleteHosting, deletePrefix, stopJob } from './live-aws.js';
import type { TargetAws } from './live-environment.js';
import { runStatement } from './sandbox.js';

/** The catalog view of each kind of object, and the statement that drops one. Users and schemas are dropped with their objects. */
const kinds = [
  { query: 'SELECT USER_NAME FROM SYS.EXA_DBA_USERS', drop: (name: string) => `DROP USER ${name} CASCADE` },
  { query: 'SELECT SCHEMA_NAME FROM SYS.EXA_ALL_SCHEMAS', drop: (name: string) => `DROP SCHEMA ${name} CASCADE` },
  { query: 'SELECT ROLE_NAME FROM SYS.EXA_DBA_ROLES', drop: (name: string) => `DROP ROLE ${name} CASCADE` },
  { query: 'SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS', drop: (name: string) => `DROP CONNECTION ${name}` },
];

/**
 * Removes the objects of an interrupted run, found by their names. Stops jobs and deletes endpoints.
 *
 * @param run name of the run as test:live printed it, in lower case
 * @returns one line for each action, also for those that failed
 */
export async function sweepRun(driver: ExasolDriver, aws: TargetAws | undefined, run: string): Promise<string[]> {
  const done: string[] = [];
  for (const { query, drop } of kinds) {
    const listed = await runStatement(driver, query);
    if (listed.kind === 'error') done.push(`${query}: ${listed.text}`);
    const names = listed.kind === 'resultSet' ? listed.rows.map(([name]) => String(name)) : [];
    for (const name of names.filter((found) => found.toUpperCase().includes(`_SME_LIVE_${run.toUpperCase()}`))) {
      const sql = drop(identifier(name));
      const answer = await runStatement(driver, sql);
      done.push(answer.kind === 'error' ? `${sql}: ${answer.text}` : sql);
    }
  }
  return aws === undefined ? done : [...done, ...(await sweepAws(aws, run))];
}

async function sweepAws(aws: TargetAws, run: string): Promise<string[]> {
  const sagemaker = connectSageMaker(aws);
  try {
    const { AutoMLJobSummaries = [] } = await sagemaker.send(
      new ListAutoMLJobsCommand({ NameContains: `-${run}`, StatusEquals: 'InProgress' }),
    );
    const jobs = AutoMLJobSummaries.flatMap(({ AutoMLJobName }) => AutoMLJobName ?? []);
    for (const job of jobs) await stopJob(aws, job);
    const hosting = await deleteHosting(aws, `sme-live-${run}`);
    await deletePrefix(aws, `sme-live/${run}`);
    return [
      ...hosting.map((what) => `deleted ${what}`),
      ...jobs.map((job) => `stopped ${job}`),
      `deleted s3://${aws.bucket}/sme-live/${run}…`,
    ];
  } finally {
    sagemaker.destroy();
  }
}
