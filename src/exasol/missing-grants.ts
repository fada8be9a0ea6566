import { databasePrivileges, heldPrivilegesQuery } from '../scripts/database-privileges.js';
import { identifier, literal, qualify } from './quote.js';
import type { Session } from './session.js';
import { listStatementNeeds, type RequiredPrivilege } from './statement-needs.js';

/** What the user holds among the privileges in question. */
interface HeldPrivileges {
  readonly user: string;
  readonly facts: ReadonlySet<string>;
  /** Owners by schema; without an entry, the user cannot see the schema. */
  readonly owners: ReadonlyMap<string, string>;
}

const maxGrants = 8;

/** The grants, as SQL without semicolons. */
export interface MissingGrants {
  readonly grants: readonly string[];
  /** False if the catalog shows all of them, or cannot be read. */
  readonly isCertain: boolean;
}

/**
 * Finds the grants that a statement lacks. Exasol's text alone does not name the schema.
 * @param statements the statement, or all of a batch
 * @param text Exasol's text
 * @returns no grants if nothing is known
 */
export async function findMissingGrants(
  session: Pick<Session, 'query'>,
  statements: readonly string[],
  text = '',
): Promise<MissingGrants> {
  const needs = statements.flatMap(listStatementNeeds);
  const held = await readHeld(session, needs);
  if (needs.length === 0 || held?.facts.has(makeFact('ROLE', 'DBA')) === true) {
    return { grants: [], isCertain: false };
  }
  const missing = held === undefined ? [] : needs.filter((need) => !isHeld(need, held));
  const isCertain = missing.length > 0;
  const grants = narrow(isCertain ? missing : keepMentioned(needs, text), text).map((need) => writeGrant(need, held));
  return { grants: [...new Set(grants)].slice(0, maxGrants), isCertain };
}

/** The grants that a refused statement lacks as a sentence, ready to run; undefined if nothing is known. */
export async function describeMissingGrants(
  ...parameters: Parameters<typeof findMissingGrants>
): Promise<string | undefined> {
  const { grants, isCertain } = await findMissingGrants(...parameters);
  if (grants.length === 0) {
    return undefined;
  }
  const list = `${grants.join('; ')};`;
  return isCertain
    ? `Ask an administrator to run: ${list}`
    : `Ask an administrator for the missing privilege, one of: ${list}`;
}

const makeFact = (kind: string, privilege: string, schema = '', name = '') =>
  JSON.stringify([kind, privilege, schema, name]);

/** undefined if the catalog cannot be read. */
async function readHeld(
  session: Pick<Session, 'query'>,
  needs: readonly RequiredPrivilege[],
): Promise<HeldPrivileges | undefined> {
  const names = new Set(['', ...needs.flatMap(({ schema, name }) => [schema, name])]);
  const list = [...names].map(literal).join(', ');
  const result = await session.query(heldPrivilegesQuery.replaceAll('{names}', () => list)).catch(() => undefined);
  if (result === undefined) {
    return undefined;
  }
  const rows = result.rows.map((row) => row.map((value) => String(value ?? '')));
  return {
    user: rows.find(([kind]) => kind === 'USER')?.[1] ?? '',
    facts: new Set(
      rows.map(([kind = '', privilege = '', schema = '', name = '']) =>
        makeFact(kind, privilege, kind === 'SCHEMA' ? '' : schema, name),
      ),
    ),
    owners: new Map(rows.flatMap(([kind, owner = '', , name = '']) => (kind === 'OWNER' ? [[name, owner]] : []))),
  };
}

function owns(schema: string, { user, owners, facts }: HeldPrivileges): boolean {
  const owner = owners.get(schema);
  return owner !== undefined && (owner === user || facts.has(makeFact('ROLE', owner)));
}

function isHeld({ privilege, schema, name }: RequiredPrivilege, held: HeldPrivileges): boolean {
  const { scope, any } = databasePrivileges[privilege];
  const has = (kind: string, on: string, object: string, granted: string = privilege) =>
    held.facts.has(makeFact(kind, granted, on, object));
  if (has('SYSTEM', '', '', any)) {
    return true;
  }
  switch (scope) {
    case 'system':
      return false;
    case 'creation':
      return owns(schema, held) && has('SYSTEM', '', '', privilege);
    case 'ownership':
      return owns(schema, held);
    case 'connection':
      return has('CONNECTION', '', name, 'USE');
    case 'schema':
      // Exasol shows a schema only to users with USAGE.
      return privilege === 'USAGE' ? held.owners.has(schema) : owns(schema, held) || has('SCHEMA', '', schema);
    case 'object':
      return owns(schema, held) || has('SCHEMA', '', schema) || has('TABLE', schema, name) || has('VIEW', schema, name);
  }
}

function writeGrant({ privilege, schema, name }: RequiredPrivilege, held: HeldPrivileges | undefined): string {
  const { scope, any } = databasePrivileges[privilege];
  const user = held === undefined ? '<YOU>' : identifier(held.user);
  switch (scope) {
    case 'system':
    case 'ownership':
      return `GRANT ${any} TO ${user}`;
    case 'creation':
      return `GRANT ${held !== undefined && owns(schema, held) ? privilege : any} TO ${user}`;
    case 'connection':
      return `GRANT CONNECTION ${identifier(name)} TO ${user}`;
    case 'schema':
      return `GRANT ${privilege} ON SCHEMA ${identifier(schema)} TO ${user}`;
    case 'object':
      return `GRANT ${privilege} ON ${qualify(schema, name)} TO ${user}`;
  }
}

/** Keeps the privileges that Exasol's text mentions, such as `insufficient privileges for export`; all if it mentions none. */
function keepMentioned(needs: readonly RequiredPrivilege[], text: string): readonly RequiredPrivilege[] {
  const mentioned = needs.filter(({ privilege }) => text.toLowerCase().includes(privilege.toLowerCase()));
  return mentioned.length > 0 ? mentioned : needs;
}

/** Of several privileges, keeps those that Exasol's text names: `insufficient privileges: SELECT on table T`. */
function narrow(needs: readonly RequiredPrivilege[], text: string): readonly RequiredPrivilege[] {
  const [, privilege, object] = /: ([A-Z]+) on \w+ "?([^\s"]+)/i.exec(text) ?? [];
  const named = needs.filter((need) => need.privilege === privilege && [need.name, need.schema].includes(object ?? ''));
  return named.length > 0 ? named : needs;
}
