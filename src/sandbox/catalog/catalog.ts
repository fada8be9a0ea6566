import type { Transaction } from '../duckdb/transaction.js';
import { ExasolError } from '../types/exasol-error.js';
import type { DataType } from '../types/values.js';
import { formatDataType, parseDataType } from './data-types.js';

export interface TableColumn {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
  /** The DEFAULT expression in Exasol SQL. */
  readonly defaultText: string | undefined;
  readonly identity: boolean;
  readonly distribution: boolean;
  readonly comment: string | undefined;
}

export interface TableEntry {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'TABLE' | 'VIEW';
  readonly owner: string;
  readonly columns: readonly TableColumn[];
  /** For views: the query, and the schema that was open when the view was created. */
  readonly view: { readonly text: string; readonly query: string; readonly scope: string } | undefined;
}

export interface Constraint {
  readonly name: string;
  readonly kind: 'PRIMARY KEY' | 'NOT NULL' | 'FOREIGN KEY' | 'UNIQUE';
  readonly enabled: boolean;
  readonly columns: readonly string[];
}

type Text = string | null;
const orUndefined = (value: unknown) => (value === null || value === undefined ? undefined : String(value));

/** Reads and writes the hidden tables in a session's transaction. Names are exact (already folded). */
export class Catalog {
  constructor(readonly transaction: Transaction) {}

  async schemaOwner(name: string): Promise<string | undefined> {
    const [row] = await this.transaction.rows('SELECT owner FROM exa.schemas WHERE name = $1', [name]);
    return row === undefined ? undefined : String(row[0]);
  }

  /**
   * Finds a table or view, ignoring case.
   * @throws ExasolError 42000 if several match
   */
  async findTableIgnoringCase(schema: string, name: string): Promise<TableEntry | undefined> {
    const [match, another] = await this.transaction.rows(
      'SELECT schema_name, table_name FROM exa.tables WHERE upper(schema_name) = upper($1) AND upper(table_name) = upper($2)',
      [schema, name],
    );
    if (another !== undefined) throw new ExasolError('42000', `identifier ${schema}.${name} is ambiguous`);
    return match && this.findTable(String(match[0]), String(match[1]));
  }

  async findTable(schema: string, name: string): Promise<TableEntry | undefined> {
    const rows = await this.transaction.rows(
      `SELECT t.kind, t.owner, t.view_text, t.view_query, t.view_scope, c.column_name, c.data_type, c.nullable, c.default_text, c.identity,
         c.distribution, c.comment
       FROM exa.tables t LEFT JOIN exa.columns c ON c.schema_name = t.schema_name AND c.table_name = t.table_name
       WHERE t.schema_name = $1 AND t.table_name = $2 ORDER BY c.position`,
      [schema, name],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    const columns = rows
      .filter((row) => row[5] !== null)
      .map(
        (row): TableColumn => ({
          name: String(row[5]),
          dataType: parseDataType(String(row[6])),
          nullable: row[7] === true,
          defaultText: orUndefined(row[8]),
          identity: row[9] === true,
          distribution: row[10] === true,
          comment: orUndefined(row[11]),
        }),
      );
    const kind = first[0] === 'VIEW' ? 'VIEW' : 'TABLE';
    const view =
      kind === 'VIEW'
        ? { text: String(first[2]), query: String(first[3]), scope: orUndefined(first[4]) ?? '' }
        : undefined;
    return { schema, name, kind, owner: String(first[1]), columns, view };
  }

  async addTable(table: TableEntry, comment: string | undefined): Promise<void> {
    const { schema, name, kind, owner, view } = table;
    const texts: Text[] = [comment ?? null, view?.text ?? null, view?.query ?? null, view?.scope ?? null];
    await this.transaction.change(
      `INSERT INTO exa.tables VALUES ($1, $2, $3, $4, current_localtimestamp(), $5, $6, $7, $8, nextval('exa.object_ids'))`,
      [schema, name, kind, owner, ...texts],
    );
    for (const [index, column] of table.columns.entries()) await this.addColumn(schema, name, column, index + 1);
  }

  async addColumn(schema: string, table: string, column: TableColumn, position: number): Promise<void> {
    await this.transaction.change('INSERT INTO exa.columns VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      schema,
      table,
      column.name,
      position,
      formatDataType(column.dataType),
      column.nullable,
      column.defaultText ?? null,
      column.identity,
      column.distribution,
      column.comment ?? null,
    ]);
  }

  async removeTable(schema: string, name: string): Promise<void> {
    for (const table of ['tables', 'columns', 'constraints']) {
      await this.transaction.change(`DELETE FROM exa.${table} WHERE schema_name = $1 AND table_name = $2`, [
        schema,
        name,
      ]);
    }
  }

  async constraints(schema: string, table: string): Promise<readonly Constraint[]> {
    const rows = await this.transaction.rows(
      `SELECT constraint_name, kind, enabled, column_names FROM exa.constraints WHERE schema_name = $1 AND table_name = $2`,
      [schema, table],
    );
    return rows.map(([name, kind, enabled, columns]) => ({
      name: String(name),
      kind: kind === 'PRIMARY KEY' || kind === 'FOREIGN KEY' || kind === 'UNIQUE' ? kind : 'NOT NULL',
      enabled: enabled === true,
      columns: String(columns).split('\n'),
    }));
  }

  async addConstraint(schema: string, table: string, constraint: Constraint): Promise<void> {
    const { name, kind, enabled, columns } = constraint;
    await this.transaction.change('INSERT INTO exa.constraints VALUES ($1, $2, $3, $4, $5, $6)', [
      schema,
      table,
      name,
      kind,
      enabled,
      columns.join('\n'),
    ]);
  }
}
