import { UserError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { callScript, queryRows, type Row, readNumber, readText } from '../jobs/call-script.js';
import { hasEnded } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';

/** A job of the job table. */
export interface JobRow {
  readonly job: string;
  readonly connection: string;
  readonly region: string | undefined;
  /** Undefined in rows of the earlier extension. */
  readonly trainUri: string | undefined;
  /** As AWS says now, or said when the job ended; undefined where AWS does not tell. */
  readonly status: string | undefined;
  /** Of a training that was exporting or starting when its row was last written. */
  readonly unfinishedRun?: UnfinishedRun | undefined;
}

export interface UnfinishedRun {
  readonly token: string;
  /** Since the row was written, by the clock of the database. */
  readonly ageMs: number;
}

/** An endpoint of the endpoint table. */
export interface EndpointRow {
  readonly name: string;
  readonly region: string;
  readonly connection: string;
  /** Since the row was written, by the clock of the database. */
  readonly ageMs: number;
  readonly configName: string;
  readonly modelName: string;
  readonly instances: string | undefined;
  /** Milliseconds since 1970; undefined: never. */
  readonly expiresAt: number | undefined;
}

const age = 'CAST(SECONDS_BETWEEN(CURRENT_TIMESTAMP, "DATETIME") AS DOUBLE) AS AGE';
const runColumns = `RUN_STATE, RUN_TOKEN, ${age}`;
const jobColumns = 'JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME AS CONNECTION_NAME, AWS_REGION, S3_TRAIN_URI';

/**
 * All jobs of the table.
 * @param options.withStatus ask AWS, through the CONNECTION of each, how they are
 * @throws as the script words it
 */
export async function readJobRows(
  session: Session,
  schema: string,
  { withStatus }: { readonly withStatus: boolean },
): Promise<readonly JobRow[]> {
  const listed = withStatus ? await callScript(session, schema, names.listJobs, []) : [];
  const statuses = new Map(listed.map((row) => [readText(row['JOB_NAME']), readText(row['JOB_STATUS'])]));
  const hasRuns = await hasColumn(session, schema, names.jobTable, 'RUN_STATE');
  const columns = hasRuns ? `${jobColumns}, ${runColumns}` : jobColumns;
  const rows = await queryRows(session, `SELECT ${columns} FROM ${qualify(schema, names.jobTable)}`);
  return rows.map((row) => {
    const job = readText(row['JOB_NAME']) ?? '';
    return {
      job,
      connection: readText(row['CONNECTION_NAME']) ?? '',
      region: readText(row['AWS_REGION']),
      trainUri: readText(row['S3_TRAIN_URI']),
      status: statuses.get(job),
      unfinishedRun: readUnfinishedRun(row),
    };
  });
}

function readUnfinishedRun(row: Row): UnfinishedRun | undefined {
  const [state, token] = [readText(row['RUN_STATE']), readText(row['RUN_TOKEN'])];
  const isUnfinished = state === 'EXPORTING' || state === 'STARTING';
  return isUnfinished && token !== undefined ? { token, ageMs: (readNumber(row['AGE']) ?? 0) * 1000 } : undefined;
}

/** Deletes the row of a run that did not finish, unless another run has taken it over. @throws as Exasol words it */
export async function removeUnfinishedRow(
  session: Session,
  schema: string,
  { job, token }: { readonly job: string; readonly token: string },
): Promise<void> {
  await queryRows(
    session,
    `DELETE FROM ${qualify(schema, names.jobTable)} WHERE JOB_NAME = ${literal(job)} AND RUN_TOKEN = ${literal(token)}` +
      ` AND RUN_STATE IN ('EXPORTING', 'STARTING')`,
  );
}

/** Where a job's data lies now, as its row says; undefined where there is no row any more. */
export async function readTrainUri(session: Session, schema: string, job: string): Promise<string | undefined> {
  const [row] = await queryRows(
    session,
    `SELECT S3_TRAIN_URI FROM ${qualify(schema, names.jobTable)} WHERE JOB_NAME = ${literal(job)}`,
  );
  return readText(row?.['S3_TRAIN_URI']);
}

/** Whether there is a row for the name; AWS does not tell upper from lower case, so neither does this. */
export async function hasJobRow(session: Session, schema: string, job: string): Promise<boolean> {
  const table = qualify(schema, names.jobTable);
  const rows = await queryRows(session, `SELECT JOB_NAME FROM ${table} WHERE UPPER(JOB_NAME) = UPPER(${literal(job)})`);
  return rows.length > 0;
}

/** @param name only this one */
export async function readEndpointRows(
  session: Session,
  schema: string,
  name?: string,
): Promise<readonly EndpointRow[]> {
  const hasExpiry = await hasColumn(session, schema, names.endpointTable, 'EXPIRES_AT_UTC');
  const expiry = hasExpiry ? "TO_CHAR(EXPIRES_AT_UTC, 'YYYY-MM-DD HH24:MI:SS')" : 'CAST(NULL AS VARCHAR(19))';
  const condition = name === undefined ? '' : ` WHERE ENDPOINT_NAME = ${literal(name)}`;
  const rows = await queryRows(
    session,
    'SELECT ENDPOINT_NAME, AWS_REGION, AWS_CREDENTIALS_CONNECTION_NAME AS CONNECTION_NAME, ENDPOINT_CONFIG_NAME, MODEL_NAME, INSTANCE_TYPE, INSTANCE_COUNT,' +
      ` ${age},` +
      ` SERVERLESS_MEMORY_MB, ${expiry} AS EXPIRY FROM ${qualify(schema, names.endpointTable)}${condition}`,
  );
  return rows.map((row) => {
    const [type, count] = [readText(row['INSTANCE_TYPE']), readNumber(row['INSTANCE_COUNT'])];
    return {
      name: readText(row['ENDPOINT_NAME']) ?? '',
      region: readText(row['AWS_REGION']) ?? '',
      connection: readText(row['CONNECTION_NAME']) ?? '',
      ageMs: (readNumber(row['AGE']) ?? 0) * 1000,
      configName: readText(row['ENDPOINT_CONFIG_NAME']) ?? '',
      modelName: readText(row['MODEL_NAME']) ?? '',
      instances: type === undefined ? undefined : `${type} × ${count ?? 1}`,
      expiresAt: readUtc(readText(row['EXPIRY'])),
    };
  });
}

/** A table that an earlier version has deployed lacks the columns of later ones. */
async function hasColumn(session: Session, schema: string, table: string, column: string): Promise<boolean> {
  const rows = await queryRows(
    session,
    `SELECT COLUMN_NAME FROM SYS.EXA_ALL_COLUMNS WHERE COLUMN_SCHEMA = ${literal(schema)}` +
      ` AND COLUMN_TABLE = ${literal(table)} AND COLUMN_NAME = ${literal(column)}`,
  );
  return rows.length > 0;
}

/** `2026-11-23 08:15:00` of a column in UTC → milliseconds since 1970. */
function readUtc(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Codes of the script that says how a job is, where AWS does not have it. */
const absentJobCodes: Readonly<Record<string, JobAnswer>> = {
  'E-SME-85': 'missing',
  'E-SME-264': 'unfinished',
  'E-SME-265': 'running',
};

/** `unfinished`: its training died before AWS had the job. A job whose training still exports it is running. */
export type JobAnswer = 'running' | 'ended' | 'missing' | 'unfinished';

/** How a job is, asked through a CONNECTION. @throws as the script words all else */
export async function askJob(
  session: Session,
  schema: string,
  { job, connection, region }: { readonly job: string; readonly connection: string; readonly region: string },
): Promise<JobAnswer> {
  try {
    const [row] = await callScript(session, schema, names.pollJobStatus, [job, connection, region]);
    return hasEnded(readText(row?.['JOB_STATUS']) ?? '') ? 'ended' : 'running';
  } catch (thrown) {
    const answer = thrown instanceof UserError ? absentJobCodes[thrown.code] : undefined;
    if (answer === undefined) {
      throw thrown;
    }
    return answer;
  }
}

function qualify(schema: string, table: string): string {
  return `${identifier(schema)}.${identifier(table)}`;
}
