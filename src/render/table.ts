import { identifier } from '../exasol/quote.js';
import { tables } from '../scripts/columns.js';
import type { TableColumn, TableDefinition } from '../scripts/types.js';
import { fillTemplate } from './template.js';
import { readTemplate } from './template-files.js';

export interface ColumnType {
  readonly name: string;
  /** As EXA_ALL_COLUMNS.COLUMN_TYPE shows it. */
  readonly type: string;
}

export interface RenderedTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** CREATE TABLE IF NOT EXISTS. */
  readonly sql: string;
}

export interface TableMigration {
  /** ALTER TABLE statements, in order; none where the table is as it should be. */
  readonly statements: readonly string[];
  /** For people: why each statement is there. */
  readonly reasons: readonly string[];
}

/** Renders every table for a schema (exact name). */
export function renderTables(schema: string): readonly RenderedTable[] {
  return tables.map((table) => renderTable(table, schema));
}

function renderTable({ name: table, primaryKey, columns: wanted }: TableDefinition, schema: string): RenderedTable {
  const columns = wanted.map(({ name, type, required }) =>
    [identifier(name), type, ...(required ? ['NOT NULL'] : [])].join(' '),
  );
  const lines = [...columns, `PRIMARY KEY (${identifier(primaryKey)})`];
  const sql = fillTemplate(readTemplate('tables/table.sql'), {
    slots: { table: `${identifier(schema)}.${identifier(table)}`, columns: lines.join(',\n    ') },
  });
  return { name: table, columns: wanted, sql: sql.trimEnd() };
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
 * What brings an installed table, also the job table of the earlier Python extension, up to date with its rows kept.
 *
 * @param wanted the table as it should be
 * @param installed its columns, as EXA_ALL_COLUMNS lists them
 * @param schema exact name of the schema
 */
export function planTableMigration(
  wanted: Pick<RenderedTable, 'name' | 'columns'>,
  installed: readonly ColumnType[],
  schema: string,
): TableMigration {
  const table = `${identifier(schema)}.${identifier(wanted.name)}`;
  const types = new Map(installed.map((column) => [column.name, column.type]));
  const steps = wanted.columns.flatMap(({ name: column, type }) => {
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
