import { jobTable } from '../scripts/columns.js';
import { identifier } from './quote.js';
import { fillTemplate } from './template.js';
import { readTemplate } from './template-files.js';

export interface ColumnType {
  readonly name: string;
  /** As EXA_ALL_COLUMNS.COLUMN_TYPE shows it. */
  readonly type: string;
}

export interface RenderedTable {
  readonly name: string;
  readonly columns: readonly ColumnType[];
  /** CREATE TABLE IF NOT EXISTS. */
  readonly sql: string;
}

export interface TableMigration {
  /** ALTER TABLE statements, in order; none where the table is as it should be. */
  readonly statements: readonly string[];
  /** For people: why each statement is there. */
  readonly reasons: readonly string[];
}

/** Renders the job table for a schema (exact name). */
export function renderTable(schema: string): RenderedTable {
  const columns = jobTable.columns.map(({ name, type, required }) =>
    [identifier(name), type, ...(required ? ['NOT NULL'] : [])].join(' '),
  );
  const lines = [...columns, `PRIMARY KEY (${identifier(jobTable.primaryKey)})`];
  const sql = fillTemplate(readTemplate('tables/autopilot_jobs.sql'), {
    slots: { table: `${identifier(schema)}.${identifier(jobTable.name)}`, columns: lines.join(',\n    ') },
  });
  return {
    name: jobTable.name,
    columns: jobTable.columns.map(({ name, type }) => ({ name, type })),
    sql: sql.trimEnd(),
  };
}

/** The size of a VARCHAR or CHAR type, undefined for any other. */
function sizeOf(type: string): number | undefined {
  const [, size] = /^(?:VAR)?CHAR\((\d+)\)/i.exec(type) ?? [];
  return size === undefined ? undefined : Number(size);
}

/** Digits before the point that a DECIMAL holds, undefined for any other type. */
function digitsOf(type: string): number | undefined {
  const [, precision, scale] = /^DECIMAL\((\d+),\s*(\d+)\)/i.exec(type) ?? [];
  return precision === undefined ? undefined : Number(precision) - Number(scale ?? 0);
}

/** True where not every value of `wanted` fits into `installed`. Columns are widened, never narrowed: rows stay as they are. */
function isNarrower(installed: string, wanted: string): boolean {
  for (const measure of [sizeOf, digitsOf]) {
    const [have, need] = [measure(installed), measure(wanted)];
    if (have !== undefined && need !== undefined) return have < need;
  }
  return false;
}

/**
 * What brings an installed job table, also one of the earlier Python extension, up to date with its rows kept.
 *
 * @param name exact name of the table
 * @param installed its columns, as EXA_ALL_COLUMNS lists them
 * @param schema exact name of the schema
 */
export function planTableMigration(name: string, installed: readonly ColumnType[], schema: string): TableMigration {
  const table = `${identifier(schema)}.${identifier(name)}`;
  const types = new Map(installed.map((column) => [column.name, column.type]));
  const steps = jobTable.columns.flatMap(({ name: column, type }) => {
    const found = types.get(column);
    if (found === undefined) {
      const statement = `ALTER TABLE ${table} ADD COLUMN ${identifier(column)} ${type}`;
      return [{ statement, reason: `column ${column} is missing` }];
    }
    if (!isNarrower(found, type)) return [];
    const statement = `ALTER TABLE ${table} MODIFY COLUMN ${identifier(column)} ${type}`;
    return [{ statement, reason: `column ${column} is ${found}, too small for ${type}` }];
  });
  return { statements: steps.map(({ statement }) => statement), reasons: steps.map(({ reason }) => reason) };
}
