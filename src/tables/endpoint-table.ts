import { makeError, type UserError } from '../errors/user-error.js';
import { qualify } from '../exasol/quote.js';
import { queryRows, type Row, readNumber, readText, readUtc } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { names } from '../scripts/names.js';
import { suggestNearest } from '../text/nearest.js';
import { whereEndpoint, whereJob } from './aws-names.js';
import { type PredictionSettings, readPredictionSettings } from './stored-lists.js';

/** An endpoint according to the endpoint table. It may have been changed or deleted in AWS since. */
export interface EndpointRow {
  readonly name: string;
  readonly region: string;
  readonly connection: string;
  readonly job: string;
  /** The job that the endpoint served before its last update. */
  readonly previousJob: string | undefined;
  readonly candidate: string;
  readonly model: string;
  readonly config: string;
  /** Undefined for a serverless endpoint. */
  readonly instanceType: string | undefined;
  readonly instanceCount: number | undefined;
  /** Undefined for an endpoint with instances. */
  readonly memoryMb: number | undefined;
  readonly maxConcurrency: number | undefined;
  readonly prediction: PredictionUdf;
  /** The last status that AWS reported; undefined if the endpoint was never created. */
  readonly status: string | undefined;
  /** When the row was written: text in the time zone of the database. */
  readonly createdAt: string | undefined;
  /** Since the row was written, by the clock of the database. */
  readonly ageSeconds: number;
  /** Undefined for an endpoint without a time to live. */
  readonly expiresAt: Date | undefined;
  /** The database user who created the endpoint. */
  readonly user: string | undefined;
}

/** The function that predicts with an endpoint. */
export interface PredictionUdf extends PredictionSettings {
  readonly schema: string;
  readonly name: string;
}

/** The endpoint table as SQL text. */
function qualifyEndpointTable(schema: string): string {
  return qualify(schema, names.endpointTable);
}

/**
 * All endpoints, latest first.
 * @param schema exact name of the schema of the scripts, here and below
 * @throws UserError E-SME-246 if an earlier version created the table, here and below
 */
export async function readEndpointRows(session: Session, schema: string): Promise<readonly EndpointRow[]> {
  return await selectEndpoints(session, schema, `ORDER BY ${latestFirst}`);
}

/** The endpoints that serve a job, latest first. */
export async function readEndpointsOfJob(
  session: Session,
  schema: string,
  job: string,
): Promise<readonly EndpointRow[]> {
  return await selectEndpoints(session, schema, `WHERE ${whereJob(job)} ORDER BY ${latestFirst}`);
}

const latestFirst = '"DATETIME" DESC, ENDPOINT_NAME';

/** The row of one endpoint; undefined if the table does not have it. */
export async function findEndpointRow(
  session: Session,
  schema: string,
  name: string,
): Promise<EndpointRow | undefined> {
  const [row] = await selectEndpoints(session, schema, `WHERE ${whereEndpoint(name)}`);
  return row;
}

/** Names of all endpoints. @throws SqlError if the table is missing or the user must not read it */
export async function listEndpointNames(session: Session, schema: string): Promise<readonly string[]> {
  const { rows } = await session.query(`SELECT ENDPOINT_NAME FROM ${qualifyEndpointTable(schema)}`);
  return rows.map(([name]) => String(name));
}

/** The error about a name that the table does not have, with the nearest name as a suggestion. */
export async function makeUnknownEndpointError(session: Session, schema: string, endpoint: string): Promise<UserError> {
  const suggestion = await suggestEndpoint(session, schema, endpoint);
  return makeError('E-SME-241', { endpoint, table: qualifyEndpointTable(schema), suggestion });
}

/** @throws UserError E-SME-241 if the table does not have the name but has a similar one */
export async function assertNotMisspelled(session: Session, schema: string, endpoint: string): Promise<void> {
  if ((await suggestEndpoint(session, schema, endpoint)) !== '') {
    throw await makeUnknownEndpointError(session, schema, endpoint);
  }
}

async function suggestEndpoint(session: Session, schema: string, endpoint: string): Promise<string> {
  return suggestNearest(endpoint, await listEndpointNames(session, schema));
}

const expiryColumn = 'EXPIRES_AT_UTC';
/** The columns that tables of earlier versions lack. */
const addedColumns = [expiryColumn, 'PREVIOUS_JOB_NAME'];

const endpointColumns = [
  'ENDPOINT_NAME, AWS_REGION, AWS_CREDENTIALS_CONNECTION_NAME, JOB_NAME, PREVIOUS_JOB_NAME, CANDIDATE_NAME',
  'MODEL_NAME, ENDPOINT_CONFIG_NAME',
  'INSTANCE_TYPE, INSTANCE_COUNT, SERVERLESS_MEMORY_MB, SERVERLESS_MAX_CONCURRENCY',
  'PREDICTION_SCHEMA, PREDICTION_UDF, PREDICTION_SETTINGS, ENDPOINT_STATUS, SCRIPT_USER, "DATETIME"',
  // only the database knows in which time zone DATETIME was written
  'CAST(SECONDS_BETWEEN(CURRENT_TIMESTAMP, "DATETIME") AS DOUBLE) AS AGE',
  // independent of the session's NLS_TIMESTAMP_FORMAT
  `TO_CHAR(${expiryColumn}, 'YYYY-MM-DD HH24:MI:SS') AS EXPIRES`,
].join(', ');

async function selectEndpoints(session: Session, schema: string, rest: string): Promise<readonly EndpointRow[]> {
  const table = qualifyEndpointTable(schema);
  try {
    const rows = await queryRows(session, `SELECT ${endpointColumns} FROM ${table} ${rest}`);
    return rows.map(toEndpointRow);
  } catch (thrown) {
    const { text } = thrown instanceof SqlError ? thrown : { text: '' };
    const column = addedColumns.find((added) => new RegExp(`${added}"? not found`).test(text));
    throw column === undefined ? thrown : makeError('E-SME-246', { table, column });
  }
}

function toEndpointRow(row: Row): EndpointRow {
  const text = (column: string) => readText(row[column]);
  const number = (column: string) => readNumber(row[column]);
  return {
    name: text('ENDPOINT_NAME') ?? '',
    region: text('AWS_REGION') ?? '',
    connection: text('AWS_CREDENTIALS_CONNECTION_NAME') ?? '',
    job: text('JOB_NAME') ?? '',
    previousJob: text('PREVIOUS_JOB_NAME'),
    candidate: text('CANDIDATE_NAME') ?? '',
    model: text('MODEL_NAME') ?? '',
    config: text('ENDPOINT_CONFIG_NAME') ?? '',
    instanceType: text('INSTANCE_TYPE'),
    instanceCount: number('INSTANCE_COUNT'),
    memoryMb: number('SERVERLESS_MEMORY_MB'),
    maxConcurrency: number('SERVERLESS_MAX_CONCURRENCY'),
    prediction: {
      schema: text('PREDICTION_SCHEMA') ?? '',
      name: text('PREDICTION_UDF') ?? '',
      ...readPredictionSettings(text('PREDICTION_SETTINGS') ?? ''),
    },
    status: text('ENDPOINT_STATUS'),
    createdAt: text('DATETIME'),
    ageSeconds: Math.max(0, Math.round(number('AGE') ?? 0)),
    expiresAt: readUtc(row['EXPIRES']),
    user: text('SCRIPT_USER'),
  };
}
