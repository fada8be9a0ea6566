/** Calls of stored UDF scripts in a query: every call whose name is no built-in function. */
import { requireObjectPrivilege } from '../../catalog/privileges.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StoredScript } from '../../types/stored-objects.js';
import { findFunction } from '../compile/functions/index.js';
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

/** Calls in a part of a tree, innermost first, that are no built-in function. Sub-queries are left out: they are evaluated on their own. */
export function findOutsideCalls(node: unknown): CallExpression[] {
  if (Array.isArray(node)) return node.flatMap(findOutsideCalls);
  if (!isNode(node) || isQuery(node)) return [];
  const inner = Object.values(node).flatMap(findOutsideCalls);
  return isCall(node) && !isBuiltIn(node) ? [...inner, node] : inner;
}

/** The tree with some of its nodes replaced (by identity). Sub-queries are left alone. */
export function replaceNodes<T>(node: T, replacements: ReadonlyMap<unknown, unknown>): T {
  // A tree mapped node by node keeps its shape.
  return replace(node, replacements) as T;
}

function replace(node: unknown, replacements: ReadonlyMap<unknown, unknown>): unknown {
  if (replacements.has(node)) return replacements.get(node);
  if (Array.isArray(node)) return node.map((item) => replace(item, replacements));
  if (!isNode(node) || isQuery(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replace(value, replacements)]));
}

/** The script behind a call, which the user, or the owner of the view with the call, may execute. @throws `function or script X not found` */
export async function resolveCall(call: CallExpression, context: EngineContext): Promise<ScriptCall> {
  const [first = '', second] = call.path;
  const [schema, name] = second === undefined ? [context.facts.schema, first] : [first, second];
  const script = schema === '' ? undefined : await context.statement.objects.findScript(schema, name);
  const { line, column } = call.at;
  if (script === undefined || script.definition.kind !== 'udf') {
    throw new ExasolError(
      '42000',
      `function or script ${call.path.join('.')} not found [line ${line}, column ${column}]`,
    );
  }
  const { catalog } = context.statement;
  await requireObjectPrivilege(catalog, context.scopeUser, 'EXECUTE', { ...script, type: 'SCRIPT' });
  return { call, script, definition: script.definition };
}
