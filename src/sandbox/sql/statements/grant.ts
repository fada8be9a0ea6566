import { hasConnectionGrant } from '../../catalog/connection-privileges.js';
import { findEffectiveGrantees, requireSystemPrivilege } from '../../catalog/privileges.js';
import { SYSTEM_PRIVILEGES } from '../../catalog/system-privileges.js';
import { findGrantee } from '../../catalog/users.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { StatementContext } from '../statement-context.js';
import { expandObjectPrivileges, removeGrant, writeGrant } from './grant/apply-grant.js';
import { type ParsedGrant, parseGrant, type Subject } from './grant/parse-grant.js';
import { resolveObject } from './grant/resolve-object.js';

type SubjectOf<K extends Subject['kind']> = Extract<Subject, { kind: K }>;

/** GRANT and REVOKE of system privileges, roles, object privileges, CONNECTION and ACCESS ON CONNECTION. */
export async function handleGrant(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  const grant = parseGrant(tokens);
  for (const grantee of grant.grantees) {
    if ((await findGrantee(context.catalog, grantee)) === undefined) {
      throw new ExasolError('42500', `user or role ${grantee} does not exist`);
    }
  }
  await apply(context, grant);
  return NO_ROWS;
}

function apply(context: StatementContext, grant: ParsedGrant): Promise<void> {
  const { subject } = grant;
  switch (subject.kind) {
    case 'system':
      return applySystem(context, grant, subject);
    case 'roles':
      return applyRoles(context, grant, subject);
    case 'connections':
      return applyConnections(context, grant, subject);
    case 'access':
      return applyAccess(context, grant, subject);
    case 'object':
      return applyObject(context, grant, subject);
  }
}

async function change(
  context: StatementContext,
  grant: ParsedGrant,
  table: string,
  keyOf: (grantee: string) => Readonly<Record<string, string>>,
): Promise<void> {
  const hasAdminOption = !['object_privileges', 'connection_access'].includes(table);
  const properties = hasAdminOption ? { admin_option: grant.adminOption } : { grantor: context.session.user };
  for (const grantee of grant.grantees) {
    if (grant.verb === 'GRANT') await writeGrant(context.catalog, table, keyOf(grantee), properties);
    else await removeGrant(context.catalog, table, keyOf(grantee));
  }
}

async function applySystem(context: StatementContext, grant: ParsedGrant, subject: SubjectOf<'system'>): Promise<void> {
  await requireSystemPrivilege(context.catalog, context.session.user, 'GRANT ANY PRIVILEGE');
  const privileges = subject.privileges === 'ALL' ? SYSTEM_PRIVILEGES : subject.privileges;
  for (const privilege of privileges) {
    await change(context, grant, 'system_privileges', (grantee) => ({ grantee, privilege }));
  }
}

async function applyRoles(context: StatementContext, grant: ParsedGrant, subject: SubjectOf<'roles'>): Promise<void> {
  await requireSystemPrivilege(context.catalog, context.session.user, 'GRANT ANY ROLE');
  for (const role of subject.roles) {
    if ((await findGrantee(context.catalog, role)) !== 'role') {
      throw new ExasolError('42500', `role ${role} does not exist`);
    }
    if (grant.verb === 'GRANT') await rejectCircularGrant(context, grant, role);
    await change(context, grant, 'role_grants', (grantee) => ({ grantee, role_name: role }));
  }
}

async function rejectCircularGrant(context: StatementContext, grant: ParsedGrant, role: string): Promise<void> {
  const above = await findEffectiveGrantees(context.catalog, role);
  const circular = grant.grantees.find((grantee) => grantee !== 'PUBLIC' && above.has(grantee));
  if (circular !== undefined) throw new ExasolError('42500', `circular grant of role ${role} to ${circular}`);
}

async function requireConnection(context: StatementContext, connection: string): Promise<void> {
  const found = await context.objects.findConnection(connection);
  if (found?.name !== connection) throw new ExasolError('42000', `connection ${connection} does not exist`);
  const { catalog, session } = context;
  if (await hasConnectionGrant(catalog, session.user, connection, true)) return;
  await requireSystemPrivilege(catalog, session.user, 'GRANT ANY CONNECTION');
}

async function applyConnections(
  context: StatementContext,
  grant: ParsedGrant,
  subject: SubjectOf<'connections'>,
): Promise<void> {
  for (const connection of subject.connections) {
    await requireConnection(context, connection);
    await change(context, grant, 'connection_grants', (grantee) => ({ grantee, connection_name: connection }));
  }
}

async function applyAccess(context: StatementContext, grant: ParsedGrant, subject: SubjectOf<'access'>): Promise<void> {
  await requireConnection(context, subject.connection);
  const restriction = await resolveRestriction(context, subject.restriction);
  await change(context, grant, 'connection_access', (grantee) => ({
    grantee,
    connection_name: subject.connection,
    ...restriction,
  }));
}

async function resolveRestriction(context: StatementContext, restriction: SubjectOf<'access'>['restriction']) {
  if (restriction === undefined) return { restricted_type: '', restricted_schema: '', restricted_name: '' };
  const { schema, name } = await resolveObject(context, restriction.kind, restriction.name);
  return { restricted_type: restriction.kind, restricted_schema: schema, restricted_name: name };
}

async function applyObject(context: StatementContext, grant: ParsedGrant, subject: SubjectOf<'object'>): Promise<void> {
  const { catalog, session } = context;
  const object = await resolveObject(context, subject.objectKind, subject.name);
  const grantees = await findEffectiveGrantees(catalog, session.user);
  if (object.owner === undefined || !grantees.has(object.owner)) {
    await requireSystemPrivilege(catalog, session.user, 'GRANT ANY OBJECT PRIVILEGE');
  }
  const type = object.type;
  for (const privilege of expandObjectPrivileges(subject.privileges, type)) {
    await change(context, grant, 'object_privileges', (grantee) => ({
      grantee,
      privilege,
      object_type: type,
      object_schema: object.schema,
      object_name: object.name,
    }));
  }
}
