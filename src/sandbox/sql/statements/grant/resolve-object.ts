import type { PrivilegedObject } from '../../../catalog/privileges.js';
import { ExasolError } from '../../../types/exasol-error.js';
import type { StatementContext } from '../../statement-context.js';
import { findSchemaOwner } from '../schema-owner.js';
import type { ObjectKind } from './parse-grant.js';

/**
 * The object of GRANT … ON. Without a kind: a script, else a table or view, else (for one name) a schema.
 * @throws ExasolError if the object does not exist
 */
export async function resolveObject(
  context: StatementContext,
  kind: ObjectKind | undefined,
  parts: readonly string[],
): Promise<PrivilegedObject> {
  const isSchema =
    kind === 'SCHEMA' || (kind === undefined && parts.length === 1 && !(await findObject(context, kind, parts)));
  if (isSchema) {
    const schema = parts[0] ?? '';
    return { type: 'SCHEMA', schema, name: '', owner: await findSchemaOwner(context, schema) };
  }
  const object = await findObject(context, kind, parts);
  if (object === undefined) throw new ExasolError('42000', `object ${parts.join('.')} not found`);
  return object;
}

async function findObject(
  context: StatementContext,
  kind: ObjectKind | undefined,
  parts: readonly string[],
): Promise<PrivilegedObject | undefined> {
  if (parts.length === 1 && context.session.attributes.currentSchema === '') return undefined;
  const { schema, name } = context.resolveName(parts);
  const script = await context.objects.findScript(schema, name);
  if (script !== undefined && kind !== 'TABLE' && kind !== 'VIEW') {
    return { type: 'SCRIPT', schema, name, owner: script.owner };
  }
  if (kind === 'SCRIPT' || (await context.columnsOf(schema, name)) === undefined) return undefined;
  return { type: kind ?? 'TABLE', schema, name, owner: await findSchemaOwner(context, schema) };
}
