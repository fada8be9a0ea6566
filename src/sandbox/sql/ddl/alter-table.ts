import type { TableEntry } from '../../catalog/catalog.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { notFound } from '../compile/scope.js';
import { findTargetColumn } from '../dml/target.js';
import type { EngineContext } from '../engine/types.js';
import { readExpression } from '../syntax/expressions.js';
import { addColumns, dropColumn, modifyColumns } from './alter-columns.js';
import { alterConstraint } from './alter-constraint.js';
import { requireOwner } from './names.js';
import { readKeys } from './parse-create-table.js';

/** ALTER TABLE t {ADD | DROP | MODIFY | RENAME} {COLUMN | CONSTRAINT | PRIMARY KEY}, ALTER COLUMN … DEFAULT, {DISTRIBUTE | PARTITION} BY. */
export async function handleAlterTable(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('ALTER', 'TABLE');
  const at = tokens.position();
  const path = tokens.path();
  const { schema, name } = context.statement.resolveName(path);
  await context.transaction.lock(`${schema}.${name}`, context.signal);
  const table = await context.catalog.findTable(schema, name);
  if (table === undefined || table.kind !== 'TABLE') throw notFound(path, at);
  await requireOwner(table.owner, 'ALTER ANY TABLE', context);
  await alter(tokens, table, context);
  return NO_ROWS;
}

async function alter(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  if (['CONSTRAINT', 'PRIMARY', 'FOREIGN'].includes(tokens.peek(1)?.value ?? '')) {
    return alterConstraint(tokens, table, context);
  }
  if (tokens.isWord('DISTRIBUTE') || tokens.isWord('PARTITION')) {
    const keys = tokens.commaList(() => readKeys(tokens));
    tokens.expectEnd();
    for (const { kind, columns } of keys) await setKeys(table, kind, columns, context);
    return;
  }
  if (tokens.acceptWord('DROP', 'DISTRIBUTION', 'KEYS')) return setKeys(table, 'DISTRIBUTE', [], context);
  if (tokens.acceptWord('DROP', 'PARTITION', 'KEYS')) return setKeys(table, 'PARTITION', [], context);
  if (tokens.acceptWord('ADD')) return addColumns(tokens, table, context);
  if (tokens.acceptWord('DROP')) return dropColumn(tokens, table, context);
  if (tokens.acceptWord('MODIFY')) return modifyColumns(tokens, table, context);
  if (tokens.acceptWord('RENAME')) return renameColumn(tokens, table, context);
  if (tokens.acceptWord('ALTER')) return alterDefault(tokens, table, context);
  throw tokens.unexpected();
}

/** Replaces the keys of DISTRIBUTE BY or PARTITION BY. */
async function setKeys(
  table: TableEntry,
  kind: 'DISTRIBUTE' | 'PARTITION',
  keys: readonly string[],
  context: EngineContext,
): Promise<void> {
  for (const key of keys) findTargetColumn(table, key, { line: 1, column: 1 });
  for (const { name } of table.columns) {
    const position = keys.indexOf(name) + 1;
    const assignment =
      kind === 'DISTRIBUTE'
        ? `distribution = ${position > 0}`
        : `partition_position = ${position > 0 ? position : 'NULL'}`;
    await context.catalog.changeColumn(table, name, assignment);
  }
}

async function renameColumn(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.expectWord('COLUMN');
  const at = tokens.position();
  const from = tokens.name();
  tokens.expectWord('TO');
  const to = tokens.name();
  tokens.expectEnd();
  findTargetColumn(table, from, at);
  if (table.columns.some((column) => column.name === to)) throw new ExasolError('42000', `duplicate column name ${to}`);
  await context.transaction.change(
    `ALTER TABLE ${quoteTable(table)} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`,
  );
  await context.catalog.changeColumn(table, from, 'column_name = $4', [to]);
  const renamed = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  for (const constraint of await context.catalog.constraintsAround(table.schema, table.name)) {
    const { schema, columns, references } = constraint;
    const isOwn = schema === table.schema && constraint.table === table.name;
    const isTarget = references?.schema === table.schema && references.table === table.name;
    await context.catalog.changeConstraint(constraint, {
      ...constraint,
      columns: isOwn ? renamed(columns) : columns,
      references: isTarget ? { ...references, columns: renamed(references.columns) } : references,
    });
  }
}

async function alterDefault(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.acceptWord('COLUMN');
  const at = tokens.position();
  const { name } = findTargetColumn(table, tokens.name(), at);
  if (tokens.acceptWord('DROP', 'DEFAULT')) {
    tokens.expectEnd();
    return context.catalog.changeColumn(table, name, 'default_text = NULL');
  }
  tokens.expectWord('SET', 'DEFAULT');
  const start = tokens.peek()?.start ?? 0;
  readExpression(tokens);
  const text = tokens.sql.slice(start, tokens.offset);
  tokens.expectEnd();
  return context.catalog.changeColumn(table, name, 'default_text = $4', [text]);
}
