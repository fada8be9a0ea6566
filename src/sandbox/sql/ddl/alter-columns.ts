import type { TableEntry } from '../../catalog/catalog.js';
import { formatDataType } from '../../catalog/data-types.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { makeCompiler } from '../compile/compiler.js';
import { convert } from '../compile/conversion.js';
import { storageType } from '../compile/data-types.js';
import { emptyScope } from '../compile/types.js';
import { findTargetColumn } from '../dml/target.js';
import type { EngineContext } from '../engine/types.js';
import { readExpression } from '../syntax/expressions.js';
import { enforceConstraint, setNullable } from './alter-constraint.js';
import { enablesConstraints, removeConstraints } from './constraints.js';
import { type CreateTable, type ParsedConstraint, readColumn } from './parse-create-table.js';

type Draft = { columns: CreateTable['columns'][number][]; constraints: ParsedConstraint[] };

/** ADD [COLUMN] [IF NOT EXISTS] c type …, also in parentheses. */
export async function addColumns(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.acceptWord('COLUMN');
  const ifNotExists = tokens.acceptWord('IF', 'NOT', 'EXISTS');
  const draft: Draft = { columns: [], constraints: [] };
  const read = () => readColumn(tokens, draft, enablesConstraints(context));
  if (tokens.isSymbol('(')) tokens.list(read);
  else read();
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
  const extended = { ...table, columns: [...table.columns, ...draft.columns] };
  for (const constraint of draft.constraints) await enforceConstraint(constraint, extended, context);
}

/** DROP [COLUMN] [IF EXISTS] c [CASCADE CONSTRAINTS] */
export async function dropColumn(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.acceptWord('COLUMN');
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const at = tokens.position();
  const name = tokens.name();
  const cascade = tokens.acceptWord('CASCADE', 'CONSTRAINTS');
  tokens.expectEnd();
  if (ifExists && !table.columns.some((column) => column.name === name)) return;
  findTargetColumn(table, name, at);
  if (table.columns.length === 1) throw new ExasolError('42000', 'a table must have at least one column');
  const around = await context.catalog.constraintsAround(table.schema, table.name);
  const isOwn = (item: (typeof around)[number]) => item.schema === table.schema && item.table === table.name;
  const users = around.filter((item) => (isOwn(item) ? item.columns : (item.references?.columns ?? [])).includes(name));
  for (const user of users.filter(({ kind }) => kind === 'NOT NULL')) await context.catalog.removeConstraint(user);
  const keys = users.filter(({ kind }) => kind !== 'NOT NULL');
  await removeConstraints(keys, `column ${name}`, cascade, context);
  await context.transaction.change(`ALTER TABLE ${quoteTable(table)} DROP COLUMN ${quoteName(name)}`);
  await context.transaction.change(
    'DELETE FROM exa.columns WHERE schema_name = $1 AND table_name = $2 AND column_name = $3',
    [table.schema, table.name, name],
  );
  for (const [index, column] of table.columns.filter((candidate) => candidate.name !== name).entries()) {
    await context.catalog.changeColumn(table, column.name, `position = ${index + 1}`);
  }
}

/** MODIFY [COLUMN] c [type] [DEFAULT …] [[NOT] NULL]: converts the values; a value that does not fit is an error. */
export async function modifyColumns(tokens: TokenStream, table: TableEntry, context: EngineContext): Promise<void> {
  tokens.acceptWord('COLUMN');
  const at = tokens.position();
  const draft: Draft = { columns: [], constraints: [] };
  const nullables: string[] = [];
  const read = () => {
    const name = tokens.peek()?.value ?? '';
    const current = (column: string) => findTargetColumn(table, column, at).dataType;
    if (readColumn(tokens, draft, enablesConstraints(context), current)) nullables.push(name);
  };
  if (tokens.isSymbol('(')) tokens.list(read);
  else read();
  tokens.expectEnd();
  for (const column of draft.columns) {
    const before = findTargetColumn(table, column.name, at);
    const quoted = quoteName(column.name);
    const using = convert({ sql: quoted, type: before.dataType }, column.dataType, context.facts).sql;
    await context.transaction.change(
      `ALTER TABLE ${quoteTable(table)} ALTER COLUMN ${quoted} SET DATA TYPE ${storageType(column.dataType)} USING ${using}`,
    );
    await context.catalog.changeColumn(table, column.name, 'data_type = $4', [formatDataType(column.dataType)]);
    if (column.defaultText !== undefined) {
      await context.catalog.changeColumn(table, column.name, 'default_text = $4', [column.defaultText]);
    }
  }
  const existing = await context.catalog.constraints(table.schema, table.name);
  for (const name of nullables) {
    const own = existing.filter(({ kind, columns }) => kind === 'NOT NULL' && columns.includes(name));
    for (const constraint of own) await context.catalog.removeConstraint(constraint);
    await setNullable(table, name, true, context);
  }
  for (const constraint of draft.constraints) {
    const isKnown = existing.some(({ kind, columns }) => kind === 'NOT NULL' && columns[0] === constraint.columns[0]);
    if (constraint.kind !== 'NOT NULL' || !isKnown) await enforceConstraint(constraint, table, context);
  }
}
