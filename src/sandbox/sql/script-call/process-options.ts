import { requireConnectionAccess } from '../../catalog/connection-privileges.js';
import { requireObjectPrivilege } from '../../catalog/privileges.js';
import { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { ConnectionObject, ScriptColumn, StoredScript } from '../../types/stored-objects.js';
import type { UdfProcessOptions } from '../../udf/types.js';
import type { EngineContext } from '../engine/types.js';
import { findInterpreter } from '../statements/script/languages.js';
import type { ScriptCall } from './find-calls.js';

/** The options of a UDF process, except its output columns. */
export async function makeProcessOptions(
  { script }: ScriptCall,
  inputColumns: readonly ScriptColumn[],
  context: EngineContext,
): Promise<Omit<UdfProcessOptions, 'outputColumns'>> {
  const { facts, services, signal } = context;
  const languages = facts.parameters.get('SCRIPT_LANGUAGES') ?? '';
  return {
    script,
    interpreter: findInterpreter(services, languages, script.language),
    inputColumns,
    meta: {
      database_name: facts.databaseName,
      database_version: facts.databaseVersion,
      script_name: script.name,
      script_schema: script.schema,
      current_user: facts.user,
      scope_user: context.scopeUser,
      // Exasol passes the text NULL if no schema is open.
      current_schema: facts.schema === '' ? 'NULL' : facts.schema,
      session_id: facts.sessionId,
      statement_id: facts.statementId,
      node_count: services.nodes,
    },
    host: await makeHost(script, context),
    // A UDF gets the credentials of its CONNECTION, never those of this machine.
    env: { AWS_ENDPOINT_URL: services.awsEndpointUrl, AWS_EC2_METADATA_DISABLED: 'true' },
    ...(signal === undefined ? {} : { signal }),
    ...(services.forkServer && { forkServer: services.forkServer }),
    onPrint: (line) => services.log.debug(`${script.schema}.${script.name}: ${line}`),
  };
}

/**
 * Reads the objects that the UDF may request before it starts: while it runs, its input streams through the session's only DuckDB
 * connection, which cannot run a second query meanwhile.
 */
async function makeHost(script: StoredScript, context: EngineContext): Promise<UdfProcessOptions['host']> {
  const connections = await readConnections(script, context);
  const scripts = await readImportableScripts(script, context);
  const openSchema = context.facts.schema;
  return {
    findConnection: async (name) => raise(connections.get(name) ?? connections.get(name.toUpperCase())),
    importScript: async (name) => {
      const path = new TokenStream(name).path();
      const key = path.length === 1 ? [openSchema === '' ? script.schema : openSchema, path[0]] : path;
      const found = raise(scripts.get(JSON.stringify(key)));
      if (found === undefined) throw new ExasolError('42000', `script ${name} not found`);
      return found;
    },
  };
}

async function readConnections(script: StoredScript, context: EngineContext) {
  const connections = new Map<string, ConnectionObject | ExasolError>();
  for (const [name] of await context.transaction.rows('SELECT name FROM exa.connections')) {
    const connection = await context.statement.objects.findConnection(String(name));
    if (connection !== undefined) connections.set(connection.name, await checkAccess(connection, script, context));
  }
  return connections;
}

/** Scripts by JSON of schema and name. Empty if the UDF does not import any, because reading the texts of 60 scripts takes longer than a UDF. */
async function readImportableScripts(script: StoredScript, context: EngineContext) {
  const scripts = new Map<string, StoredScript | ExasolError>();
  if (!script.body.includes('import_script')) return scripts;
  for (const [schema, name] of await context.transaction.rows('SELECT schema_name, script_name FROM exa.scripts')) {
    const found = await context.statement.objects.findScript(String(schema), String(name));
    if (found !== undefined) scripts.set(JSON.stringify([schema, name]), await checkExecute(found, context));
  }
  return scripts;
}

function raise<T>(found: T | ExasolError): T {
  if (found instanceof ExasolError) throw found;
  return found;
}

async function checkAccess(connection: ConnectionObject, script: StoredScript, context: EngineContext) {
  try {
    await requireConnectionAccess(context.statement.catalog, context.scopeUser, connection.name, script);
    return connection;
  } catch (error) {
    if (error instanceof ExasolError) return error;
    throw error;
  }
}

async function checkExecute(script: StoredScript, context: EngineContext) {
  try {
    await requireObjectPrivilege(context.statement.catalog, context.scopeUser, 'EXECUTE', {
      ...script,
      type: 'SCRIPT',
    });
    return script;
  } catch (error) {
    if (error instanceof ExasolError) return error;
    throw error;
  }
}
