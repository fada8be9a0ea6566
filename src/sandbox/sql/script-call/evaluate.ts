/**
 * Runs the UDFs of a bound query, innermost first, and returns the query with the calls replaced by stages of their output.
 * Gaps: scripts in correlated subqueries; scalar scripts on aggregates; built-in aggregates next to SET scripts.
 */
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { renderExpression } from '../compile/render.js';
import type { EngineContext } from '../engine/types.js';
import type { ColumnDefinition, Query, QueryBody, Select } from '../syntax/ast.js';
import { evaluateEmits, evaluateSetReturns } from './emitting-call.js';
import { findScriptCalls, isBuiltIn, isCall, isQuery, resolveCall } from './find-calls.js';
import { evaluateScalar } from './scalar-call.js';

/** @param inferred columns of the table to insert into, for EMITS (...) scripts at the top of INSERT … SELECT */
export async function evaluateScriptCalls<T>(
  node: T,
  context: EngineContext,
  inferred?: readonly ColumnDefinition[],
): Promise<T> {
  if (!containsScriptCall(node)) return node;
  // Mapping a tree node by node keeps its type.
  return (await evaluateNode(node, context, [], inferred)) as T;
}

function containsScriptCall(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(containsScriptCall);
  if (typeof node !== 'object' || node === null) return false;
  if (isCall(node) && !isBuiltIn(node)) return true;
  return Object.values(node).some(containsScriptCall);
}

type CommonTables = Query['with'];

async function evaluateNode(
  node: unknown,
  context: EngineContext,
  outer: CommonTables,
  inferred?: readonly ColumnDefinition[],
): Promise<unknown> {
  if (Array.isArray(node)) {
    const items: unknown[] = [];
    for (const item of node) items.push(await evaluateNode(item, context, outer));
    return items;
  }
  if (typeof node !== 'object' || node === null) return node;
  if (isQuery(node)) return evaluateQuery(node, context, outer, inferred);
  const evaluated: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) evaluated[key] = await evaluateNode(value, context, outer);
  return evaluated;
}

async function evaluateQuery(
  query: Query,
  context: EngineContext,
  outer: CommonTables,
  inferred: readonly ColumnDefinition[] | undefined,
): Promise<Query> {
  const scoped = query.scopeUser === undefined ? context : { ...context, scopeUser: query.scopeUser };
  const tables: CommonTables[number][] = [];
  for (const table of query.with) {
    tables.push({ ...table, query: await evaluateQuery(table.query, scoped, [...outer, ...tables], undefined) });
  }
  const visible = [...outer, ...tables];
  const { body, orderBy } = await evaluateBody(query.body, query.orderBy, scoped, visible, inferred);
  return { ...query, with: tables, body, orderBy };
}

async function evaluateBody(
  body: QueryBody,
  orderBy: Query['orderBy'],
  context: EngineContext,
  tables: CommonTables,
  inferred: readonly ColumnDefinition[] | undefined,
): Promise<{ body: QueryBody; orderBy: Query['orderBy'] }> {
  if (body.kind === 'select') return evaluateSelect(body, orderBy, context, tables, inferred);
  if (body.kind === 'set') {
    const left = await evaluateBody(body.left, [], context, tables, undefined);
    const right = await evaluateBody(body.right, [], context, tables, undefined);
    return { body: { ...body, left: left.body, right: right.body }, orderBy };
  }
  if (body.kind === 'nested')
    return { body: { ...body, query: await evaluateQuery(body.query, context, tables, undefined) }, orderBy };
  if (findScriptCalls(body.rows).length > 0) {
    throw sandboxGap('scripts in VALUES');
  }
  return { body, orderBy };
}

async function evaluateSelect(
  original: Select,
  originalOrder: Query['orderBy'],
  context: EngineContext,
  tables: CommonTables,
  inferred: readonly ColumnDefinition[] | undefined,
): Promise<{ body: Select; orderBy: Query['orderBy'] }> {
  // Subqueries first; the remaining calls belong to this select.
  const inner = (await evaluateNode({ select: original, orderBy: originalOrder }, context, tables)) as {
    select: Select;
    orderBy: Query['orderBy'];
  };
  let { select, orderBy } = inner;
  for (;;) {
    const [call] = findScriptCalls([
      select.items,
      select.where,
      select.groupBy,
      select.having,
      select.qualify,
      orderBy,
    ]);
    if (call === undefined) return { body: select, orderBy };
    const scriptCall = await resolveCall(call, context);
    const { input, output } = scriptCall.definition;
    if (output.kind === 'EMITS') {
      select = await evaluateEmits(scriptCall, select, tables, context, inferred);
    } else if (input === 'SET') {
      requireInSelectList(select, call);
      select = await evaluateSetReturns(scriptCall, select, tables, context);
    } else {
      const named = {
        ...select,
        items: select.items.map((item) =>
          item.expression.kind === 'star' ? item : { ...item, alias: item.alias ?? renderExpression(item.expression) },
        ),
      };
      ({ select, orderBy } = await evaluateScalar(scriptCall, named, { with: tables, orderBy }, context));
    }
  }
}

function requireInSelectList(select: Select, call: ReturnType<typeof findScriptCalls>[number]): void {
  if (findScriptCalls([select.items, select.having]).includes(call)) return;
  throw new ExasolError('42000', `SET script ${call.path.join('.')} is only allowed in the select list`);
}
