import { identifier, literal, qualify } from '../exasol/quote.js';
import { tables } from '../scripts/tables.js';
import type { TableColumn, TableDefinition } from '../scripts/types.js';
import { fillTemplate } from './template.js';
import { readTemplate } from './template-files.js';

export interface ColumnType {
  readonly name: string;
  /** The type in EXA_ALL_COLUMNS.COLUMN_TYPE. */
  readonly type: string;
}

export interface RenderedTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly comment: string;
  /** CREATE TABLE IF NOT EXISTS. */
  readonly sql: string;
}

export interface TableMigration {
  /** ALTER TABLE or COMMENT statements, in order; none for a table that is up to date. */
  readonly statements: readonly string[];
  /** The reason for each statement, for users. */
  readonly reasons: readonly string[];
}

/** Renders every table for a schema (exact name). */
export function renderTables(schema: string): readonly RenderedTable[] {
  return tables.map((table) => renderTable(table, schema));
}

function renderTable(definition: TableDefinition, schema: string): RenderedTable {
  const { name: table, primaryKey, columns, comment } = definition;
  const columnLines = columns.map(({ name, type, required, meaning }) =>
    [identifier(name), type, ...(required ? ['NOT NULL'] : []), `COMMENT IS ${literal(meaning)}`].join(' '),
  );
  const lines = [...columnLines, `PRIMARY KEY (${identifier(primaryKey)})`];
  const sql = fillTemplate(readTemplate('tables/table.sql'), {
    slots: {
      table: qualify(schema, table),
      columns: lines.join(',\n    '),
      comment: literal(comment),
    },
  });
  return { name: table, columns, comment, sql: sql.trimEnd() };
}

/** The size of a VARCHAR or CHAR type; undefined for any other type. */
function sizeOf(type: string): number | undefined {
  const [, size] = /^(?:VAR)?CHAR\((\d+)\)/i.exec(type) ?? [];
  return size === undefined ? undefined : Number(size);
}

/** The maximum number of digits before the decimal point of a DECIMAL; undefined for any other type. */
function digitsOf(type: string): number | undefined {
  const [, precision, scale] = /^DECIMAL\((\d+),\s*(\d+)\)/i.exec(type) ?? [];
  return precision === undefined ? undefined : Number(precision) - Number(scale ?? 0);
}

/** Whether a column must be widened. Columns are never narrowed, so rows are not changed. */
function isTooNarrow(installed: string, desired: string): boolean {
  for (const measure of [sizeOf, digitsOf]) {
    const [actual, required] = [measure(installed), measure(desired)];
    if (actual !== undefined && required !== undefined) return actual < required;
  }
  return false;
}

/**
 * Plans the changes that bring an installed table, including the job table of the Python extension, up to date. Rows are kept.
 *
 * @param installed the columns of the table in EXA_ALL_COLUMNS
 * @param schema exact name of the schema
 */
export function planTableMigration(
  desired: Pick<RenderedTable, 'name' | 'columns'>,
  installed: readonly ColumnType[],
  schema: string,
): TableMigration {
  const table = qualify(schema, desired.name);
  const types = new Map(installed.map((column) => [column.name, column.type]));
  const steps = desired.columns.flatMap(({ name: column, type }) => {
    const found = types.get(column);
    if (found === undefined) {
      const statement = `ALTER TABLE ${table} ADD COLUMN ${identifier(column)} ${type}`;
      return [{ statement, reason: `column ${column} is missing` }];
    }
    if (!isTooNarrow(found, type)) return [];
    const statement = `ALTER TABLE ${table} MODIFY COLUMN ${identifier(column)} ${type}`;
    return [{ statement, reason: `column ${column} is ${found}, too small for ${type}` }];
  });
  return { statements: steps.map(({ statement }) => statement), reasons: steps.map(({ reason }) => reason) };
}

/** The comments of an installed table. */
export interface InstalledComments {
  /** Empty for a table without a comment. */
  readonly table: string;
  /** By column; empty for a column without a comment. */
  readonly columns: ReadonlyMap<string, string>;
}

/** One statement that sets every comment of a table, if any of them differs. */
export function planTableComments(
  desired: RenderedTable,
  installed: InstalledComments,
  schema: string,
): TableMigration {
  const isUpToDate =
    installed.table === desired.comment &&
    desired.columns.every(({ name, meaning }) => installed.columns.get(name) === meaning);
  if (isUpToDate) return { statements: [], reasons: [] };
  const table = qualify(schema, desired.name);
  const columns = desired.columns.map(({ name, meaning }) => `${identifier(name)} IS ${literal(meaning)}`);
  return {
    statements: [`COMMENT ON TABLE ${table} IS ${literal(desired.comment)} (${columns.join(', ')})`],
    reasons: ['comments are missing or outdated'],
  };
}
