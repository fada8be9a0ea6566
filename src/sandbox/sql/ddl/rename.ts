import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { notFound } from '../compile/scope.js';
import type { EngineContext } from '../engine/types.js';
import { requireOwner } from './names.js';

/** RENAME [TABLE | VIEW | SCRIPT] a TO b, within the schema. RENAME SCHEMA is a gap. */
export async function handleRename(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('RENAME');
  const kind = ['TABLE', 'VIEW', 'SCRIPT', 'SCHEMA'].find((word) => tokens.isWord(word) && tokens.isName(1));
  if (kind !== undefined) tokens.expectWord(kind);
  if (kind === 'SCHEMA') throw sandboxGap('RENAME SCHEMA');
  const at = tokens.position();
  const path = tokens.path();
  tokens.expectWord('TO');
  const newAt = tokens.position();
  const target = tokens.path();
  tokens.expectEnd();
  const { schema, name } = context.statement.resolveName(path);
  const newName = target.at(-1) ?? '';
  if (target.length > 1 && target[0] !== schema) {
    throw new ExasolError(
      '42000',
      `invalid identifier chain for new name [line ${newAt.line}, column ${newAt.column}]`,
    );
  }
  if (kind === 'SCRIPT') return renameScript(context, schema, name, newName);
  await context.transaction.lock(`${schema}.${name}`, context.signal);
  await context.transaction.lock(`${schema}.${newName}`, context.signal);
  const table = await context.catalog.findTable(schema, name);
  if (table === undefined) throw notFound(path, at);
  await requireOwner(table.owner, 'ALTER ANY TABLE', context);
  if ((await context.catalog.findTable(schema, newName)) !== undefined) {
    throw new ExasolError('42500', `object ${newName} already exists`);
  }
  if (table.kind === 'TABLE')
    await context.transaction.change(`ALTER TABLE ${quoteTable(table)} RENAME TO ${quoteName(newName)}`);
  for (const hidden of ['tables', 'columns', 'constraints']) {
    await context.transaction.change(
      `UPDATE exa.${hidden} SET table_name = $3 WHERE schema_name = $1 AND table_name = $2`,
      [schema, name, newName],
    );
  }
  await context.transaction.change(
    'UPDATE exa.constraints SET referenced_table = $3 WHERE referenced_schema = $1 AND referenced_table = $2',
    [schema, name, newName],
  );
  return NO_ROWS;
}

async function renameScript(
  context: EngineContext,
  schema: string,
  name: string,
  newName: string,
): Promise<StatementResult> {
  const { objects } = context.statement;
  const script = await objects.findScript(schema, name);
  if (script === undefined) throw new ExasolError('42000', `script ${name} not found`);
  await requireOwner(script.owner, 'DROP ANY SCRIPT', context);
  if ((await objects.findScript(schema, newName)) !== undefined)
    throw new ExasolError('42500', `script ${newName} already exists`);
  await context.transaction.change(
    'UPDATE exa.scripts SET script_name = $3 WHERE schema_name = $1 AND script_name = $2',
    [schema, name, newName],
  );
  return NO_ROWS;
}
