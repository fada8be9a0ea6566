/** SCALAR … RETURNS scripts: stages the rows of FROM together with the script's value, and runs the query on the stage. */
import { quoteName } from '../../duckdb/identifiers.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { Row } from '../../types/values.js';
import { makeCompiler } from '../compile/compiler.js';
import { compileFrom } from '../compile/from.js';
import { emptyScope } from '../compile/types.js';
import { StageWriter } from '../dml/stage-writer.js';
import type { EngineContext } from '../engine/types.js';
import type { Expression, FromItem, Query, Select } from '../syntax/ast.js';
import { findScriptCalls, replaceNodes, type ScriptCall } from './find-calls.js';
import { compileInput } from './input.js';
import { resolveOutputColumns } from './output-columns.js';
import { makeProcessOptions } from './process-options.js';
import { runScript } from './run-script.js';

const AGGREGATES = new Set('SUM COUNT MIN MAX AVG MEDIAN STDDEV VARIANCE LISTAGG GROUP_CONCAT'.split(' '));

let stages = 0;

/** Replaces the call by a column of the stage. @param tail contains ORDER BY, which may contain the call as well */
export async function evaluateScalar(
  scriptCall: ScriptCall,
  select: Select,
  tail: Pick<Query, 'with' | 'orderBy'>,
  context: EngineContext,
): Promise<{ readonly select: Select; readonly orderBy: Query['orderBy'] }> {
  rejectAggregates(scriptCall);
  const used = usedNames([select, tail.orderBy]);
  const compiler = makeCompiler(context.facts);
  const commonTables = new Map(tail.with.map((table) => [table.name, compiler.query(table.query, undefined).columns]));
  const relations = select.from.flatMap(
    (item) => compileFrom(item, { ...emptyScope, commonTables }, compiler).relations,
  );
  const columns = relations.flatMap((relation) =>
    relation.columns
      .filter(({ name }) => used === 'all' || used.has(name))
      .map((column) => ({ relation, column, expression: reference(relation.name, column.name, select.at) })),
  );
  const carried = columns.map(({ expression }) => expression);
  const where = withoutScripts(select.where);
  const input = await compileInput(scriptCall, { ...select, where }, carried, tail.with, context, false);
  const base = await makeProcessOptions(scriptCall, input.inputColumns, context);
  const outputs = await resolveOutputColumns(scriptCall, undefined, base);
  const types = [...input.carried.map(({ dataType }) => dataType), ...outputs.map(({ dataType }) => dataType)].map(
    (type) => type ?? { type: 'BOOLEAN' as const },
  );
  const writer = await StageWriter.open(types, context);
  const pending = new Map<number, { rows: readonly Row[]; taken: number }>();
  let group = -1;
  await runScript(
    { ...base, outputColumns: outputs },
    input,
    context,
    context.services.nodes,
    (rows) => {
      group += 1;
      pending.set(group, { rows, taken: 0 });
      return [{ group, rows: rows.map((row) => row.slice(carried.length)) }];
    },
    async (output) => {
      const state = pending.get(output.group);
      if (state === undefined) throw new Error(`Output of unknown group ${output.group}`);
      const { rows, taken } = state;
      await writer.write(
        output.rows.map((row, index) => [...(rows[taken + index]?.slice(0, carried.length) ?? []), row[0] ?? null]),
      );
      state.taken += output.rows.length;
      if (state.taken >= rows.length) pending.delete(output.group);
    },
  );
  stages += 1;
  const alias = quoteName(`~scalar${stages}`);
  const result = `~value${stages}`;
  const staged: FromItem = {
    kind: 'staged',
    source: writer.stage.source,
    alias,
    relations: [
      ...relations.map((relation) => ({
        ...relation,
        columns: columns
          .map((entry, index) => ({ ...entry, index }))
          .filter((entry) => entry.relation === relation)
          .map(({ column, index }) => {
            const dataType = types[index] ?? { type: 'BOOLEAN' as const };
            return { name: column.name, dataType, sql: writer.readColumn(alias, index, dataType) };
          }),
      })),
      {
        name: result,
        sql: alias,
        schema: undefined,
        isTable: false,
        columns: outputs.map(({ dataType }) => ({
          name: result,
          dataType,
          sql: writer.readColumn(alias, columns.length, dataType),
        })),
      },
    ],
  };
  const replacement = reference(result, result, select.at);
  const replaced = replaceNodes(
    { select, orderBy: tail.orderBy },
    new Map<unknown, unknown>([[scriptCall.call, replacement]]),
  );
  return { select: { ...replaced.select, from: [staged], connectBy: undefined }, orderBy: replaced.orderBy };
}

const reference = (relation: string, column: string, at: Select['at']): Expression => ({
  kind: 'column',
  path: relation === '' ? [column] : [relation, column],
  at,
});

function rejectAggregates({ call, script }: ScriptCall): void {
  const visit = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(visit);
    if (typeof node !== 'object' || node === null) return false;
    if (
      'kind' in node &&
      node.kind === 'call' &&
      'path' in node &&
      Array.isArray(node.path) &&
      AGGREGATES.has(String(node.path[0]))
    ) {
      return true;
    }
    return Object.values(node).some(visit);
  };
  if (!visit(call.arguments)) return;
  throw new ExasolError(
    '0A000',
    `Feature not supported: scalar script ${script.name} over an aggregate (sandbox gap: put the aggregate into a subselect)`,
  );
}

/** Names of the columns that a select uses; 'all' if it contains a star. */
function usedNames(node: unknown): ReadonlySet<string> | 'all' {
  const names = new Set<string>();
  let all = false;
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) {
      for (const item of part) visit(item);
    } else if (typeof part === 'object' && part !== null) {
      if ('kind' in part && part.kind === 'star') all = true;
      if ('kind' in part && part.kind === 'column' && 'path' in part && Array.isArray(part.path))
        names.add(String(part.path.at(-1)));
      for (const value of Object.values(part)) visit(value);
    }
  };
  visit(node);
  return all ? 'all' : names;
}

/** The parts of WHERE, joined by AND, without scripts. They filter the input of the script. */
function withoutScripts(where: Expression | undefined): Expression | undefined {
  if (where === undefined || findScriptCalls(where).length === 0) return where;
  if (where.kind !== 'binary' || where.operator !== 'AND') return undefined;
  const [left, right] = [withoutScripts(where.left), withoutScripts(where.right)];
  return left === undefined || right === undefined ? (left ?? right) : { ...where, left, right };
}
