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
  /** From 1; undefined if the column is not a key of PARTITION BY. */
  readonly partitionPosition: number | undefined;
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
  readonly kind: 'PRIMARY KEY' | 'NOT NULL' | 'FOREIGN KEY';
  readonly enabled: boolean;
  readonly columns: readonly string[];
  /** For FOREIGN KEY: the primary key that it refers to. */
  readonly references: KeyReference | undefined;
}

export interface KeyReference {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** A constraint with the table that has it. */
export interface TableConstraint extends Constraint {
  readonly schema: string;
  readonly table: string;
}

/** DuckDB executes one INSERT of many rows much faster than one for each row; the limit keeps the statement short. */
const COLUMNS_PER_INSERT = 100;

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
         c.distribution, c.comment, c.partition_position
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
          partitionPosition: row[12] === null ? undefined : Number(row[12]),
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
    await this.#addColumns(table, table.columns, 1);
  }

  addColumn(schema: string, table: string, column: TableColumn, position: number): Promise<void> {
    return this.#addColumns({ schema, name: table }, [column], position);
  }

  async #addColumns(
    { schema, name }: Pick<TableEntry, 'schema' | 'name'>,
    columns: readonly TableColumn[],
    firstPosition: number,
  ): Promise<void> {
    for (let start = 0; start < columns.length; start += COLUMNS_PER_INSERT) {
      const rows = columns
        .slice(start, start + COLUMNS_PER_INSERT)
        .map((column, index) => [
          schema,
          name,
          column.name,
          firstPosition + start + index,
          formatDataType(column.dataType),
          column.nullable,
          column.defaultText ?? null,
          column.identity,
          column.distribution,
          column.comment ?? null,
          column.partitionPosition ?? null,
        ]);
      const list = rows.map((row, index) => `(${row.map((_, cell) => `$${index * row.length + cell + 1}`)})`);
      await this.transaction.change(`INSERT INTO exa.columns VALUES ${list}`, rows.flat());
    }
  }

  /** @param assignments SQL such as `position = 2`; values from $4 */
  async changeColumn(
    table: Pick<TableEntry, 'schema' | 'name'>,
    column: string,
    assignments: string,
    values: readonly (string | boolean | null)[] = [],
  ): Promise<void> {
    await this.transaction.change(
      `UPDATE exa.columns SET ${assignments} WHERE schema_name = $1 AND table_name = $2 AND column_name = $3`,
      [table.schema, table.name, column, ...values],
    );
  }

  async removeTable(schema: string, name: string): Promise<void> {
    for (const table of ['tables', 'columns', 'constraints']) {
      await this.transaction.change(`DELETE FROM exa.${table} WHERE schema_name = $1 AND table_name = $2`, [
        schema,
        name,
      ]);
    }
  }

  /** The constraints of the table. */
  async constraints(schema: string, table: string): Promise<readonly TableConstraint[]> {
    return (await this.constraintsAround(schema, table)).filter(
      (constraint) => constraint.schema === schema && constraint.table === table,
    );
  }

  /** The constraints of the table, and the foreign keys of all tables that refer to it. */
  async constraintsAround(schema: string, table: string): Promise<readonly TableConstraint[]> {
    const rows = await this.transaction.rows(
      `SELECT schema_name, table_name, constraint_name, kind, enabled, column_names, referenced_schema, referenced_table, referenced_columns
       FROM exa.constraints WHERE schema_name = $1 AND table_name = $2 OR referenced_schema = $1 AND referenced_table = $2`,
      [schema, table],
    );
    return rows.map(([ownSchema, ownTable, name, kind, enabled, columns, ...reference]) => ({
      schema: String(ownSchema),
      table: String(ownTable),
      name: String(name),
      kind: kind === 'PRIMARY KEY' || kind === 'FOREIGN KEY' ? kind : 'NOT NULL',
      enabled: enabled === true,
      columns: String(columns).split('\n'),
      references: readReference(reference),
    }));
  }

  async addConstraint(schema: string, table: string, constraint: Constraint): Promise<void> {
    const { name, kind, enabled, columns, references } = constraint;
    await this.transaction.change('INSERT INTO exa.constraints VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      schema,
      table,
      name,
      kind,
      enabled,
      columns.join('\n'),
      references?.schema ?? null,
      references?.table ?? null,
      references?.columns.join('\n') ?? null,
    ]);
  }

  async removeConstraint({ schema, table, name }: TableConstraint): Promise<void> {
    await this.transaction.change(
      'DELETE FROM exa.constraints WHERE schema_name = $1 AND table_name = $2 AND constraint_name = $3',
      [schema, table, name],
    );
  }

  async changeConstraint(before: TableConstraint, after: Constraint): Promise<void> {
    await this.removeConstraint(before);
    await this.addConstraint(before.schema, before.table, after);
  }
}

function readReference([schema, table, columns]: readonly unknown[]): KeyReference | undefined {
  if (schema === null || schema === undefined) return undefined;
  return { schema: String(schema), table: String(table), columns: String(columns).split('\n') };
}
