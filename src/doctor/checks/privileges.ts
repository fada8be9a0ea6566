import type { AwsDefaults } from '../../config/types.js';
import type { InstalledState } from '../../deploy/types.js';
import { identifier, literal } from '../../exasol/quote.js';
import type { Session } from '../../exasol/session.js';
import { names } from '../../scripts/names.js';
import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Does the user have the privileges of a user of the scripts? Missing ones are printed as GRANT statements. */
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
  return forEndpoints.length === 0
    ? ok(`${user} may use the scripts and create prediction functions`)
    : warn(
        `${user} may use the scripts, but cannot create endpoints: prediction functions need a schema that the user owns`,
        forEndpoints.join('\n'),
      );
}

/** Statements that prevent E-SME-167 and E-SME-273 of `sme endpoint create`. */
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
  const isAccessible = [...granted.ownSchemas].some((place) =>
    isGranted(requireAccess(connectionName, connection, place), granted),
  );
  return isAccessible ? [] : [`GRANT ${requireAccess(connectionName, connection, first).grant} TO ${quotedUser};`];
}

/** One privilege: the grant for it, and the rows of the catalog, any of which proves it. */
interface RequiredPrivilege {
  readonly grant: string;
  /** System privileges that include it. */
  readonly system: readonly string[];
  /** Rows `kind privilege schema name`, see `readGrantedPrivileges`. */
  readonly rows: readonly string[];
}

/** System privileges and rows of object privileges of the session. */
interface GrantedPrivileges {
  readonly system: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** Schemas of the user or of one of their roles. */
  readonly ownSchemas: readonly string[];
}

const row = (kind: string, privilege: string, schema: string, name: string) =>
  JSON.stringify([kind, privilege, schema, name]);

const isGranted = (required: RequiredPrivilege, granted: GrantedPrivileges) =>
  required.system.some((name) => granted.system.has(name)) || required.rows.some((text) => granted.rows.has(text));

/**
 * The same as `listGrants`, without USAGE: a user with neither USAGE nor USE ANY SCHEMA (which PUBLIC has by default) does not see the
 * schema, which an earlier check reports. Source: docs.exasol.com, changelog 9685.
 */
function listRequiredPrivileges(schema: string, { connectionName }: AwsDefaults): readonly RequiredPrivilege[] {
  const onSchema = (privilege: string) => row('SCHEMA', privilege, '', schema);
  const tables = [names.jobTable, names.endpointTable].flatMap((table) =>
    ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map((privilege) => ({
      grant: `${privilege} ON ${identifier(schema)}.${identifier(table)}`,
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
function requireAccess(
  names: NonNullable<AwsDefaults['connectionName']>,
  connection: string,
  schema: string,
): RequiredPrivilege {
  return {
    grant: `ACCESS ON CONNECTION ${identifier(connection)} FOR SCHEMA ${identifier(schema)}`,
    system: ['ACCESS ANY CONNECTION'],
    rows: names.candidates.flatMap((name) => [
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
      (who) =>
        `SELECT OBJECT_TYPE, PRIVILEGE, OBJECT_SCHEMA, OBJECT_NAME FROM SYS.EXA_${who}_OBJ_PRIVS ` +
        `WHERE OBJECT_NAME = ${literal(schema)} OR OBJECT_SCHEMA = ${literal(schema)} OR OBJECT_TYPE = 'CONNECTION'`,
    ),
    ...forUserAndRole(
      (who) =>
        `SELECT 'CONNECTION', 'USE', CAST(NULL AS VARCHAR(128)), GRANTED_CONNECTION FROM SYS.EXA_${who}_CONNECTION_PRIVS`,
    ),
    ...forUserAndRole(
      (who) =>
        'SELECT OBJECT_TYPE, PRIVILEGE, COALESCE(FOR_OBJECT_SCHEMA, FOR_OBJECT_NAME), OBJECT_NAME ' +
        `FROM SYS.EXA_${who}_RESTRICTED_OBJ_PRIVS WHERE FOR_OBJECT_TYPE IS NULL OR FOR_OBJECT_TYPE = 'SCHEMA'`,
    ),
  ]);
  const rows = results.flatMap((result) =>
    result.rows.map(([kind, privilege, place, name]) => {
      // the value of OBJECT_SCHEMA in the row of a schema is not documented
      const where = kind === 'SCHEMA' ? '' : String(place ?? '');
      return row(String(kind), String(privilege), where, String(name ?? ''));
    }),
  );
  return {
    system: new Set(database.privileges),
    rows: new Set([...rows, ...listOwnerPrivileges(owner === database.user, schema)]),
    ownSchemas: (schemas?.rows ?? []).map(([name]) => String(name)),
  };
}

const forUserAndRole = (write: (who: 'USER' | 'ROLE') => string) => [write('USER'), write('ROLE')];

/** The owner of a schema has all privileges on its objects. */
function listOwnerPrivileges(isOwner: boolean, schema: string): readonly string[] {
  const privileges = ['EXECUTE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'];
  return isOwner ? privileges.map((privilege) => row('SCHEMA', privilege, '', schema)) : [];
}
