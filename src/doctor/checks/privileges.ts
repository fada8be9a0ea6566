import type { AwsDefaults } from '../../config/types.js';
import type { InstalledState } from '../../deploy/types.js';
import { identifier, literal } from '../../exasol/quote.js';
import type { Session } from '../../exasol/session.js';
import { names } from '../../scripts/names.js';
import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** May the user do what users of the scripts do? Everything that is missing, as grants to run. */
export const privilegeChecks: readonly Check[] = [
  { id: 'privileges', title: 'privileges', needs: ['login'], limitMs: 20_000, run: checkPrivileges },
];

async function checkPrivileges(context: DoctorContext): Promise<Outcome> {
  const installed = await context.readInstalled();
  const { user, privileges } = installed.database;
  if (privileges.includes('ROLE DBA')) {
    return ok(`${user} has the role DBA, which may do everything`);
  }
  const schema = await context.readSchema();
  const held = await context.withSession((session) => readHeld(session, installed));
  const wanted = listWanted(schema, context.aws);
  const missing = wanted.filter((want) => !isHeld(want, held)).map(({ grant }) => grant);
  if (missing.length > 0) {
    const lines = missing.map((grant) => `GRANT ${grant} TO ${identifier(user)};`);
    return fail(`${user} lacks ${missing.length} of ${wanted.length} privileges`, lines.join('\n'));
  }
  const forEndpoints = listMissingForEndpoints(context.aws, user, held);
  return forEndpoints.length === 0
    ? ok(`${user} may use the scripts and create prediction functions`)
    : warn(
        `${user} may use the scripts, but not create endpoints, whose prediction functions need a schema of the user`,
        forEndpoints.join('\n'),
      );
}

/** What `sme endpoint create` refuses with E-SME-167 and E-SME-273, as statements to run. */
function listMissingForEndpoints({ connectionName }: AwsDefaults, user: string, held: Held): readonly string[] {
  const quotedUser = identifier(user);
  if (held.system.has('CREATE ANY SCRIPT')) {
    return [];
  }
  if (!held.system.has('CREATE SCRIPT')) {
    return [`GRANT CREATE SCRIPT TO ${quotedUser};`];
  }
  const [first] = held.ownSchemas;
  if (first === undefined) {
    return [`GRANT CREATE SCHEMA TO ${quotedUser};`, `As ${user}: CREATE SCHEMA <PREDICTION_SCHEMA>;`];
  }
  const connection = connectionName?.whenNew;
  if (connectionName === undefined || connection === undefined) {
    return [];
  }
  const isAccessible = [...held.ownSchemas].some((place) =>
    isHeld(wantAccess(connectionName, connection, place), held),
  );
  return isAccessible ? [] : [`GRANT ${wantAccess(connectionName, connection, first).grant} TO ${quotedUser};`];
}

/** One privilege: the grant that gives it, and the rows of the catalog any of which proves it. */
interface Want {
  readonly grant: string;
  /** System privileges that include it. */
  readonly system: readonly string[];
  /** Rows `kind privilege schema name`, see `readHeld`. */
  readonly rows: readonly string[];
}

/** What the session has: system privileges, and rows of object privileges. */
interface Held {
  readonly system: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** Schemas of the user or of one of their roles. */
  readonly ownSchemas: readonly string[];
}

const row = (kind: string, privilege: string, schema: string, name: string) =>
  JSON.stringify([kind, privilege, schema, name]);

const isHeld = (want: Want, held: Held) =>
  want.system.some((name) => held.system.has(name)) || want.rows.some((text) => held.rows.has(text));

/**
 * As `listGrants` has it, without USAGE: who has neither it nor USE ANY SCHEMA (which PUBLIC has as it comes) does not see the schema,
 * and that was told already. Source: docs.exasol.com, changelog 9685.
 */
function listWanted(schema: string, { connectionName }: AwsDefaults): readonly Want[] {
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
          wantAccess(connectionName, connection, schema),
        ]),
  ];
}

/** ACCESS lets UDFs of a schema read the connection. */
function wantAccess(names: NonNullable<AwsDefaults['connectionName']>, connection: string, schema: string): Want {
  return {
    grant: `ACCESS ON CONNECTION ${identifier(connection)} FOR SCHEMA ${identifier(schema)}`,
    system: ['ACCESS ANY CONNECTION'],
    rows: names.candidates.flatMap((name) => [
      row('CONNECTION', 'ACCESS', '', name),
      row('CONNECTION', 'ACCESS', schema, name),
    ]),
  };
}

async function readHeld(session: Session, { database, owner, schema = '' }: InstalledState): Promise<Held> {
  const roles = database.privileges.filter((name) => name.startsWith('ROLE ')).map((name) => name.slice(5));
  const [schemas, ...results] = await session.batch([
    `SELECT SCHEMA_NAME FROM SYS.EXA_SCHEMAS WHERE SCHEMA_OWNER IN (${[database.user, ...roles].map(literal).join(', ')}) ORDER BY 1`,
    ...both(
      (who) =>
        `SELECT OBJECT_TYPE, PRIVILEGE, OBJECT_SCHEMA, OBJECT_NAME FROM SYS.EXA_${who}_OBJ_PRIVS ` +
        `WHERE OBJECT_NAME = ${literal(schema)} OR OBJECT_SCHEMA = ${literal(schema)} OR OBJECT_TYPE = 'CONNECTION'`,
    ),
    ...both(
      (who) =>
        `SELECT 'CONNECTION', 'USE', CAST(NULL AS VARCHAR(128)), GRANTED_CONNECTION FROM SYS.EXA_${who}_CONNECTION_PRIVS`,
    ),
    ...both(
      (who) =>
        'SELECT OBJECT_TYPE, PRIVILEGE, COALESCE(FOR_OBJECT_SCHEMA, FOR_OBJECT_NAME), OBJECT_NAME ' +
        `FROM SYS.EXA_${who}_RESTRICTED_OBJ_PRIVS WHERE FOR_OBJECT_TYPE IS NULL OR FOR_OBJECT_TYPE = 'SCHEMA'`,
    ),
  ]);
  const rows = results.flatMap((result) =>
    result.rows.map(([kind, privilege, place, name]) => {
      // what stands in OBJECT_SCHEMA of a schema itself is written down nowhere
      const where = kind === 'SCHEMA' ? '' : String(place ?? '');
      return row(String(kind), String(privilege), where, String(name ?? ''));
    }),
  );
  return {
    system: new Set(database.privileges),
    rows: new Set([...rows, ...listOwned(owner === database.user, schema)]),
    ownSchemas: (schemas?.rows ?? []).map(([name]) => String(name)),
  };
}

const both = (write: (who: 'USER' | 'ROLE') => string) => [write('USER'), write('ROLE')];

/** Whoever owns a schema may do everything with what is in it. */
function listOwned(isOwner: boolean, schema: string): readonly string[] {
  const privileges = ['EXECUTE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'];
  return isOwner ? privileges.map((privilege) => row('SCHEMA', privilege, '', schema)) : [];
}
