import { literal, qualify } from '../exasol/quote.js';
import { queryRows, type Row, readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { whereJob } from './aws-names.js';
import { readNames } from './stored-lists.js';

/** A job with the values that locate it and its training data in AWS. */
export interface JobRow {
  readonly name: string;
  readonly connection: string;
  /** Undefined in rows of the Python extension. */
  readonly region: string | undefined;
  /** Undefined in rows of the Python extension. */
  readonly trainUri: string | undefined;
}

/** What a job was trained on. */
export interface TrainedJob {
  /** When the row was written: text in the time zone of the database. */
  readonly startedAt: string | undefined;
  /** All exported columns in their order, including the target; undefined if the row does not list them. */
  readonly columns: readonly TrainedColumn[] | undefined;
  readonly target: string | undefined;
  readonly sampleWeightColumn: string | undefined;
  readonly source: TrainingSource | undefined;
  readonly trainUri: string | undefined;
  readonly resultUri: string | undefined;
}

export interface TrainedColumn {
  readonly name: string;
  /** SQL type; undefined if the row lists fewer types than names. */
  readonly type: string | undefined;
}

export type TrainingSource =
  | { readonly kind: 'table'; readonly schema: string; readonly table: string }
  | { readonly kind: 'query'; readonly sql: string };

/** A run of SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT that has not started its job yet, or died before. */
export interface UnfinishedRun {
  readonly token: string;
  /** Since the row was written, by the clock of the database. */
  readonly ageSeconds: number;
}

/** The job table as SQL text. */
export function qualifyJobTable(schema: string): string {
  return qualify(schema, names.jobTable);
}

const jobColumns = 'JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, S3_TRAIN_URI';

/** All jobs. @param schema exact name of the schema of the scripts, here and below */
export async function readJobRows(session: Session, schema: string): Promise<readonly JobRow[]> {
  const rows = await queryRows(session, `SELECT ${jobColumns} FROM ${qualifyJobTable(schema)}`);
  return rows.map(toJobRow);
}

/** The row of one job; undefined if the table does not have it. */
export async function findJobRow(session: Session, schema: string, name: string): Promise<JobRow | undefined> {
  const sql = `SELECT ${jobColumns} FROM ${qualifyJobTable(schema)} WHERE ${whereJob(name)}`;
  const [row] = await queryRows(session, sql);
  return row && toJobRow(row);
}

function toJobRow(row: Row): JobRow {
  return {
    name: readText(row['JOB_NAME']) ?? '',
    connection: readText(row['AWS_CREDENTIALS_CONNECTION_NAME']) ?? '',
    region: readText(row['AWS_REGION']),
    trainUri: readText(row['S3_TRAIN_URI']),
  };
}

/** Names of the latest jobs. */
export async function listJobNames(session: Session, schema: string, limit: number): Promise<readonly string[]> {
  const sql = `SELECT JOB_NAME FROM ${qualifyJobTable(schema)} ORDER BY "DATETIME" DESC LIMIT ${limit}`;
  const { rows } = await session.query(sql);
  return rows.map(([name]) => String(name));
}

/** What a job was trained on; undefined if the table does not have the job. */
export async function findTrainedJob(session: Session, schema: string, name: string): Promise<TrainedJob | undefined> {
  const [row] = await queryRows(
    session,
    'SELECT "DATETIME", COLUMN_NAMES, COLUMN_TYPES, TARGET_ATTRIBUTE_NAME, SAMPLE_WEIGHT_COLUMN, INPUT_SCHEMA_NAME,' +
      ' INPUT_TABLE_OR_VIEW_NAME, INPUT_QUERY, S3_TRAIN_URI, S3_RESULT_URI' +
      ` FROM ${qualifyJobTable(schema)} WHERE ${whereJob(name)}`,
  );
  if (row === undefined) {
    return undefined;
  }
  const text = (column: string) => readText(row[column]);
  const types = readNames(text('COLUMN_TYPES') ?? '');
  const columnNames = text('COLUMN_NAMES');
  return {
    startedAt: text('DATETIME'),
    columns:
      columnNames === undefined
        ? undefined
        : readNames(columnNames).map((column, index) => ({ name: column, type: types[index] })),
    target: text('TARGET_ATTRIBUTE_NAME'),
    sampleWeightColumn: text('SAMPLE_WEIGHT_COLUMN'),
    source: toSource(text('INPUT_SCHEMA_NAME'), text('INPUT_TABLE_OR_VIEW_NAME'), text('INPUT_QUERY')),
    trainUri: text('S3_TRAIN_URI'),
    resultUri: text('S3_RESULT_URI'),
  };
}

/** The source of a training from the three values that describe it. */
export function toSource(schema = '', table?: string, query?: string): TrainingSource | undefined {
  if (table !== undefined) {
    return { kind: 'table', schema, table };
  }
  return query === undefined ? undefined : { kind: 'query', sql: query };
}

/**
 * Runs that are exporting or starting, by job name. Fails on a table of an earlier version, which lacks the columns.
 * @throws SqlError
 */
export async function readUnfinishedRuns(
  session: Session,
  schema: string,
): Promise<ReadonlyMap<string, UnfinishedRun>> {
  const rows = await queryRows(
    session,
    'SELECT JOB_NAME, RUN_TOKEN, CAST(SECONDS_BETWEEN(CURRENT_TIMESTAMP, "DATETIME") AS DOUBLE) AS AGE' +
      ` FROM ${qualifyJobTable(schema)} WHERE ${isUnfinished} AND RUN_TOKEN IS NOT NULL`,
  );
  return new Map(
    rows.map((row) => [
      String(row['JOB_NAME']),
      { token: String(row['RUN_TOKEN']), ageSeconds: readNumber(row['AGE']) ?? 0 },
    ]),
  );
}

const isUnfinished = "RUN_STATE IN ('EXPORTING', 'STARTING')";

/** Deletes the row of an unfinished run, unless another run has taken over the row. */
export async function deleteUnfinishedRun(
  session: Session,
  schema: string,
  { job, token }: { readonly job: string; readonly token: string },
): Promise<void> {
  await session.query(
    `DELETE FROM ${qualifyJobTable(schema)} WHERE ${whereJob(job)} AND RUN_TOKEN = ${literal(token)} AND ${isUnfinished}`,
  );
}

/** Records that the training data of a job was deleted, unless the row is that of another run by now. @throws SqlError */
export async function markDataRemoved(
  session: Session,
  schema: string,
  { job, trainUri, removedAt }: { readonly job: string; readonly trainUri: string; readonly removedAt: Date },
): Promise<void> {
  const moment = removedAt.toISOString().replace('T', ' ').slice(0, 19);
  await session.query(
    `UPDATE ${qualifyJobTable(schema)} SET TRAINING_DATA_REMOVED_AT_UTC = TIMESTAMP ${literal(`${moment}.000`)}` +
      ` WHERE ${whereJob(job)} AND S3_TRAIN_URI = ${literal(trainUri)} AND TRAINING_DATA_REMOVED_AT_UTC IS NULL`,
  );
}

/** The training to look for in `listRunningJobs`; undefined inputs are not compared. */
export interface TrainingInput {
  readonly model: string;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly query: string | undefined;
}

/** Names of the latest jobs of a model and input that were started and are not known to have ended. @throws SqlError */
export async function listRunningJobs(
  session: Session,
  schema: string,
  { model, schema: inputSchema, table, query }: TrainingInput,
): Promise<readonly string[]> {
  const inputs = { INPUT_SCHEMA_NAME: inputSchema, INPUT_TABLE_OR_VIEW_NAME: table, INPUT_QUERY: query };
  const conditions = [
    `MODEL_NAME = ${literal(model)}`,
    "RUN_STATE = 'STARTED'",
    "COALESCE(JOB_STATUS, 'InProgress') = 'InProgress'",
    ...Object.entries(inputs).flatMap(([column, value]) =>
      value === undefined ? [] : [`${column} = ${literal(value)}`],
    ),
  ];
  const { rows } = await session.query(
    `SELECT JOB_NAME FROM ${qualifyJobTable(schema)} WHERE ${conditions.join(' AND ')} ORDER BY "DATETIME" DESC LIMIT 5`,
  );
  return rows.map(([job]) => String(job));
}
