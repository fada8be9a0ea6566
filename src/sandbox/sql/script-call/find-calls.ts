/** Finds calls of UDF scripts in a query: every call of a function that is not built in. */

import { requireObjectPrivilege } from '../../catalog/privileges.js';
import type { StoredScript } from '../../types/stored-objects.js';
import { findFunction } from '../compile/functions/index.js';
import { makeNotFoundError } from '../compile/functions/missing.js';
import type { EngineContext } from '../engine/types.js';
import type { CallExpression, Query } from '../syntax/ast.js';

export interface ScriptCall {
  readonly call: CallExpression;
  readonly script: StoredScript;
  readonly definition: Extract<StoredScript['definition'], { kind: 'udf' }>;
}

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;
export const isQuery = (node: object): node is Query => 'with' in node && 'body' in node;
export const isCall = (node: object): node is CallExpression => 'kind' in node && node.kind === 'call';

export function isBuiltIn(call: CallExpression): boolean {
  const [name] = call.path;
  return call.path.length === 1 && name !== undefined && findFunction(name) !== undefined;
}

/** Calls of functions that are not built in, innermost first. Subqueries are skipped, because they are evaluated separately. */
export function findScriptCalls(node: unknown): CallExpression[] {
  if (Array.isArray(node)) return node.flatMap(findScriptCalls);
  if (!isNode(node) || isQuery(node)) return [];
  const inner = Object.values(node).flatMap(findScriptCalls);
  return isCall(node) && !isBuiltIn(node) ? [...inner, node] : inner;
}

/** The tree with some nodes replaced, compared by identity. Subqueries are left unchanged. */
export function replaceNodes<T>(node: T, replacements: ReadonlyMap<unknown, unknown>): T {
  // Mapping a tree node by node keeps its type.
  return replace(node, replacements) as T;
}

function replace(node: unknown, replacements: ReadonlyMap<unknown, unknown>): unknown {
  if (replacements.has(node)) return replacements.get(node);
  if (Array.isArray(node)) return node.map((item) => replace(item, replacements));
  if (!isNode(node) || isQuery(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replace(value, replacements)]));
}

/** Finds the called script and checks that the user, or the owner of the calling view, may execute it. @throws ExasolError `function or script X not found` */
export async function resolveCall(call: CallExpression, context: EngineContext): Promise<ScriptCall> {
  const [first = '', second] = call.path;
  const [schema, name] = second === undefined ? [context.facts.schema, first] : [first, second];
  const script = schema === '' ? undefined : await context.statement.objects.findScript(schema, name);
  if (script === undefined || script.definition.kind !== 'udf') throw makeNotFoundError(call.path, call.at);
  const { catalog } = context.statement;
  await requireObjectPrivilege(catalog, context.scopeUser, 'EXECUTE', { ...script, type: 'SCRIPT' });
  return { call, script, definition: script.definition };
}
