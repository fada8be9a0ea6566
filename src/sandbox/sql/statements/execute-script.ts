import { setMaxListeners } from 'node:events';
import type { Behaviours } from '../../behaviours.js';
import { requireObjectPrivilege } from '../../catalog/privileges.js';
import type { LuaArgument } from '../../lua/types.js';
import { TokenStream } from '../../tokens/token-stream.js';
import type { DatabaseSession } from '../../types/database.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { StoredScript } from '../../types/stored-objects.js';
import type { StatementContext } from '../statement-context.js';
import { evaluateArguments } from './script/evaluate-arguments.js';
import { parseExecuteScript } from './script/parse-execute-script.js';

/** Exasol allows about 255 nested calls. Here each level needs its own interpreter and thread, so the limit is lower. */
const MAX_DEPTH = 50;

const depths = new WeakMap<DatabaseSession, number>();

/** EXECUTE SCRIPT [schema.]name [(argument, …)] [WITH OUTPUT]. The script runs with the caller's privileges. */
export async function handleExecuteScript(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  const parsed = parseExecuteScript(tokens);
  const script = await findScript(context, parsed.name);
  if (script.definition.kind !== 'scripting') {
    throw new ExasolError('42000', `script ${script.name} is not a scripting program`);
  }
  await requireObjectPrivilege(context.catalog, context.session.user, 'EXECUTE', { ...script, type: 'SCRIPT' });
  const values = await evaluateArguments(context, parsed.arguments);
  requireMatchingArguments(script, values);
  const { result, output } = await runNested(context, script, values);
  if (!parsed.withOutput) return result;
  const rows = output.map((line) => [line]);
  const dataType = { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' } as const;
  return { kind: 'resultSet', columns: [{ name: 'OUTPUT', dataType }], rows };
}

async function findScript(context: StatementContext, parts: readonly string[]): Promise<StoredScript> {
  const { schema, name } = context.resolveName(parts);
  const script = await context.objects.findScript(schema, name);
  if (script === undefined) throw new ExasolError('42000', `script ${parts.join('.')} not found`);
  return script;
}

function requireMatchingArguments(script: StoredScript, values: readonly LuaArgument[]): void {
  if (script.definition.kind !== 'scripting') return;
  const { parameters } = script.definition;
  if (parameters.length !== values.length) {
    const text = `wrong number of arguments for script ${script.name}: expected ${parameters.length}, found ${values.length}`;
    throw new ExasolError('42000', text);
  }
  for (const [index, { name, isArray }] of parameters.entries()) {
    if (isArray === Array.isArray(values[index])) continue;
    throw new ExasolError(
      '42000',
      `argument ${name} of script ${script.name} ${isArray ? 'must' : 'must not'} be an array`,
    );
  }
}

/** @param schema empty if no schema is open */
function describeSchema(schema: string, behaviours: Behaviours): string | null {
  if (schema !== '') return schema;
  return { text: 'NULL', empty: '', null: null }[behaviours['no-open-schema']];
}

async function runNested(context: StatementContext, script: StoredScript, values: readonly LuaArgument[]) {
  const { session, services, database } = context;
  const depth = (depths.get(session) ?? 0) + 1;
  if (depth > MAX_DEPTH) {
    throw new ExasolError('43000', `maximum nesting depth of scripts (${MAX_DEPTH}) exceeded`);
  }
  const { runLuaScript } = await import('../../lua/run-script.js');
  // Every level listens to the signal of the client's statement.
  if (context.signal !== undefined) setMaxListeners(0, context.signal);
  depths.set(session, depth);
  try {
    return await runLuaScript({
      script,
      arguments: values,
      meta: {
        database_name: database.name,
        database_version: database.version,
        script_name: script.name,
        script_schema: script.schema,
        script_code: script.body,
        current_user: session.user,
        scope_user: session.user,
        current_schema: describeSchema(session.attributes.currentSchema, services.behaviours),
        session_id: session.id,
        statement_id: context.statementId,
        node_count: services.nodes,
      },
      behaviours: services.behaviours,
      query: (sql) =>
        services.scriptStatements.run(session, { script: script.name, sql }, () => context.queryOfScript(sql)),
      loadScript: (name) => findScript(context, new TokenStream(name).path()),
      ...(context.signal === undefined ? {} : { signal: context.signal }),
    });
  } finally {
    depths.set(session, depth - 1);
  }
}
