import { ExasolError } from '../../types/exasol-error.js';
import type { EngineContext } from '../engine/types.js';

export interface ObjectName {
  readonly schema: string;
  readonly name: string;
}

/** The exact name, by default in the open schema, and the owner of the schema. @throws ExasolError 42000 if the schema is missing */
export async function resolveTarget(
  path: readonly string[],
  context: EngineContext,
): Promise<ObjectName & { readonly owner: string }> {
  const { schema, name } = context.statement.resolveName(path);
  return { schema, name, owner: await requireSchema(schema, context) };
}

async function requireSchema(schema: string, context: EngineContext): Promise<string> {
  const owner = await context.catalog.schemaOwner(schema);
  if (owner === undefined) throw new ExasolError('42000', `schema ${schema} not found`);
  return owner;
}

/** Requires that the user is the owner or has the system privilege. */
export async function requireOwner(owner: string, privilege: string, context: EngineContext): Promise<void> {
  if (owner !== context.facts.user) await context.statement.requirePrivilege(privilege);
}
