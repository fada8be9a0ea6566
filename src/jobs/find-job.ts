import { makeError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { suggestNearest } from '../text/nearest.js';
import { queryRows, readText } from './call-script.js';

/** A job and where it runs: what the scripts ask for. */
export interface JobReference {
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly job: string;
  readonly connection: string;
  readonly region: string;
}

/** What the user says about where a job runs; the job table says the rest. */
export interface JobPlace {
  readonly connection: string | undefined;
  readonly region: string | undefined;
  /** Counts where neither the user nor the row tells. */
  readonly defaultRegion: string | undefined;
}

/** How many names are looked through for the one that was meant. */
const mostNames = 5000;

/**
 * Finds a job in the job table. AWS does not tell upper from lower case in a job's name, so neither does this. With connection and
 * region given, the job need not be in the table.
 * @throws UserError E-SME-231 where there is no such job, E-SME-232 where its row does not tell the region
 */
export async function findJob(session: Session, schema: string, name: string, place: JobPlace): Promise<JobReference> {
  const table = `${identifier(schema)}.${identifier(names.jobTable)}`;
  const [row] = await queryRows(
    session,
    `SELECT JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME AS CONNECTION_NAME, AWS_REGION FROM ${table}` +
      ` WHERE UPPER(JOB_NAME) = UPPER(${literal(name)})`,
  );
  const connection = place.connection ?? readText(row?.['CONNECTION_NAME']);
  const region = place.region ?? readText(row?.['AWS_REGION']) ?? place.defaultRegion;
  if (row === undefined && (place.connection === undefined || region === undefined)) {
    const known = await queryRows(session, `SELECT JOB_NAME FROM ${table} ORDER BY "DATETIME" DESC LIMIT ${mostNames}`);
    const suggestion = suggestNearest(
      name,
      known.map((each) => String(each['JOB_NAME'])),
    );
    throw makeError('E-SME-231', { job: name, table, suggestion });
  }
  if (connection === undefined || region === undefined) {
    throw makeError('E-SME-232', { job: name });
  }
  return { schema, job: readText(row?.['JOB_NAME']) ?? name, connection, region };
}
