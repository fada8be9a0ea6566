import type { TableEntry } from '../../catalog/catalog.js';
import { formatDataType } from '../../catalog/data-types.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { makeCompiler } from '../compile/compiler.js';
import { convert } from '../compile/conversion.js';
import { storageType } from '../compile/data-types.js';
import { notFound } from '../compile/scope.js';
import { emptyScope } from '../compile/types.js';
import { checkPrimaryKey, findTargetColumn } from '../dml/target.js';
import type { EngineContext } from '../engine/types.js';
import { readExpression } from '../syntax/expressions.js';
import { generatedConstraintName } from './create-table.js';
import { requireOwner } from './names.js';
import { type CreateTable, readColumn, readTableConstraint } from './parse-create-table.js';

type Draft = { columns: CreateTable['columns'][number][]; constraints: CreateTable['constraints'][number][] };

/** ALTER TABLE t {ADD | DROP | MODIFY | RENAME COLUMN …, ALTER COLUMN … SET/DROP DEFAULT, ADD/DROP/RENAME CONSTRAINT, DISTRIBUTE BY}. */
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
  if (tokens.acceptWord('ADD')) return add(tokens, table, context);
  if (tokens.acceptWord('DROP')) return drop(tokens, table, context);
  if (tokens.acceptWord('MODIFY')) return modify(tokens, table, context);
  if (tokens.acceptWord('RENAME')) return rename(tokens, table, context);
  if (tokens.acceptWord('ALTER')) return alterDefault(tokens, table, context);
  if (tokens.acceptWord('DISTRIBUTE', 'BY')) {
    const keys = tokens.commaList(() => findTargetColumn(table, tokens.name(), tokens.position()).name);
    tokens.expectEnd();
    return setDistribution(table, keys, context);
  }
  if (tokens.acceptWord('DROP', 'DISTRIBUTION', 'KEYS')) return setDistribution(table, [], context);
  throw tokens.unexpected();
}

async function setDistribution(table: TableEntry, keys: readonly string[], context: EngineContext): Promise<void> {
  await context.transaction.change(
    'UPDATE exa.columns SET distribution = false WHERE schema_name = $1 AND table_name = $2',
    [table.schema, table.name],
  );
  for (const key of keys) await updateColumn(table, key, 'distribution = true', [], context);
}

async function updateColumn(
  table: TableEntry,
  column: string,
  assignments: string,
  values: readonly (string | boolean | null)[],
  context: EngineContext,
): Promise<void> {
  await context.transaction.change(
    `UPDATE exa.columns SET ${assignments} WHERE schema_name = $1 AND table_name = $2 AND column_name = $3`,
    [table.schema, table.name, column, ...values],
  );
}

async function add(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  if (tokens.isWord('CONSTRAINT') || tokens.isWord('PRIMARY') || tokens.isWord('FOREIGN')) {
    const constraint = readTableConstraint(tokens);
    tokens.expectEnd();
    return addConstraint(constraint, table, context);
  }
  tokens.acceptWord('COLUMN');
  const ifNotExists = tokens.acceptWord('IF', 'NOT', 'EXISTS');
  const draft: Draft = { columns: [], constraints: [] };
  if (tokens.isSymbol('(')) tokens.list(() => readColumn(tokens, draft));
  else readColumn(tokens, draft);
  tokens.expectEnd();
  let position = table.columns.length;
  for (const column of draft.columns) {
    if (table.columns.some(({ name }) => name === column.name)) {
      if (ifNotExists) return;
      throw new ExasolError('42000', `duplicate column name ${column.name}`);
    }
    position += 1;
    await context.transaction.change(
      `ALTER TABLE ${quoteTable(table)} ADD COLUMN ${quoteName(column.name)} ${storageType(column.dataType)}`,
    );
    await context.catalog.addColumn(table.schema, table.name, column, position);
    if (column.defaultText !== undefined) {
      const expression = readExpression(new TokenStream(column.defaultText));
      const compiler = makeCompiler(context.facts);
      const value = convert(compiler.expression(expression, emptyScope), column.dataType, context.facts).sql;
      await context.transaction.change(`UPDATE ${quoteTable(table)} SET ${quoteName(column.name)} = ${value}`);
    }
  }
  for (const constraint of draft.constraints) await addConstraint(constraint, table, context);
}

async function addConstraint(
  constraint: CreateTable['constraints'][number],
  table: TableEntry,
  context: EngineContext,
): Promise<void> {
  await context.catalog.addConstraint(table.schema, table.name, {
    ...constraint,
    name: constraint.name ?? generatedConstraintName(),
  });
  if (!constraint.enabled || constraint.kind === 'FOREIGN KEY') return;
  for (const column of constraint.columns) {
    await context.transaction.change(`ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${quoteName(column)} SET NOT NULL`);
    await updateColumn(table, column, 'nullable = false', [], context);
  }
  await checkPrimaryKey(table, context);
}

