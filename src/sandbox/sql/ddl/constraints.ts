/** Adds constraints, and removes those that an object to be dropped is part of. */
import type { KeyReference, TableConstraint, TableEntry } from '../../catalog/catalog.js';
import { formatDataType } from '../../catalog/data-types.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { EngineContext } from '../engine/types.js';
import type { ParsedConstraint } from './parse-create-table.js';

/** Whether constraints without ENABLE and DISABLE are enabled. */
export function enablesConstraints({ facts }: EngineContext): boolean {
  return facts.parameters.get('CONSTRAINT_STATE_DEFAULT') !== 'DISABLE';
}

/** Stores a constraint. The caller checks the rows of the table. */
export async function addConstraint(
  constraint: ParsedConstraint,
  table: TableEntry,
  context: EngineContext,
): Promise<void> {
  const { kind, enabled, columns } = constraint;
  for (const name of columns) findColumn(table, name);
  const existing = await context.catalog.constraints(table.schema, table.name);
  if (kind === 'PRIMARY KEY' && existing.some((other) => other.kind === kind)) {
    throw new ExasolError('42000', `table ${table.name} already has a primary key`);
  }
  const name = constraint.name ?? generateName();
  if (existing.some((other) => other.name === name)) {
    throw new ExasolError('42000', `constraint ${name} already exists`);
  }
  const references =
    constraint.references && (await resolveReference(constraint, constraint.references, table, context));
  await context.catalog.addConstraint(table.schema, table.name, { name, kind, enabled, columns, references });
}

function findColumn(table: TableEntry, name: string) {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new ExasolError('42000', `object ${name} not found`);
  return column;
}

/** Exasol's name of an unnamed constraint. */
function generateName(): string {
  const digits = Array.from({ length: 30 }, () => Math.floor(Math.random() * 10)).join('');
  return `SYS_${digits}`;
}

/** A foreign key refers to the primary key of a table, column by column with the same types (docs.exasol.com, ALTER TABLE (constraints)). */
async function resolveReference(
  { columns }: ParsedConstraint,
  reference: NonNullable<ParsedConstraint['references']>,
  table: TableEntry,
  context: EngineContext,
): Promise<KeyReference> {
  const { schema, name } = context.statement.resolveName(reference.path);
  await context.transaction.lock(`${schema}.${name}`, context.signal);
  const parent = await context.catalog.findTable(schema, name);
  if (parent === undefined || parent.kind !== 'TABLE')
    throw new ExasolError('42000', `table ${schema}.${name} not found`);
  const keys = await context.catalog.constraints(schema, name);
  const key = keys.find(({ kind }) => kind === 'PRIMARY KEY');
  const target = reference.columns ?? key?.columns ?? [];
  const isKey =
    key !== undefined && key.columns.length === target.length && key.columns.every((c) => target.includes(c));
  if (!isKey)
    throw new ExasolError('42000', `the columns that a foreign key refers to must be the primary key of ${name}`);
  if (columns.length !== target.length) {
    throw new ExasolError('42000', `a foreign key must have as many columns as the primary key of ${name}`);
  }
  for (const [index, column] of columns.entries()) {
    const [own, other] = [findColumn(table, column), findColumn(parent, target[index] ?? '')];
    if (formatDataType(own.dataType) === formatDataType(other.dataType)) continue;
    throw new ExasolError('42000', `foreign key ${column} and primary key ${other.name} must have the same data type`);
  }
  return { schema, table: name, columns: target };
}

/** Removes constraints together with a table, column or key. @throws ExasolError if there are any and the statement has no CASCADE */
export async function removeConstraints(
  constraints: readonly TableConstraint[],
  object: string,
  cascade: boolean,
  context: EngineContext,
): Promise<void> {
  const [first] = constraints;
  if (first !== undefined && !cascade) {
    const owner = `${first.schema}.${first.table}`;
    throw new ExasolError(
      '42000',
      `${object} cannot be dropped because constraint ${first.name} of table ${owner} uses it - use CASCADE CONSTRAINTS`,
    );
  }
  for (const constraint of constraints) await context.catalog.removeConstraint(constraint);
}
