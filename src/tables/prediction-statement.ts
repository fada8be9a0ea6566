import { identifier, qualify } from '../exasol/quote.js';
import { hashGroup } from '../scripts/facts.js';
import { findKind, type SourceTypes, writeCsvLine } from './csv-line.js';
import type { PredictionUdf } from './endpoint-table.js';
import type { TrainedColumn, TrainedJob } from './job-table.js';

/** The prediction functions of an endpoint, and what they take. */
export interface Prediction {
  readonly udf: PredictionUdf;
  /** The inputs of the model in the order of the training. */
  readonly features: readonly TrainedColumn[];
}

/** How a query calls a prediction function. */
export interface PredictionOptions {
  /** SQL text after FROM. */
  readonly source: string;
  /** Types of the columns of the source, as far as they are known. */
  readonly types?: SourceTypes;
  /** The limit on rows. It applies before the prediction, so that the function does not predict more rows than needed. */
  readonly limit?: string | undefined;
  /** Groups of rows for each node; undefined predicts in one process. */
  readonly groups?: number | undefined;
  /** Returns the errors of up to this many bad rows; needs the function of `hasCsvFunctions`. */
  readonly maxErrors?: number | undefined;
  /** Returns the inputs next to the prediction. */
  readonly withInputs?: boolean;
}

/** The prediction functions of an endpoint whose model was trained by a job. */
export function makePrediction(
  udf: PredictionUdf,
  { columns = [], target, sampleWeightColumn }: Pick<TrainedJob, 'columns' | 'target' | 'sampleWeightColumn'>,
): Prediction {
  return { udf, features: columns.filter(({ name }) => name !== target && name !== sampleWeightColumn) };
}

/**
 * The query that predicts for every row of a source. Rows without keys could not be told apart without their columns, so by default only
 * a prediction with keys sends CSV lines. templates/lua/sme/prediction_query.lua writes the same text.
 */
export function writePredictionQuery(prediction: Prediction, options: PredictionOptions): string {
  const { keyColumns, hasCsvFunctions } = prediction.udf;
  const canSendLines = hasCsvFunctions && prediction.features.length > 0;
  const sendsLines = keyColumns.length > 0 && canSendLines && options.withInputs !== true;
  return sendsLines || options.maxErrors !== undefined
    ? writeLineQuery(prediction, options)
    : writeInputQuery(prediction, options);
}

/** The prediction function without SELECT, with inputs in the form of the training. */
export function writePredictionCall({ udf, features }: Prediction, types: SourceTypes = new Map()): string {
  const inputs = [
    ...udf.keyColumns.map(identifier),
    ...features.map((column) => writeInput(column, types.get(column.name))),
  ];
  return `${qualify(udf.schema, udf.name)}(${inputs.join(', ')})`;
}

function writeInputQuery(prediction: Prediction, { source, types, limit, groups }: PredictionOptions): string {
  const { udf, features } = prediction;
  const names = udf.keyColumns.length > 0 ? udf.keyColumns : features.map(({ name }) => name);
  const rows = limit === undefined ? source : `(SELECT * FROM ${source} LIMIT ${limit})`;
  return [
    `SELECT ${writePredictionCall(prediction, types)}`,
    `FROM ${rows}`,
    ...writeGroups(groups, names.map(identifier)),
  ].join('\n');
}

function writeLineQuery({ udf, features }: Prediction, options: PredictionOptions): string {
  const { source, types = new Map(), limit, groups, maxErrors } = options;
  const line = identifier(nameLine(udf.keyColumns));
  const keys = udf.keyColumns.map(identifier);
  const suffix = maxErrors === undefined ? '_CSV' : '_TRY';
  const inputs = [...(maxErrors === undefined ? [] : [String(maxErrors)]), ...keys, line];
  return [
    `SELECT ${qualify(udf.schema, `${udf.name}${suffix}`)}(${inputs.join(', ')})`,
    'FROM (',
    keys.length > 0 ? `  SELECT ${keys.join(', ')},` : '  SELECT',
    `    ${writeCsvLine(features, types, '    ')} AS ${line}`,
    `  FROM ${source}${limit === undefined ? '' : ` LIMIT ${limit}`}`,
    ')',
    ...writeGroups(groups, [...keys, line]),
  ].join('\n');
}

/** A name for the column with the CSV line that no key column has. */
function nameLine(taken: readonly string[]): string {
  const names = ['CSV_LINE', ...taken.map((_, at) => `CSV_LINE_${at + 2}`)];
  return names.find((name) => !taken.includes(name)) ?? 'CSV_LINE';
}

function writeGroups(groups: number | undefined, columns: readonly string[]): readonly string[] {
  if (groups === undefined) {
    return [];
  }
  const hash = hashGroup.replace(/[@#]/g, (slot) => (slot === '@' ? columns.join(', ') : String(groups)));
  return [groups === 1 || columns.length === 0 ? 'GROUP BY IPROC()' : `GROUP BY IPROC(), ${hash}`];
}

/** Groups for each node, each of which can run in a process of its own. */
const defaultGroups = 4;

/** A serverless endpoint refuses more requests at once than its maximum concurrency. */
export function chooseGroups(maxConcurrency: number | undefined, parallelRequests: number): number {
  return maxConcurrency === undefined
    ? defaultGroups
    : Math.max(1, Math.min(defaultGroups, Math.floor(maxConcurrency / parallelRequests)));
}

function writeInput({ name, type = '' }: TrainedColumn, sourceType: string | undefined): string {
  const column = identifier(name);
  const isLocal = findKind(type) === 'localTimestamp';
  const isUtc = sourceType !== undefined && findKind(sourceType) !== 'localTimestamp';
  const utc = isLocal && !isUtc ? `CONVERT_TZ(${column}, SESSIONTIMEZONE, 'UTC')` : column;
  const digits = /^TIMESTAMP\s*\((\d)\)/i.exec(type)?.[1];
  // Exasol's Python wrapper reads a TIMESTAMP only with one to six fractional digits
  return digits === '0' || Number(digits) > 6 ? `CAST(${utc} AS TIMESTAMP(6))` : utc;
}
