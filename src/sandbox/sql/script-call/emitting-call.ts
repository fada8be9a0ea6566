/** EMITS scripts as the whole select list, and SET … RETURNS scripts next to group keys. */
import { quoteName } from '../../duckdb/identifiers.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import type { Row } from '../../types/values.js';
import { renderExpression } from '../compile/render.js';
import { StageWriter } from '../dml/stage-writer.js';
import type { EngineContext } from '../engine/types.js';
import type { ColumnDefinition, Expression, FromItem, Query, Select, SelectItem } from '../syntax/ast.js';
import type { ScriptCall } from './find-calls.js';
import { compileInput, GroupSplitter } from './input.js';
import { resolveOutputColumns } from './output-columns.js';
import { makeProcessOptions } from './process-options.js';
import { runScript } from './run-script.js';

/** Runs the script for each group and stages the group keys and the output. */
async function stageGroups(
  scriptCall: ScriptCall,
  select: Select,
  keys: readonly Expression[],
  commonTables: Query['with'],
  context: EngineContext,
  inferred: readonly ColumnDefinition[] | undefined,
) {
  const input = await compileInput(scriptCall, select, keys, commonTables, context, true);
  const base = await makeProcessOptions(scriptCall, input.inputColumns, context);
  const outputs = await resolveOutputColumns(scriptCall, inferred, base);
  const keyTypes = input.carried.map(({ dataType }) => dataType ?? { type: 'BOOLEAN' as const });
  const writer = await StageWriter.open([...keyTypes, ...outputs.map(({ dataType }) => dataType)], context);
  const groups = new Map<number, Row>();
  const splitter = new GroupSplitter(keys.length);
  const isScalar = scriptCall.definition.input === 'SCALAR';
  let chunk = -1;
  const count = await runScript(
    { ...base, outputColumns: outputs },
    input,
    context,
    select.groupBy.length > 0 ? Math.max(2, context.services.nodes) : 1,
    (rows) => {
      if (isScalar) {
        chunk += 1;
        groups.set(chunk, []);
        return [{ group: chunk, rows }];
      }
      const parts = splitter.split(rows);
      for (const part of parts) groups.set(part.group, part.keys);
      return parts;
    },
    async ({ group, rows }) => writer.write(rows.map((row) => [...(groups.get(group) ?? []), ...row])),
  );
  // Without GROUP BY there is always one group; without input rows, its output is one row of NULLs.
  if (count === 0 && !isScalar && keys.length === 0) await writer.write([outputs.map(() => null)]);
  return { writer, outputs, keyTypes };
}

let stages = 0;

function stagedRelation(writer: StageWriter, columns: readonly ColumnDefinition[], first: number): FromItem {
  stages += 1;
  const name = `~emit${stages}`;
  const casts = columns.map(({ name: column, dataType }, index) => ({
    name: column,
    dataType,
    sql: writer.readColumn(quoteName(name), first + index, dataType),
  }));
  const relation = { name, sql: quoteName(name), schema: undefined, isTable: false, columns: casts };
  return { kind: 'staged', source: writer.stage.source, alias: quoteName(name), relations: [relation] };
}

const star: Expression = { kind: 'star', qualifier: [], at: { line: 1, column: 1 } };

const plain = (from: FromItem, items: readonly SelectItem[], distinct: boolean, at: Select['at']): Select => ({
  kind: 'select',
  distinct,
  items,
  from: [from],
  where: undefined,
  connectBy: undefined,
  groupBy: [],
  having: undefined,
  qualify: undefined,
  at,
});

/** `SELECT emits_script(…) FROM …`: the output replaces the whole select. */
export async function evaluateEmits(
  scriptCall: ScriptCall,
  select: Select,
  commonTables: Query['with'],
  context: EngineContext,
  inferred: readonly ColumnDefinition[] | undefined,
): Promise<Select> {
  if (select.items.length !== 1 || select.items[0]?.expression !== scriptCall.call) {
    throw new ExasolError(
      '42000',
      `EMITS script ${scriptCall.script.name} must be the only expression in the select list`,
    );
  }
  if (select.having !== undefined) throw sandboxGap('HAVING with an EMITS script');
  const keys = scriptCall.definition.input === 'SET' ? resolveKeys(select) : [];
  const { writer, outputs, keyTypes } = await stageGroups(scriptCall, select, keys, commonTables, context, inferred);
  const from = stagedRelation(writer, outputs, keyTypes.length);
  return plain(from, [{ expression: star, alias: undefined }], select.distinct, select.at);
}

/** `SELECT key, set_script(…) FROM … GROUP BY key`: one row per group. */
export async function evaluateSetReturns(
  scriptCall: ScriptCall,
  select: Select,
  commonTables: Query['with'],
  context: EngineContext,
): Promise<Select> {
  const keys = resolveKeys(select);
  const { writer, outputs, keyTypes } = await stageGroups(scriptCall, select, keys, commonTables, context, undefined);
  const columns = [
    ...keys.map((key, index) => ({
      name: `~k${index}`,
      dataType: keyTypes[index] ?? { type: 'BOOLEAN' as const },
      key,
    })),
    ...outputs.map(({ dataType }) => ({ name: '~value', dataType, key: scriptCall.call })),
  ];
  const from = stagedRelation(writer, columns, 0);
  const texts = new Map(columns.map(({ name, key }) => [shapeOf(key), name]));
  const rewrite = (expression: Expression): Expression => {
    const name = texts.get(shapeOf(expression));
    if (name !== undefined) return { kind: 'column', path: [name], at: select.at };
    return rewriteInside(expression, rewrite);
  };
  const items = select.items.map(({ expression, alias }) => ({
    expression: rewrite(expression),
    alias: alias ?? renderExpression(expression),
  }));
  const rewritten = plain(from, items, select.distinct, select.at);
  return select.having === undefined ? rewritten : { ...rewritten, where: rewrite(select.having) };
}

/** Equal for equal expressions at different positions. */
function shapeOf(expression: Expression): string {
  return JSON.stringify(expression, (key, value) => (key === 'at' ? undefined : value));
}

/** An expression may only consist of keys, script calls and constants. */
function rewriteInside(expression: Expression, rewrite: (expression: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'literal':
      return expression;
    case 'unary':
      return { ...expression, operand: rewrite(expression.operand) };
    case 'binary':
      return { ...expression, left: rewrite(expression.left), right: rewrite(expression.right) };
    case 'cast':
      return { ...expression, operand: rewrite(expression.operand) };
    case 'is':
      return { ...expression, operand: rewrite(expression.operand) };
    default:
      throw sandboxGap(`${renderExpression(expression)} next to a SET script`);
  }
}

/** The expressions of GROUP BY, with positions and aliases resolved. */
function resolveKeys(select: Select): Expression[] {
  return select.groupBy.map((key) => {
    if (key.kind === 'literal' && key.type === 'number') return select.items[Number(key.value) - 1]?.expression ?? key;
    if (key.kind !== 'column') return key;
    const name = key.path.at(-1);
    const isAlias = key.path.length === 1 || key.path[0] === 'LOCAL';
    return (isAlias ? select.items.find((item) => item.alias === name)?.expression : undefined) ?? key;
  });
}
