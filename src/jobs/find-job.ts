import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { findJobRow, listJobNames, qualifyJobTable } from '../tables/job-table.js';
import { suggestNearest } from '../text/nearest.js';

/** What the scripts need to ask AWS about a job. */
export interface JobReference {
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly job: string;
  readonly connection: string;
  readonly region: string;
}

/** Where the user says a job runs; the job table fills in the rest. */
export interface JobPlace {
  readonly connection: string | undefined;
  readonly region: string | undefined;
  /** Used if neither the user nor the row names a Region. */
  readonly defaultRegion: string | undefined;
}

/** Limits how many names are compared for a suggestion. */
const maxNames = 5000;

/**
 * Finds a job in the job table. A job that the table does not have is accepted if both connection and Region are given.
 * @throws UserError E-SME-231 if there is no such job, E-SME-232 if its Region is unknown
 */
export async function findJob(session: Session, schema: string, name: string, place: JobPlace): Promise<JobReference> {
  const row = await findJobRow(session, schema, name);
  const connection = place.connection ?? row?.connection;
  const region = place.region ?? row?.region ?? place.defaultRegion;
  if (row === undefined && (place.connection === undefined || region === undefined)) {
    const suggestion = suggestNearest(name, await listJobNames(session, schema, maxNames));
    throw makeError('E-SME-231', { job: name, table: qualifyJobTable(schema), suggestion });
  }
  if (connection === undefined || region === undefined) {
    throw makeError('E-SME-232', { job: name });
  }
  return { schema, job: row?.name ?? name, connection, region };
}
