import { identifier, qualify } from '../exasol/quote.js';
import type { PredictionUdf } from './endpoint-table.js';
import type { TrainedColumn, TrainedJob } from './job-table.js';

/** An input of a prediction function; the type is undefined for key columns, which are not sent to the model. */
export type PredictionInput = TrainedColumn;

/** How a prediction function is called. */
export interface PredictionCall {
  /** The function as SQL text. */
  readonly udf: string;
  readonly inputs: readonly PredictionInput[];
}

/** The query that predicts for every row of a source. @param source SQL text after FROM */
export function writePredictionQuery(call: PredictionCall, source: string): string {
  return `SELECT ${writePredictionCall(call)} FROM ${source}`;
}

/** The call without SELECT. Its inputs have the same form as in the export of the training (templates/lua/sme/csv_format.lua). */
export function writePredictionCall({ udf, inputs }: PredictionCall): string {
  return `${udf}(${inputs.map(writeInput).join(', ')})`;
}

/** The call for an endpoint. The inputs are the key columns, then the columns of the training except target and sample weight. */
export function makePredictionCall(
  { schema, name, keyColumns }: PredictionUdf,
  { columns = [], target, sampleWeightColumn }: Pick<TrainedJob, 'columns' | 'target' | 'sampleWeightColumn'>,
): PredictionCall {
  const features = columns.filter((column) => column.name !== target && column.name !== sampleWeightColumn);
  return {
    udf: qualify(schema, name),
    inputs: [...keyColumns.map((column) => ({ name: column, type: undefined })), ...features],
  };
}

/** Whether the text of a value depends on the time zone of the session. */
export function isLocalTime(type: string | undefined): boolean {
  return /^TIMESTAMP.*LOCAL TIME ZONE/i.test(type ?? '');
}

function writeInput({ name, type }: PredictionInput): string {
  const column = identifier(name);
  const utc = isLocalTime(type) ? `CONVERT_TZ(${column}, SESSIONTIMEZONE, 'UTC')` : column;
  const digits = /^TIMESTAMP\s*\((\d)\)/i.exec(type ?? '')?.[1];
  // Exasol's Python wrapper reads a TIMESTAMP only with one to six fractional digits
  return digits === '0' || Number(digits) > 6 ? `CAST(${utc} AS TIMESTAMP(6))` : utc;
}
