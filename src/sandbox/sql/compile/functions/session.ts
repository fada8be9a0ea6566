import { quoteText } from '../../../duckdb/identifiers.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import { decimal, INTEGER, varchar } from '../data-types.js';
import type { FunctionCall, FunctionRule } from '../types.js';
import { literal } from './arguments.js';

const name = (value: string) => ({
  sql: value === '' ? 'CAST(NULL AS VARCHAR)' : quoteText(value),
  type: varchar(128),
});

const currentUser: FunctionRule = (call) => name(call.compiler.facts.user);

/** IPROC(): the node of a row. With several nodes, rows of a base table are assigned by row number. */
const iproc: FunctionRule = (call: FunctionCall) => {
  const { nodes } = call.compiler.facts;
  const table = call.scope.relations.find((relation) => relation.isTable);
  if (nodes === 1 || table === undefined) return { sql: 'CAST(0 AS DECIMAL(18,0))', type: INTEGER };
  return { sql: `CAST(${table.sql}.rowid % ${nodes} AS DECIMAL(18,0))`, type: INTEGER };
};

const sessionParameter: FunctionRule = (call) => {
  const parameter = literal(call, 1) ?? '';
  const value = call.compiler.facts.parameters.get(parameter.toUpperCase());
  if (value === undefined) throw sandboxGap(`SESSION_PARAMETER '${parameter}'`);
  return name(value);
};

export const sessionFunctions: Readonly<Record<string, FunctionRule>> = {
  CURRENT_USER: currentUser,
  USER: currentUser,
  SCOPE_USER: currentUser,
  CURRENT_SCHEMA: (call) => name(call.compiler.facts.schema),
  CURRENT_SESSION: (call) => ({ sql: `CAST(${call.compiler.facts.sessionId} AS DECIMAL(20,0))`, type: decimal(20) }),
  CURRENT_STATEMENT: (call) => ({
    sql: `CAST(${call.compiler.facts.statementId} AS DECIMAL(20,0))`,
    type: decimal(20),
  }),
  SESSIONTIMEZONE: (call) => name(call.compiler.facts.timeZone),
  DBTIMEZONE: (call) => name(call.compiler.facts.timeZone),
  SESSION_PARAMETER: sessionParameter,
  NPROC: (call) => ({ sql: String(call.compiler.facts.nodes), type: INTEGER }),
  IPROC: iproc,
  VALUE2PROC: (call) => ({
    sql: `CAST(hash(${call.arguments[0]?.sql}) % ${call.compiler.facts.nodes} AS BIGINT)`,
    type: INTEGER,
  }),
  ROWID: () => {
    throw sandboxGap('ROWID');
  },
  LEVEL: (call) => {
    if (call.scope.level === undefined) throw sandboxGap('LEVEL outside CONNECT BY');
    return { sql: `CAST(${call.scope.level} AS DECIMAL(18,0))`, type: INTEGER };
  },
};
