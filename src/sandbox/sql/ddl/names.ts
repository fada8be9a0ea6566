import { ExasolError } from '../../types/exasol-error.js';
import type { EngineContext } from '../engine/types.js';

export interface ObjectName {
  readonly schema: string;
  readonly name: string;
}

/** The exact name, the open schema filled in; the schema must be there. Answers its owner too. */
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

/** Owner of the schema, or holder of the system privilege. */
export async function requireOwner(owner: string, privilege: string, context: EngineContext): Promise<void> {
  if (owner !== context.facts.user) await context.statement.requirePrivilege(privilege);
}
