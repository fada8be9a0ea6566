import type { SessionFacts } from '../../catalog/session-facts.js';
import type { Position } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { DataType } from '../../types/values.js';
import { compileExpression } from './expressions.js';
import { compileQuery } from './queries.js';
import type { Compiled, Compiler } from './types.js';

/**
 * @param parameter compiles a `?`; absent if the statement is not prepared, in which case `?` is an error
 */
export function makeCompiler(
  facts: SessionFacts,
  parameter: (index: number, type: DataType | undefined, at: Position) => Compiled = rejectParameter,
): Compiler {
  const compiler: Compiler = {
    facts,
    parameter,
    expression: (expression, scope) => compileExpression(expression, scope, compiler),
    query: (query, parent) => compileQuery(query, parent, compiler),
  };
  return compiler;
}

function rejectParameter(_index: number, _type: DataType | undefined, at: Position): never {
  throw new ExasolError('42000', `syntax error, unexpected '?' [line ${at.line}, column ${at.column}]`);
}
