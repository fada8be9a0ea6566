import { identifier, qualify } from '../exasol/quote.js';
import { queryRows, readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { whereJob } from './aws-names.js';
import { type SourceTypes, writeCsvLine } from './csv-line.js';
import { writeHoldoutCondition } from './holdout.js';
import { qualifyJobTable, type TrainedColumn, type TrainingSource } from './job-table.js';
import { type Prediction, writePredictionQuery } from './prediction-statement.js';
import { parseList } from './stored-lists.js';

/** The rows that a training kept apart. */
export interface Holdout {
  readonly fraction: number;
  /** Columns whose hash decides; undefined for all columns of the training. */
  readonly keys: readonly TrainedColumn[] | undefined;
}

/** The rows that a training kept apart; undefined if it used all rows. @throws SqlError on a table of an earlier version */
export async function findHoldout(session: Session, schema: string, job: string): Promise<Holdout | undefined> {
  const [row] = await queryRows(
    session,
    `SELECT HOLDOUT_FRACTION, HOLDOUT_KEY_COLUMNS FROM ${qualifyJobTable(schema)} WHERE ${whereJob(job)}`,
  );
  const fraction = readNumber(row?.['HOLDOUT_FRACTION']);
  const keys = readText(row?.['HOLDOUT_KEY_COLUMNS']);
  return fraction === undefined ? undefined : { fraction, keys: keys === undefined ? undefined : readKeys(keys) };
}

/** Reads `[{"name":"ID","type":"DECIMAL(18,0)"}]`. */
function readKeys(text: string): readonly TrainedColumn[] {
  return parseList(text).map((item) => {
    const { name, type }: { name?: unknown; type?: unknown } = typeof item === 'object' && item !== null ? item : {};
    return { name: String(name), type: type === undefined ? undefined : String(type) };
  });
}

/** Columns of the query for an evaluation. */
export interface HoldoutQuery {
  readonly sql: string;
  readonly actualColumn: string;
  readonly predictedColumn: string;
  /** Undefined for a regression. */
  readonly probabilityColumn: string | undefined;
}

export interface HoldoutOptions {
  readonly columns: readonly TrainedColumn[];
  readonly target: string;
  readonly source: TrainingSource;
  readonly holdout: Holdout;
  /** Groups of rows for each node that are predicted in parallel. */
  readonly groups: number;
}

const actualColumn = 'SME_ACTUAL';
const lineColumn = identifier('SME_LINE');

/** A query without rows, which shows the columns that the prediction function returns. */
export function writeEmptyPrediction(prediction: Prediction, { source }: Pick<HoldoutOptions, 'source'>): string {
  const rows = `(SELECT ${listInputs(prediction)} FROM ${writeSource(source)} WHERE FALSE)`;
  return writePredictionQuery(prediction, { source: rows, groups: 1, withInputs: true });
}

/**
 * The query that predicts for the rows that a training kept apart. The prediction function returns its inputs, but not the target, so
 * the query joins each prediction to the rows with the same inputs: equal inputs are predicted once.
 * @param returned names of the columns that the prediction function returns
 */
export function writeHoldoutQuery(
  prediction: Prediction,
  { columns, target, source, holdout, groups }: HoldoutOptions,
  returned: readonly string[],
): HoldoutQuery {
  const { features, udf } = prediction;
  const inputs = new Set([...udf.keyColumns, ...features.map(({ name }) => name)]);
  const [first = '', second] = returned.filter((name) => !inputs.has(name));
  const from = writeSource(source);
  const condition = writeHoldoutCondition(holdout.keys ?? columns, holdout.fraction);
  const rows = `(SELECT DISTINCT ${listInputs(prediction)} FROM ${from} WHERE ${identifier(target)} IS NOT NULL AND ${condition})`;
  const outputs = (second === undefined ? [first] : [first, second]).map(identifier);
  const writeLine = (types: SourceTypes) =>
    `HASH_MD5(${[...udf.keyColumns.map(identifier), `(${writeCsvLine(features, types, '')})`].join(', ')}) AS ${lineColumn}`;
  const sql = [
    `SELECT R.${identifier(actualColumn)}, ${outputs.map((name) => `P.${name}`).join(', ')}`,
    `FROM (SELECT ${identifier(target)} AS ${identifier(actualColumn)}, ${writeLine(new Map())}`,
    `FROM ${from} WHERE ${condition}) R`,
    `LEFT JOIN (SELECT ${writeLine(typesInUtc(features))}, ${outputs.join(', ')}`,
    `FROM (${writePredictionQuery(prediction, { source: rows, groups, withInputs: true })})) P`,
    `ON R.${lineColumn} = P.${lineColumn}`,
  ].join('\n');
  return {
    sql,
    actualColumn,
    predictedColumn: second ?? first,
    probabilityColumn: second === undefined ? undefined : first,
  };
}

function writeSource(source: TrainingSource): string {
  return source.kind === 'table' ? qualify(source.schema, source.table) : `(\n${source.sql}\n)`;
}

function listInputs({ features, udf }: Prediction): string {
  return [...new Set([...udf.keyColumns, ...features.map(({ name }) => name)])].map(identifier).join(', ');
}

/** The function returns a TIMESTAMP WITH LOCAL TIME ZONE as a TIMESTAMP in UTC. */
function typesInUtc(features: readonly TrainedColumn[]): SourceTypes {
  const local = features.filter(({ type }) => /LOCAL TIME ZONE/i.test(type ?? ''));
  return new Map(local.map(({ name }) => [name, 'TIMESTAMP']));
}
