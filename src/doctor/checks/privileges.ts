import type { AwsDefaults } from '../../config/types.js';
import type { InstalledState } from '../../deploy/types.js';
import type { ObjectName } from '../../exasol/object-name.js';
import { identifier, literal, qualify } from '../../exasol/quote.js';
import type { Session } from '../../exasol/session.js';
import { names } from '../../scripts/names.js';
import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Does the user have the privileges that the scripts need? The mitigation consists of the missing GRANT statements. */
export const privilegeChecks: readonly Check[] = [
  { id: 'privileges', title: 'privileges', needs: ['login'], timeoutMs: 20_000, run: checkPrivileges },
];

async function checkPrivileges(context: DoctorContext): Promise<Outcome> {
  const installed = await context.readInstalled();
  const { user, privileges } = installed.database;
  if (privileges.includes('ROLE DBA')) {
    return ok(`${user} has the role DBA`);
  }
  const schema = await context.readSchema();
  const granted = await context.withSession((session) => readGrantedPrivileges(session, installed));
  const required = listRequiredPrivileges(schema, context.aws);
  const missing = required.filter((privilege) => !isGranted(privilege, granted)).map(({ grant }) => grant);
  if (missing.length > 0) {
    const lines = missing.map((grant) => `GRANT ${grant} TO ${identifier(user)};`);
    return fail(`${user} lacks ${missing.length} of ${required.length} privileges`, lines.join('\n'));
  }
  const forEndpoints = listMissingForEndpoints(context.aws, user, granted);
  if (forEndpoints.length > 0) {
    return warn(
      `${user} may use the scripts, but cannot create endpoints: prediction functions need a schema that the user owns`,
      forEndpoints.join('\n'),
    );
  }
  const forBatches = listMissingForBatches(user, granted);
  return forBatches.length === 0
    ? ok(`${user} may use the scripts, create prediction functions and run batch predictions`)
    : warn(`${user} may use the scripts, but cannot run batch predictions`, forBatches.join('\n'));
}

/** Lists the statements that the user lacks for `sme endpoint create`, which fails with E-SME-167 or E-SME-273 without them. */
function listMissingForEndpoints(
  { connectionName }: AwsDefaults,
  user: string,
  granted: GrantedPrivileges,
): readonly string[] {
  const quotedUser = identifier(user);
  if (granted.system.has('CREATE ANY SCRIPT')) {
    return [];
  }
  if (!granted.system.has('CREATE SCRIPT')) {
    return [`GRANT CREATE SCRIPT TO ${quotedUser};`];
  }
  const [first] = granted.ownSchemas;
  if (first === undefined) {
    return [`GRANT CREATE SCHEMA TO ${quotedUser};`, `As ${user}: CREATE SCHEMA <PREDICTION_SCHEMA>;`];
  }
  const connection = connectionName?.whenNew;
  if (connectionName === undefined || connection === undefined) {
    return [];
  }
  const isAccessible = granted.ownSchemas.some((schema) =>
    isGranted(requireAccess(connectionName, connection, schema), granted),
  );
  return isAccessible ? [] : [`GRANT ${requireAccess(connectionName, connection, first).grant} TO ${quotedUser};`];
}

/** Lists the statements that the user lacks for batch predictions, which import their results into a table. */
function listMissingForBatches(user: string, { system }: GrantedPrivileges): readonly string[] {
  const missing = [
    ...(system.has('IMPORT') ? [] : ['IMPORT']),
    ...(system.has('CREATE TABLE') || system.has('CREATE ANY TABLE') ? [] : ['CREATE TABLE']),
  ];
  return missing.map((privilege) => `GRANT ${privilege} TO ${identifier(user)};`);
}

/** A privilege, with its GRANT statement, and the privileges in the catalog, any one of which is sufficient. */
interface RequiredPrivilege {
  readonly grant: string;
  /** System privileges. */
  readonly system: readonly string[];
  /** Object privileges, see `row`. */
  readonly rows: readonly string[];
}

/** The privileges of the user and their roles. */
interface GrantedPrivileges {
  readonly system: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** Schemas of the user or of one of their roles. */
  readonly ownSchemas: readonly string[];
}

/** One object privilege as text, for comparing it. */
const row = (kind: string, privilege: string, schema: string, name: string) =>
  JSON.stringify([kind, privilege, schema, name]);

const isGranted = (required: RequiredPrivilege, granted: GrantedPrivileges) =>
  required.system.some((name) => granted.system.has(name)) || required.rows.some((text) => granted.rows.has(text));

/**
 * Lists the same privileges as `listGrants`, except USAGE: a user without it (and without USE ANY SCHEMA, which PUBLIC has by default)
 * does not see the schema, which `readSchema` reports. Source: docs.exasol.com, changelog 9685.
 */
