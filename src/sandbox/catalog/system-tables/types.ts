import type { DataType } from '../../types/values.js';
import type { SessionFacts } from '../session-facts.js';

/** A table of schema SYS or EXA_STATISTICS: DuckDB SQL on the hidden catalog. The names in `columns` apply to its output columns by position. */
export interface SystemTable {
  readonly columns: readonly { readonly name: string; readonly dataType: DataType }[];
  /** Whether it is in the schema EXA_STATISTICS instead of SYS. */
  readonly isStatistical?: boolean;
  /** @param grantees the user, PUBLIC and the user's roles */
  sql(facts: SessionFacts, grantees: ReadonlySet<string>): string;
}

const TEXT: DataType = { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' };
const NAME: DataType = { type: 'VARCHAR', size: 128, characterSet: 'UTF8' };
const NUMBER: DataType = { type: 'DECIMAL', precision: 18, scale: 0 };
const ID: DataType = { type: 'DECIMAL', precision: 20, scale: 0 };
const TIMESTAMP: DataType = { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false };
const BOOLEAN: DataType = { type: 'BOOLEAN' };

const DECIMAL: DataType = { type: 'DECIMAL', precision: 18, scale: 3 };

const TYPES = {
  text: TEXT,
  name: NAME,
  number: NUMBER,
  id: ID,
  timestamp: TIMESTAMP,
  boolean: BOOLEAN,
  decimal: DECIMAL,
} as const;

/** `SCHEMA_NAME:name CREATED:timestamp …` → columns */
export function systemColumns(description: string): SystemTable['columns'] {
  return description
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [name = '', type = 'name'] = word.split(':');
      const dataType = Object.entries(TYPES).find(([key]) => key === type)?.[1] ?? NAME;
      return { name, dataType };
    });
}

export function systemSchema(table: SystemTable): 'SYS' | 'EXA_STATISTICS' {
  return table.isStatistical === true ? 'EXA_STATISTICS' : 'SYS';
}
