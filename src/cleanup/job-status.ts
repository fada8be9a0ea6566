import { UserError } from '../errors/user-error.js';
import { readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { callScript } from '../jobs/call-script.js';
import { hasEnded } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import { type JobRow, readJobRows, readUnfinishedRuns, type UnfinishedRun } from '../tables/job-table.js';

/** A job of the job table with its status. */
export interface JobWithStatus extends JobRow {
  /** The current or final status in AWS; undefined if AWS does not have the job or the status could not be read. */
  readonly status: string | undefined;
  /** The run that was exporting or starting when the row was last written. */
  readonly unfinishedRun: UnfinishedRun | undefined;
}

/** All jobs of the table, with their status from AWS. @throws UserError that the listing script raised */
export async function readJobsWithStatus(session: Session, schema: string): Promise<readonly JobWithStatus[]> {
  const listed = await callScript(session, schema, names.listJobs, []);
  const statuses = new Map(listed.map((row) => [readText(row['JOB_NAME']), readText(row['JOB_STATUS'])]));
  const runs = await readUnfinishedRuns(session, schema);
  const rows = await readJobRows(session, schema);
  return rows.map((row) => ({ ...row, status: statuses.get(row.name), unfinishedRun: runs.get(row.name) }));
}

/** `unfinished`: the training died before AWS had the job. A job whose training is still exporting counts as running. */
export type ProbedJob = 'running' | 'ended' | 'missing' | 'unfinished';

/** The state of a job that AWS does not have, by the error of the polling script. */
const statesByError: Readonly<Record<string, ProbedJob>> = {
  'E-SME-85': 'missing',
  'E-SME-264': 'unfinished',
  'E-SME-265': 'running',
};

/** Reads the state of a job through its connection. @throws UserError for any other error of the script */
export async function probeJob(
  session: Session,
  schema: string,
  { job, connection, region }: { readonly job: string; readonly connection: string; readonly region: string },
): Promise<ProbedJob> {
  try {
    const [row] = await callScript(session, schema, names.pollJobStatus, [job, connection, region]);
    return hasEnded(readText(row?.['JOB_STATUS']) ?? '') ? 'ended' : 'running';
  } catch (thrown) {
    const state = thrown instanceof UserError ? statesByError[thrown.code] : undefined;
    if (state === undefined) {
      throw thrown;
    }
    return state;
  }
}
