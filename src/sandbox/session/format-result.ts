import { makeDatetimeWriter } from '../sql/statements/csv/datetime-writer.js';
import type { SessionAttributes } from '../types/database.js';
import type { StatementResult } from '../types/statement-result.js';
import type { Cell, DataType } from '../types/values.js';

const DATE_FORMAT = 'YYYY-MM-DD';
const DATETIME_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6';

/** A client gets dates and timestamps in the formats of its session. Inside the sandbox they have the default formats. */
export function formatResult(
  result: StatementResult,
  { dateFormat, datetimeFormat }: Pick<SessionAttributes, 'dateFormat' | 'datetimeFormat'>,
): StatementResult {
  if (result.kind !== 'resultSet') return result;
  const writers = result.columns.map(({ dataType }) => makeWriter(dataType, dateFormat, datetimeFormat));
  if (!writers.some((writer) => writer !== undefined)) return result;
  const rows = result.rows.map((row) => row.map((cell, index) => write(cell, writers[index])));
  return { ...result, rows };
}

type Writer = (text: string) => string;

function makeWriter({ type }: DataType, dateFormat: string, datetimeFormat: string): Writer | undefined {
  if (type === 'DATE' && dateFormat !== DATE_FORMAT) return makeDatetimeWriter(dateFormat);
  if (type === 'TIMESTAMP' && datetimeFormat !== DATETIME_FORMAT) return makeDatetimeWriter(datetimeFormat);
  return undefined;
}

const write = (cell: Cell, writer: Writer | undefined): Cell =>
  writer === undefined || typeof cell !== 'string' ? cell : writer(cell);
