import { z } from 'zod';
import type { Behaviours } from '../behaviours.js';
import { ExasolError } from '../types/exasol-error.js';
import type { StatementResult } from '../types/statement-result.js';
import type { StoredScript } from '../types/stored-objects.js';
import { removeBlockComments } from './block-comments.js';
import { readColumnDefinitions } from './column-definitions.js';
import { runInWorker } from './lua-worker.js';
import { isLuaDecimal, ScriptRun, toLua } from './script-run.js';
import { shapeRows } from './shape-rows.js';
import type { LuaArgument, LuaArgumentValue, LuaScriptCall, LuaScriptOutcome } from './types.js';
import { luaValueSchema, typeName } from './values.js';

export type { LuaArgument, LuaScriptCall, LuaScriptOutcome } from './types.js';

const returnedSchema = z.object({
  line: z.number().optional(),
  value: luaValueSchema,
  rows: z.array(z.union([z.array(z.string()), z.string()])).optional(),
  rowsAffected: luaValueSchema.optional(),
  result: z.number().optional(),
  columns: luaValueSchema.optional(),
});

const outcomeSchema = z.object({
  output: z.array(z.string()),
  returned: returnedSchema.optional(),
  message: z.string().optional(),
  chunk: z.number().optional(),
  line: z.number().optional(),
});

type Returned = z.infer<typeof returnedSchema>;

/**
 * Runs a scripting program (EXECUTE SCRIPT) in its own Lua state.
 * Gaps, each with an error that names it: the sqlparsing library, LuaSocket, LuaExpat, io, os.execute and os.getenv.
 * @throws ExasolError 43000 `"msg" caught in script "S"."N" at line n`; R0003 if the signal aborts
 */
export async function runLuaScript(call: LuaScriptCall): Promise<LuaScriptOutcome> {
  const run = new ScriptRun(call);
  const text = await runInWorker(describeRun(call), (request) => run.handle(request), call.signal);
  const { output, returned, ...failure } = outcomeSchema.parse(JSON.parse(text));
  if (failure.message !== undefined || returned === undefined) {
    const script = run.chunks[(failure.chunk ?? 1) - 1] ?? call.script;
    const line = failure.line ?? 1;
    const position = call.behaviours['error-position'] === 'line' ? `${script.name}:${line}: ` : '';
    throw makeScriptError(position + (failure.message ?? 'no result'), script, line);
  }
  try {
    return { result: shapeResult(returned, call, run), output };
  } catch (error) {
    if (!(error instanceof ExasolError)) throw error;
    throw makeScriptError(error.text, call.script, returned.line ?? call.script.body.trimEnd().split('\n').length);
  }
}

function makeScriptError(message: string, { schema, name }: StoredScript, line: number): ExasolError {
  return new ExasolError('43000', `"${message}" caught in script "${schema}"."${name}" at line ${line}`);
}

function describeRun({ script, meta, behaviours, arguments: values }: LuaScriptCall): unknown {
  const parameters = script.definition.kind === 'scripting' ? script.definition.parameters : [];
  return {
    code: removeBlockComments(script.body),
    has_xpcall: behaviours.xpcall === 'available',
    parameters: parameters.map(({ name, isArray }) => ({ name, is_array: isArray })),
    arguments: values.map(describeArgument),
    meta: { ...meta, statement_id: BigInt(meta.statement_id), node_count: BigInt(meta.node_count) },
  };
}

function describeArgument(argument: LuaArgument): unknown {
  const values: readonly LuaArgumentValue[] = 'dataType' in argument ? [argument] : argument;
  return {
    values: values.map(({ value, dataType }) => toLua(value, dataType)),
    decimals: values.map(({ dataType }) => isLuaDecimal(dataType)),
  };
}

function shapeResult(returned: Returned, { script, behaviours }: LuaScriptCall, run: ScriptRun): StatementResult {
  const { definition } = script;
  if (definition.kind === 'scripting' && definition.returns === 'TABLE') return shapeTable(returned, run, behaviours);
  return { kind: 'rowCount', rowCount: readRowCount(returned) };
}

function shapeTable(
  { value, rows, result, columns }: Returned,
  run: ScriptRun,
  behaviours: Behaviours,
): StatementResult {
  if (rows === undefined) {
    throw new ExasolError('43000', `the script must return a table and its column definitions, got ${typeName(value)}`);
  }
  if (columns !== undefined && columns.type !== 'string') {
    throw new ExasolError('43000', `the column definitions must be a string, got ${typeName(columns)}`);
  }
  const shape =
    columns === undefined
      ? result === undefined
        ? undefined
        : run.resultColumns[result]
      : readColumnDefinitions(columns.value);
  if (shape === undefined) {
    throw new ExasolError('43000', 'the script returned a table without column definitions');
  }
  return { kind: 'resultSet', columns: shape, rows: shapeRows(rows, shape, behaviours['nil-cell']) };
}

function readRowCount({ value, rowsAffected }: Returned): number {
  const count = rowsAffected ?? value;
  if (count.type === 'other' && count.value === 'nil') return 0;
  if (count.type === 'integer' || count.type === 'float' || count.type === 'decimal') {
    return Math.trunc(Number(count.value));
  }
  const text = `a script without RETURNS TABLE must return a number or a table with rows_affected, got ${typeName(count)}`;
  throw new ExasolError('43000', text);
}
