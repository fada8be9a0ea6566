import { quoteText } from '../../duckdb/identifiers.js';
import type { DataType } from '../../types/values.js';
import { INTERVAL } from './data-types.js';
import type { Compiled } from './types.js';

const YEAR_MONTH: DataType = { type: 'INTERVAL YEAR TO MONTH', precision: 2 };

/** INTERVAL '…' from TO to. */
export function intervalLiteral(value: string, from: string, to: string): Compiled {
  if (to === 'MONTH' || from === 'YEAR') {
    const text = from === 'MONTH' ? `0-${value.trim()}` : value;
    return { sql: `exa_year_month(${quoteText(text)})`, type: YEAR_MONTH };
  }
  if (from === to) return { sql: `INTERVAL (${quoteText(value)}) ${from}`, type: INTERVAL };
  const [days, time] = from === 'DAY' ? value.trim().split(/\s+/) : ['0', value.trim()];
  const parts = (time ?? '0').split(':').map(Number);
  const units = ['DAY', 'HOUR', 'MINUTE', 'SECOND'];
  const first = Math.max(1, units.indexOf(from));
  const seconds = parts.reduce((sum, part, index) => sum + part * ([0, 3600, 60, 1][first + index] ?? 1), 0);
  return { sql: `(to_days(${Number(days)}) + to_microseconds(${Math.round(seconds * 1e6)}))`, type: INTERVAL };
}
