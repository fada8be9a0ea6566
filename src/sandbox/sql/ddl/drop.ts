import type { TableEntry } from '../../catalog/catalog.js';
import { dropSchemaAccess } from '../../catalog/connection-privileges.js';
import { dropObjectGrants } from '../../catalog/privileges.js';
import { quoteSchema, quoteTable } from '../../duckdb/identifiers.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { notFound } from '../compile/scope.js';
import type { EngineContext } from '../engine/types.js';
import { removeConstraints } from './constraints.js';
import { requireOwner } from './names.js';

/**
 * Drops a table or view with its constraints and grants. Views that use it remain, and fail when they are used.
 * @param cascade drops foreign keys of other tables that refer to the table
 */
export async function dropTable(table: TableEntry, context: EngineContext, cascade = false): Promise<void> {
  await context.transaction.lock(`${table.schema}.${table.name}`, context.signal);
  const around = await context.catalog.constraintsAround(table.schema, table.name);
  const foreign = around.filter(({ schema, table: owner }) => schema !== table.schema || owner !== table.name);
  await removeConstraints(foreign, `table ${table.name}`, cascade, context);
  if (table.kind === 'TABLE') await context.transaction.change(`DROP TABLE ${quoteTable(table)}`);
  await context.catalog.removeTable(table.schema, table.name);
  await dropObjectGrants(context.statement.catalog, table.schema, table.name);
}

/** DROP TABLE and DROP VIEW. */
export async function handleDropTable(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('DROP');
  const kind = tokens.acceptWord('VIEW') ? 'VIEW' : 'TABLE';
  if (kind === 'TABLE') tokens.expectWord('TABLE');
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const at = tokens.position();
  const path = tokens.path();
  const cascade = tokens.acceptWord('CASCADE', 'CONSTRAINTS');
  // CASCADE and RESTRICT have no effect on tables and views.
  if (!cascade && !tokens.acceptWord('CASCADE')) tokens.acceptWord('RESTRICT');
  tokens.expectEnd();
  const name = path.length === 1 && context.facts.schema === '' ? undefined : context.statement.resolveName(path);
  const table = name === undefined ? undefined : await context.catalog.findTable(name.schema, name.name);
  if (table === undefined || table.kind !== kind) {
    if (ifExists) return NO_ROWS;
    if (table !== undefined) throw new ExasolError('42000', `${table.name} is not a ${kind.toLowerCase()}`);
    throw notFound(path, at);
  }
  await requireOwner(table.owner, `DROP ANY ${kind}`, context);
  await dropTable(table, context, cascade);
  return NO_ROWS;
}

export async function handleDropSchema(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('DROP', 'SCHEMA');
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const schema = tokens.name();
  const cascade = tokens.acceptWord('CASCADE');
  tokens.acceptWord('RESTRICT');
  tokens.expectEnd();
  const owner = await context.catalog.schemaOwner(schema);
  if (owner === undefined) {
    if (ifExists) return NO_ROWS;
    throw new ExasolError('42000', `schema ${schema} not found`);
  }
  await requireOwner(owner, 'DROP ANY SCHEMA', context);
  const tables = await context.transaction.rows('SELECT table_name FROM exa.tables WHERE schema_name = $1', [schema]);
  const scripts = await context.transaction.rows('SELECT script_name FROM exa.scripts WHERE schema_name = $1', [
    schema,
  ]);
  if (!cascade && tables.length + scripts.length > 0) {
    throw new ExasolError(
      '42500',
      `schema ${schema} is not empty - use DROP SCHEMA ... CASCADE to drop it with its contents`,
    );
  }
  for (const [name] of tables) {
    const table = await context.catalog.findTable(schema, String(name));
    if (table !== undefined) await dropTable(table, context, true);
  }
  await context.transaction.change('DELETE FROM exa.scripts WHERE schema_name = $1', [schema]);
  await context.transaction.change(`DROP SCHEMA ${quoteSchema(schema)} CASCADE`);
  await context.transaction.change('DELETE FROM exa.schemas WHERE name = $1', [schema]);
  await dropObjectGrants(context.statement.catalog, schema, '');
  await dropSchemaAccess(context.statement.catalog, schema);
  if (context.facts.schema === schema) context.openSchema('');
  return NO_ROWS;
}
