import { makeError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { names } from '../scripts/names.js';
import { suggestNearest } from '../text/nearest.js';
import { queryRows, type Row, readNumber, readText } from './call-script.js';

/** What the endpoint table knows of an endpoint. */
export interface EndpointRow {
  readonly name: string;
  readonly region: string;
  readonly connection: string;
  readonly job: string;
  readonly candidate: string;
  readonly model: string;
  readonly config: string;
  readonly instanceType: string | undefined;
  readonly instanceCount: number | undefined;
  readonly memoryMb: number | undefined;
  readonly maxConcurrency: number | undefined;
  /** The prediction function as SQL text. */
  readonly predictionUdf: string;
  /** As AWS said when it was asked last; undefined where the endpoint was never had. */
  readonly status: string | undefined;
  /** Since the row was written. */
  readonly ageSeconds: number;
  /** Undefined: nothing but a person ends it. */
  readonly expiresAt: Date | undefined;
}

/** All endpoints of the table, the newest first. */
export async function readEndpointRows(session: Session, schema: string): Promise<readonly EndpointRow[]> {
  const rows = await queryTable(session, schema, 'ORDER BY "DATETIME" DESC, ENDPOINT_NAME');
  return rows.map(readRow);
}

/**
 * The row of an endpoint. Its name may be spelt as SQL spells it: `MY_ENDPOINT` is `my-endpoint`.
 * @returns undefined where the table does not know it
 */
export async function findEndpointRow(
  session: Session,
  schema: string,
  name: string,
): Promise<EndpointRow | undefined> {
  const wanted = literal(toEndpointName(name));
  const [row] = await queryTable(session, schema, `WHERE UPPER(ENDPOINT_NAME) = UPPER(${wanted})`);
  return row === undefined ? undefined : readRow(row);
}

/**
 * The name that the scripts give to an endpoint (templates/lua/sme/aws_names.lua): AWS keeps the case of a name and takes either to find
 * it, and has no `_`.
 */
export function toEndpointName(name: string): string {
  return /^[A-Za-z0-9-]*$/.test(name) ? name : name.toLowerCase().replaceAll('_', '-');
}

/** The error on a name that the table does not know, with the nearest one. */
export async function explainUnknownEndpoint(session: Session, schema: string, endpoint: string) {
  const suggestion = await suggestEndpoint(session, schema, endpoint);
  return makeError('E-SME-241', { endpoint, table: writeTable(schema), suggestion });
}

/** @throws UserError E-SME-241 where the table does not know the name, but one that resembles it */
export async function refuseMisspelledEndpoint(session: Session, schema: string, endpoint: string): Promise<void> {
  if ((await suggestEndpoint(session, schema, endpoint)) !== '') {
    throw await explainUnknownEndpoint(session, schema, endpoint);
  }
}

async function suggestEndpoint(session: Session, schema: string, endpoint: string): Promise<string> {
  const known = await readEndpointRows(session, schema);
  return suggestNearest(
    endpoint,
    known.map(({ name }) => name),
  );
}

function writeTable(schema: string): string {
  return `${identifier(schema)}.${identifier(names.endpointTable)}`;
}

/** @throws UserError E-SME-246 where the table is of an earlier version */
async function queryTable(session: Session, schema: string, rest: string): Promise<readonly Row[]> {
  try {
    return await queryRows(session, `${writeSelect(schema)} ${rest}`);
  } catch (thrown) {
    const isOlder = thrown instanceof SqlError && new RegExp(`${newestColumn}"? not found`).test(thrown.text);
    throw isOlder ? makeError('E-SME-246', { table: writeTable(schema), column: newestColumn }) : thrown;
  }
}

const newestColumn = 'EXPIRES_AT_UTC';

/** The age is counted in the database, whose clock and time zone wrote the row. */
function writeSelect(schema: string): string {
  return (
    'SELECT ENDPOINT_NAME, AWS_REGION, AWS_CREDENTIALS_CONNECTION_NAME, JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME,' +
    ' INSTANCE_TYPE, INSTANCE_COUNT, SERVERLESS_MEMORY_MB, SERVERLESS_MAX_CONCURRENCY, PREDICTION_SCHEMA, PREDICTION_UDF,' +
    ' ENDPOINT_STATUS, CAST(SECONDS_BETWEEN(CURRENT_TIMESTAMP, "DATETIME") AS DOUBLE) AS AGE,' +
    ` TO_CHAR(${newestColumn}, 'YYYY-MM-DD HH24:MI:SS') AS EXPIRES FROM ${writeTable(schema)}`
  );
}

function readRow(row: Row): EndpointRow {
  const text = (column: string) => readText(row[column]);
  const number = (column: string) => readNumber(row[column]);
  const expires = text('EXPIRES');
  return {
    name: text('ENDPOINT_NAME') ?? '',
    region: text('AWS_REGION') ?? '',
    connection: text('AWS_CREDENTIALS_CONNECTION_NAME') ?? '',
    job: text('JOB_NAME') ?? '',
    candidate: text('CANDIDATE_NAME') ?? '',
    model: text('MODEL_NAME') ?? '',
    config: text('ENDPOINT_CONFIG_NAME') ?? '',
    instanceType: text('INSTANCE_TYPE'),
    instanceCount: number('INSTANCE_COUNT'),
    memoryMb: number('SERVERLESS_MEMORY_MB'),
    maxConcurrency: number('SERVERLESS_MAX_CONCURRENCY'),
    predictionUdf: `${identifier(text('PREDICTION_SCHEMA') ?? '')}.${identifier(text('PREDICTION_UDF') ?? '')}`,
    status: text('ENDPOINT_STATUS'),
    ageSeconds: Math.max(0, Math.round(number('AGE') ?? 0)),
    expiresAt: expires === undefined ? undefined : new Date(`${expires.replace(' ', 'T')}Z`),
  };
}