async function drop(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  if (tokens.acceptWord('DISTRIBUTION', 'KEYS')) return setDistribution(table, [], context);
  if (tokens.isWord('CONSTRAINT') || tokens.isWord('PRIMARY')) return dropConstraint(tokens, table, context);
  tokens.acceptWord('COLUMN');
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const at = tokens.position();
  const name = tokens.name();
  tokens.acceptWord('CASCADE', 'CONSTRAINTS');
  tokens.expectEnd();
  if (ifExists && !table.columns.some((column) => column.name === name)) return;
  findTargetColumn(table, name, at);
  if (table.columns.length === 1) throw new ExasolError('42000', 'a table must have at least one column');
  await context.transaction.change(`ALTER TABLE ${quoteTable(table)} DROP COLUMN ${quoteName(name)}`);
  await context.transaction.change(
    'DELETE FROM exa.columns WHERE schema_name = $1 AND table_name = $2 AND column_name = $3',
    [table.schema, table.name, name],
  );
  for (const [index, column] of table.columns.filter((candidate) => candidate.name !== name).entries()) {
    await updateColumn(table, column.name, `position = ${index + 1}`, [], context);
  }
}

async function dropConstraint(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  const isPrimary = tokens.acceptWord('PRIMARY', 'KEY');
  if (!isPrimary) tokens.expectWord('CONSTRAINT');
  const name = isPrimary ? undefined : tokens.name();
  tokens.expectEnd();
  const constraints = await context.catalog.constraints(table.schema, table.name);
  const found = constraints.find((item) => (name === undefined ? item.kind === 'PRIMARY KEY' : item.name === name));
  if (found === undefined) throw new ExasolError('42000', `constraint ${name ?? 'PRIMARY KEY'} not found`);
  await context.transaction.change(
    'DELETE FROM exa.constraints WHERE schema_name = $1 AND table_name = $2 AND constraint_name = $3',
    [table.schema, table.name, found.name],
  );
  for (const column of found.kind === 'FOREIGN KEY' ? [] : found.columns) {
    await context.transaction.change(
      `ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${quoteName(column)} DROP NOT NULL`,
    );
    await updateColumn(table, column, 'nullable = true', [], context);
  }
}

/** MODIFY COLUMN c type: converts the values; a value that does not fit is an error. */
async function modify(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.acceptWord('COLUMN');
  const at = tokens.position();
  const draft: Draft = { columns: [], constraints: [] };
  if (tokens.isSymbol('(')) tokens.list(() => readColumn(tokens, draft));
  else readColumn(tokens, draft);
  tokens.expectEnd();
  for (const column of draft.columns) {
    const before = findTargetColumn(table, column.name, at);
    const quoted = quoteName(column.name);
    const using = convert({ sql: quoted, type: before.dataType }, column.dataType, context.facts).sql;
    await context.transaction.change(
      `ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${quoted} SET DATA TYPE ${storageType(column.dataType)} USING ${using}`,
    );
    await updateColumn(table, column.name, 'data_type = $4', [formatDataType(column.dataType)], context);
    if (column.defaultText !== undefined) {
      await updateColumn(table, column.name, 'default_text = $4', [column.defaultText], context);
    }
  }
  for (const constraint of draft.constraints) await addConstraint(constraint, table, context);
}

async function rename(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  if (tokens.acceptWord('CONSTRAINT')) {
    const from = tokens.name();
    tokens.expectWord('TO');
    const to = tokens.name();
    await context.transaction.change(
      'UPDATE exa.constraints SET constraint_name = $4 WHERE schema_name = $1 AND table_name = $2 AND constraint_name = $3',
      [table.schema, table.name, from, to],
    );
    return;
  }
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
  await updateColumn(table, from, 'column_name = $4', [to], context);
  for (const constraint of await context.catalog.constraints(table.schema, table.name)) {
    if (!constraint.columns.includes(from)) continue;
    const columns = constraint.columns.map((column) => (column === from ? to : column));
    await context.transaction.change(
      'UPDATE exa.constraints SET column_names = $4 WHERE schema_name = $1 AND table_name = $2 AND constraint_name = $3',
      [table.schema, table.name, constraint.name, columns.join('\n')],
    );
  }
}

async function alterDefault(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.acceptWord('COLUMN');
  const at = tokens.position();
  const { name } = findTargetColumn(table, tokens.name(), at);
  if (tokens.acceptWord('DROP', 'DEFAULT')) {
    tokens.expectEnd();
    return updateColumn(table, name, 'default_text = NULL', [], context);
  }
  tokens.expectWord('SET', 'DEFAULT');
  const start = tokens.peek()?.start ?? 0;
  readExpression(tokens);
  const text = tokens.sql.slice(start, tokens.offset);
  tokens.expectEnd();
  return updateColumn(table, name, 'default_text = $4', [text], context);
}
