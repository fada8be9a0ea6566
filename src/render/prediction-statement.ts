import { identifier } from '../exasol/quote.js';

/** A column that a prediction function takes. */
export interface PredictionInput {
  readonly name: string;
  /** Its type when the model was trained; undefined for key columns, which the model does not see, and where it is unknown. */
  readonly type: string | undefined;
}

/** Whether the text of a value depends on the session's time zone. */
export function isLocalTime(type: string | undefined): boolean {
  return /^TIMESTAMP.*LOCAL TIME ZONE/i.test(type ?? '');
}

/**
 * The call of a prediction function, its inputs written as the training exported them (see csv_format.lua).
 * @param name the function as SQL text
 */
export function writePredictionCall(name: string, inputs: readonly PredictionInput[]): string {
  return `${name}(${inputs.map(writeInput).join(', ')})`;
}

function writeInput({ name, type }: PredictionInput): string {
  const column = identifier(name);
  const moment = isLocalTime(type) ? `CONVERT_TZ(${column}, SESSIONTIMEZONE, 'UTC')` : column;
  const digits = /^TIMESTAMP\s*\((\d)\)/i.exec(type ?? '')?.[1];
  // Exasol's Python wrapper reads one to six fractional digits of a TIMESTAMP, neither none nor more.
  return digits === '0' || Number(digits) > 6 ? `CAST(${moment} AS TIMESTAMP(6))` : moment;
}