function listRequiredPrivileges(schema: string, { connectionName }: AwsDefaults): readonly RequiredPrivilege[] {
  const onSchema = (privilege: string) => row('SCHEMA', privilege, '', schema);
  const tables = [names.jobTable, names.endpointTable, names.batchTable].flatMap((table) =>
    ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map((privilege) => ({
      grant: `${privilege} ON ${qualify(schema, table)}`,
      system: [`${privilege} ANY TABLE`],
      rows: [row('TABLE', privilege, schema, table), onSchema(privilege)],
    })),
  );
  const connection = connectionName?.whenNew;
  return [
    {
      grant: `EXECUTE ON SCHEMA ${identifier(schema)}`,
      system: ['EXECUTE ANY SCRIPT'],
      rows: [onSchema('EXECUTE')],
    },
    ...tables,
    { grant: 'EXPORT', system: ['EXPORT'], rows: [] },
    ...(connectionName === undefined || connection === undefined
      ? []
      : [
          {
            grant: `CONNECTION ${identifier(connection)}`,
            system: ['USE ANY CONNECTION'],
            rows: connectionName.candidates.map((name) => row('CONNECTION', 'USE', '', name)),
          },
          requireAccess(connectionName, connection, schema),
        ]),
  ];
}

/** ACCESS lets UDFs of a schema read the connection. */
function requireAccess({ candidates }: ObjectName, connection: string, schema: string): RequiredPrivilege {
  return {
    grant: `ACCESS ON CONNECTION ${identifier(connection)} FOR SCHEMA ${identifier(schema)}`,
    system: ['ACCESS ANY CONNECTION'],
    rows: candidates.flatMap((name) => [
      row('CONNECTION', 'ACCESS', '', name),
      row('CONNECTION', 'ACCESS', schema, name),
    ]),
  };
}

async function readGrantedPrivileges(
  session: Session,
  { database, owner, schema = '' }: InstalledState,
): Promise<GrantedPrivileges> {
  const roles = database.privileges.filter((name) => name.startsWith('ROLE ')).map((name) => name.slice(5));
  const [schemas, ...results] = await session.batch([
    `SELECT SCHEMA_NAME FROM SYS.EXA_SCHEMAS WHERE SCHEMA_OWNER IN (${[database.user, ...roles].map(literal).join(', ')}) ORDER BY 1`,
    ...forUserAndRole(
      (holder) =>
        `SELECT OBJECT_TYPE, PRIVILEGE, OBJECT_SCHEMA, OBJECT_NAME FROM SYS.EXA_${holder}_OBJ_PRIVS ` +
        `WHERE OBJECT_NAME = ${literal(schema)} OR OBJECT_SCHEMA = ${literal(schema)} OR OBJECT_TYPE = 'CONNECTION'`,
    ),
    ...forUserAndRole(
      (holder) =>
        `SELECT 'CONNECTION', 'USE', CAST(NULL AS VARCHAR(128)), GRANTED_CONNECTION FROM SYS.EXA_${holder}_CONNECTION_PRIVS`,
    ),
    ...forUserAndRole(
      (holder) =>
        'SELECT OBJECT_TYPE, PRIVILEGE, COALESCE(FOR_OBJECT_SCHEMA, FOR_OBJECT_NAME), OBJECT_NAME ' +
        `FROM SYS.EXA_${holder}_RESTRICTED_OBJ_PRIVS WHERE FOR_OBJECT_TYPE IS NULL OR FOR_OBJECT_TYPE = 'SCHEMA'`,
    ),
  ]);
  const rows = results.flatMap((result) =>
    result.rows.map(([kind, privilege, objectSchema, name]) => {
      // Exasol does not document OBJECT_SCHEMA in the row of a schema.
      const schemaOfObject = kind === 'SCHEMA' ? '' : String(objectSchema ?? '');
      return row(String(kind), String(privilege), schemaOfObject, String(name ?? ''));
    }),
  );
  return {
    system: new Set(database.privileges),
    rows: new Set([...rows, ...listOwnerPrivileges(owner === database.user, schema)]),
    ownSchemas: (schemas?.rows ?? []).map(([name]) => String(name)),
  };
}

/** Writes a query for the catalog views of the user, and for those of the user's roles. */
const forUserAndRole = (write: (holder: 'USER' | 'ROLE') => string) => [write('USER'), write('ROLE')];

/** Lists the privileges of a schema's owner, who has all privileges on its objects. */
function listOwnerPrivileges(isOwner: boolean, schema: string): readonly string[] {
  const privileges = ['EXECUTE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'];
  return isOwner ? privileges.map((privilege) => row('SCHEMA', privilege, '', schema)) : [];
}
