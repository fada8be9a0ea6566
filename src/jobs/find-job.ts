import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { findJobRow, listJobNames, qualifyJobTable } from '../tables/job-table.js';
import { suggestNearest } from '../text/nearest.js';

/** A job with all arguments of the scripts that read from AWS. */
export interface JobReference {
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly job: string;
  readonly connection: string;
  readonly region: string;
}

/** The location of a job from the user. The job table provides missing values. */
export interface JobLocation {
  readonly connection: string | undefined;
  readonly region: string | undefined;
  /** The Region if neither the user nor the row names one. */
  readonly defaultRegion: string | undefined;
}

/** Limits how many names are compared for a suggestion. */
const maxNames = 5000;

/**
 * Finds a job in the job table. A job that the table does not have is accepted if both connection and Region are given.
 * @throws UserError E-SME-231 if the job is unknown, E-SME-232 if its Region is unknown
 */
export async function findJob(
  session: Session,
  schema: string,
  name: string,
  location: JobLocation,
): Promise<JobReference> {
  const row = await findJobRow(session, schema, name);
  const connection = location.connection ?? row?.connection;
  const region = location.region ?? row?.region ?? location.defaultRegion;
  if (row === undefined && (location.connection === undefined || region === undefined)) {
    const suggestion = suggestNearest(name, await listJobNames(session, schema, maxNames));
    throw makeError('E-SME-231', { job: name, table: qualifyJobTable(schema), suggestion });
  }
  if (connection === undefined || region === undefined) {
    throw makeError('E-SME-232', { job: name });
  }
  return { schema, job: row?.name ?? name, connection, region };
}
