/** Compiles and runs a parsed query. */
import type { ResultSetResult } from '../../types/statement-result.js';
import type { Row } from '../../types/values.js';
import { bind } from '../bind.js';
import { makeCompiler } from '../compile/compiler.js';
import type { CompiledQuery, Compiler } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';
import { evaluateScriptCalls } from '../script-call/evaluate.js';
import type { Query } from '../syntax/ast.js';
import { chunkRows, resultColumns } from './rows.js';

/** Binds the query, runs its UDFs, and compiles the remaining query. */
export async function compileBoundQuery(
  query: Query,
  context: EngineContext,
  compiler: Compiler = makeCompiler(context.facts),
): Promise<CompiledQuery> {
  const bound = await bind(query, context);
  return compiler.query(await evaluateScriptCalls(bound, context), undefined);
}

export async function runQuery(query: Query, context: EngineContext): Promise<ResultSetResult> {
  const compiled = await compileBoundQuery(query, context);
  return context.transaction.interruptible(context.signal, async () => {
    const result = await context.transaction.read(compiled.sql);
    const columns = resultColumns(compiled, result);
    const rows: Row[] = [];
    for (const chunk of await result.fetchAllChunks()) rows.push(...chunkRows(chunk, columns));
    return { kind: 'resultSet', columns, rows };
  });
}
