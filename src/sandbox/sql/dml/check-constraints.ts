import type { KeyReference, TableConstraint, TableEntry } from '../../catalog/catalog.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { EngineContext } from '../engine/types.js';

/**
 * Checks the primary key and foreign keys of a changed table, and the foreign keys that refer to it, by queries on whole tables: DuckDB's own
 * constraints reject much that Exasol allows (delete and insert again, ALTER).
 */
export async function checkConstraints(
  table: Pick<TableEntry, 'schema' | 'name'>,
  context: EngineContext,
): Promise<void> {
  for (const constraint of await context.catalog.constraintsAround(table.schema, table.name)) {
    if (!constraint.enabled) continue;
    if (constraint.kind === 'PRIMARY KEY') await checkPrimaryKey(constraint, context);
    if (constraint.references !== undefined) await checkForeignKey(constraint, constraint.references, context);
  }
}

async function checkPrimaryKey(constraint: TableConstraint, context: EngineContext): Promise<void> {
  const keys = constraint.columns.map(quoteName).join(', ');
  const source = quoteTable({ schema: constraint.schema, name: constraint.table });
  const double = await context.transaction.rows(`SELECT 1 FROM ${source} GROUP BY ${keys} HAVING count(*) > 1 LIMIT 1`);
  if (double.length === 0) return;
  throw new ExasolError(
    '27002',
    `constraint violation - primary key (${constraint.name} on table ${constraint.table})`,
  );
}

/** A key of which all columns are NULL refers to nothing. The code 27003 is not documented; 27001 and 27002 are seen on real databases. */
async function checkForeignKey(
  constraint: TableConstraint,
  { schema, table, columns }: KeyReference,
  context: EngineContext,
): Promise<void> {
  // Waits for a transaction that is about to delete the key.
  await context.transaction.lock(`${schema}.${table}`, context.signal);
  const pairs = constraint.columns.map((name, index) => [
    `c.${quoteName(name)}`,
    `p.${quoteName(columns[index] ?? '')}`,
  ]);
  const isNull = pairs.map(([own]) => `${own} IS NULL`).join(' AND ');
  const matches = pairs.map(([own, key]) => `${own} = ${key}`).join(' AND ');
  const missing = await context.transaction.rows(
    `SELECT 1 FROM ${quoteTable({ schema: constraint.schema, name: constraint.table })} AS c WHERE NOT (${isNull})
     AND NOT EXISTS (SELECT 1 FROM ${quoteTable({ schema, name: table })} AS p WHERE ${matches}) LIMIT 1`,
  );
  if (missing.length === 0) return;
  throw new ExasolError(
    '27003',
    `constraint violation - foreign key (${constraint.name} on table ${constraint.table})`,
  );
}
