import { findGrantee } from '../../catalog/users.js';
import { quoteSchema } from '../../duckdb/identifiers.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { EngineContext } from '../engine/types.js';
import { requireOwner } from './names.js';
import { readComment } from './parse-create-table.js';

const systemSchemas: ReadonlySet<string> = new Set(['SYS', 'EXA_STATISTICS']);

/** CREATE SCHEMA also opens the new schema. */
export async function handleCreateSchema(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('CREATE', 'SCHEMA');
  const ifNotExists = tokens.acceptWord('IF', 'NOT', 'EXISTS');
  const schema = tokens.name();
  const comment = readComment(tokens);
  tokens.expectEnd();
  await context.statement.requirePrivilege('CREATE SCHEMA');
  await context.transaction.lock(`schema ${schema}`, context.signal);
  if (systemSchemas.has(schema) || (await context.catalog.schemaOwner(schema)) !== undefined) {
    if (ifNotExists) return NO_ROWS;
    throw new ExasolError('42500', `schema ${schema} already exists`);
  }
  await context.transaction.change(`CREATE SCHEMA ${quoteSchema(schema)}`);
  await context.transaction.change(
    `INSERT INTO exa.schemas VALUES ($1, $2, current_localtimestamp(), $3, nextval('exa.object_ids'))`,
    [schema, context.facts.user, comment ?? null],
  );
  context.openSchema(schema);
  return NO_ROWS;
}

/** ALTER SCHEMA s CHANGE OWNER u: the schema with its tables, views and scripts. */
export async function handleAlterSchema(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('ALTER', 'SCHEMA');
  const schema = tokens.name();
  if (!tokens.acceptWord('CHANGE', 'OWNER')) throw sandboxGap('ALTER SCHEMA other than CHANGE OWNER');
  const owner = tokens.name();
  tokens.expectEnd();
  await context.transaction.lock(`schema ${schema}`, context.signal);
  const current = await context.catalog.schemaOwner(schema);
  if (current === undefined) throw new ExasolError('42000', `schema ${schema} not found`);
  await requireOwner(current, 'ALTER ANY SCHEMA', context);
  if ((await findGrantee(context.statement.catalog, owner)) === undefined) {
    throw new ExasolError('42500', `user or role ${owner} does not exist`);
  }
  await context.transaction.change('UPDATE exa.schemas SET owner = $2 WHERE name = $1', [schema, owner]);
  for (const table of ['tables', 'scripts']) {
    await context.transaction.change(`UPDATE exa.${table} SET owner = $2 WHERE schema_name = $1`, [schema, owner]);
  }
  return NO_ROWS;
}

export async function handleOpenSchema(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('OPEN', 'SCHEMA');
  const at = tokens.position();
  const schema = tokens.name();
  tokens.expectEnd();
  if (!systemSchemas.has(schema) && (await context.catalog.schemaOwner(schema)) === undefined) {
    throw new ExasolError('42000', `schema ${schema} not found [line ${at.line}, column ${at.column}]`);
  }
  context.openSchema(schema);
  return NO_ROWS;
}

export async function handleCloseSchema(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('CLOSE', 'SCHEMA');
  tokens.expectEnd();
  context.openSchema('');
  return NO_ROWS;
}
