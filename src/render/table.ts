import { identifier, literal } from '../exasol/quote.js';
import { tables } from '../scripts/tables.js';
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
  readonly comment: string;
  /** CREATE TABLE IF NOT EXISTS. */
  readonly sql: string;
}

export interface TableMigration {
  /** ALTER TABLE or COMMENT statements, in order; none for a table that is up to date. */
  readonly statements: readonly string[];
  /** For people: why each statement is there. */
  readonly reasons: readonly string[];
}

/** Renders every table for a schema (exact name). */
export function renderTables(schema: string): readonly RenderedTable[] {
  return tables.map((table) => renderTable(table, schema));
}

function renderTable(definition: TableDefinition, schema: string): RenderedTable {
  const { name: table, primaryKey, columns: wanted, comment } = definition;
  const columns = wanted.map(({ name, type, required, meaning }) =>
    [identifier(name), type, ...(required ? ['NOT NULL'] : []), `COMMENT IS ${literal(meaning)}`].join(' '),
  );
  const lines = [...columns, `PRIMARY KEY (${identifier(primaryKey)})`];
  const sql = fillTemplate(readTemplate('tables/table.sql'), {
    slots: {
      table: `${identifier(schema)}.${identifier(table)}`,
      columns: lines.join(',\n    '),
      comment: literal(comment),
    },
  });
  return { name: table, columns: wanted, comment, sql: sql.trimEnd() };
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

/** The comments of an installed table. */
export interface InstalledComments {
  /** Empty for a table without a comment. */
  readonly table: string;
  /** By column; empty for a column without a comment. */
  readonly columns: ReadonlyMap<string, string>;
}

/** One statement that sets every comment of a table, if any of them differs. */
export function planTableComments(wanted: RenderedTable, installed: InstalledComments, schema: string): TableMigration {
  const isUpToDate =
    installed.table === wanted.comment &&
    wanted.columns.every(({ name, meaning }) => installed.columns.get(name) === meaning);
  if (isUpToDate) return { statements: [], reasons: [] };
  const table = `${identifier(schema)}.${identifier(wanted.name)}`;
  const columns = wanted.columns.map(({ name, meaning }) => `${identifier(name)} IS ${literal(meaning)}`);
  return {
    statements: [`COMMENT ON TABLE ${table} IS ${literal(wanted.comment)} (${columns.join(', ')})`],
    reasons: ['comments are missing or outdated'],
  };
}
