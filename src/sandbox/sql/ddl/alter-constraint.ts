import type { TableConstraint, TableEntry } from '../../catalog/catalog.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { checkConstraints } from '../dml/check-constraints.js';
import type { EngineContext } from '../engine/types.js';
import { addConstraint, enablesConstraints, removeConstraints } from './constraints.js';
import { type ParsedConstraint, readTableConstraint } from './parse-create-table.js';

/** {ADD | DROP | MODIFY | RENAME} {CONSTRAINT name | PRIMARY KEY | FOREIGN KEY} … */
export async function alterConstraint(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  if (tokens.acceptWord('ADD')) {
    const constraint = readTableConstraint(tokens, enablesConstraints(context));
    tokens.expectEnd();
    return enforceConstraint(constraint, table, context);
  }
  const verb = tokens.acceptAnyWord('DROP', 'MODIFY', 'RENAME') ?? tokens.fail('ADD_, DROP_, MODIFY_ or RENAME_');
  const found = await findConstraint(tokens, table, context);
  if (verb === 'DROP') return drop(tokens, found, table, context);
  if (verb === 'RENAME') {
    tokens.expectWord('TO');
    const name = tokens.name();
    tokens.expectEnd();
    return context.catalog.changeConstraint(found, { ...found, name });
  }
  const enabled = tokens.acceptWord('ENABLE');
  if (!enabled) tokens.expectWord('DISABLE');
  tokens.expectEnd();
  await context.catalog.removeConstraint(found);
  await storeConstraint({ ...found, enabled }, table, context);
}

async function findConstraint(
  tokens: TokenStream,
  table: TableEntry,
  context: EngineContext,
): Promise<TableConstraint> {
  const isPrimary = tokens.acceptWord('PRIMARY', 'KEY');
  if (!isPrimary) tokens.expectWord('CONSTRAINT');
  const name = isPrimary ? undefined : tokens.name();
  const constraints = await context.catalog.constraints(table.schema, table.name);
  const found = constraints.find((item) => (name === undefined ? item.kind === 'PRIMARY KEY' : item.name === name));
  if (found === undefined) throw new ExasolError('42000', `constraint ${name ?? 'PRIMARY KEY'} not found`);
  return found;
}

async function drop(
  tokens: TokenStream,
  found: TableConstraint,
  table: TableEntry,
  context: EngineContext,
): Promise<void> {
  const cascade = tokens.acceptWord('CASCADE');
  if (cascade) tokens.acceptWord('CONSTRAINTS');
  else tokens.acceptWord('RESTRICT');
  tokens.expectEnd();
  if (found.kind === 'PRIMARY KEY') {
    const around = await context.catalog.constraintsAround(table.schema, table.name);
    const users = around.filter(
      ({ references }) => references?.schema === table.schema && references.table === table.name,
    );
    await removeConstraints(users, `the primary key of ${table.name}`, cascade, context);
  }
  await context.catalog.removeConstraint(found);
  await allowNull(found, table, context);
}

/** Adds a constraint to an existing table. @throws ExasolError if the rows of the table violate it */
export async function enforceConstraint(
  constraint: ParsedConstraint,
  table: TableEntry,
  context: EngineContext,
): Promise<void> {
  await addConstraint(constraint, table, context);
  await applyState(constraint, table, context);
}

async function storeConstraint(constraint: TableConstraint, table: TableEntry, context: EngineContext): Promise<void> {
  await context.catalog.addConstraint(table.schema, table.name, constraint);
  await applyState(constraint, table, context);
}

async function applyState(
  constraint: Pick<TableConstraint, 'kind' | 'enabled' | 'columns'>,
  table: TableEntry,
  context: EngineContext,
): Promise<void> {
  if (!constraint.enabled) return allowNull(constraint, table, context);
  for (const column of constraint.kind === 'FOREIGN KEY' ? [] : constraint.columns) {
    await setNullable(table, column, false, context);
  }
  await checkConstraints(table, context);
}

/** Columns accept NULL unless another constraint forbids it. */
async function allowNull(
  { kind, columns }: Pick<TableConstraint, 'kind' | 'columns'>,
  table: TableEntry,
  context: EngineContext,
): Promise<void> {
  if (kind === 'FOREIGN KEY') return;
  const others = (await context.catalog.constraints(table.schema, table.name)).filter(
    (other) => other.enabled && other.kind !== 'FOREIGN KEY',
  );
  for (const column of columns) {
    if (!others.some((other) => other.columns.includes(column))) await setNullable(table, column, true, context);
  }
}

/** @throws ExasolError if the column is to be NOT NULL and contains NULL */
export async function setNullable(
  table: TableEntry,
  column: string,
  nullable: boolean,
  context: EngineContext,
): Promise<void> {
  await context.transaction.change(
    `ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${quoteName(column)} ${nullable ? 'DROP' : 'SET'} NOT NULL`,
  );
  await context.catalog.changeColumn(table, column, `nullable = ${nullable}`);
}
