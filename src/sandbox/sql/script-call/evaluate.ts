import type { EngineContext } from '../engine/types.js';
import type { ColumnDefinition, Query } from '../syntax/ast.js';

export async function evaluateScriptCalls(
  query: Query,
  _context: EngineContext,
  _inferred?: readonly ColumnDefinition[],
): Promise<Query> {
  return query;
}
