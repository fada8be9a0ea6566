/** Prepared statements: SELECT, INSERT, UPDATE, DELETE and MERGE with `?`; any other statement only without parameters. */
import { fromDuckDBType } from '../../duckdb/cells.js';
import type { Position, TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { Column, Row } from '../../types/values.js';
import { makeCompiler } from '../compile/compiler.js';
import { dispatch } from '../dispatch.js';
import { compileDelete, parseDelete, runDelete } from '../dml/delete.js';
import { compileInsert, type InsertStatement, insertFrom, parseInsert, runInsert } from '../dml/insert.js';
import { compileMerge, parseMerge, runMerge } from '../dml/merge.js';
import { StageWriter } from '../dml/stage-writer.js';
import { openTarget } from '../dml/target.js';
import { compileUpdate, parseUpdate, runUpdate } from '../dml/update.js';
import { compileBoundQuery, runQuery } from '../query/run-query.js';
import { readStatement, type Statement } from '../statement.js';
import { parseQuery } from '../syntax/queries.js';
import { ParameterTypes, substituteParameters } from './parameters.js';
import type { EngineContext } from './types.js';

export interface Prepared {
  readonly parameters: readonly Column[];
  readonly columns?: readonly Column[];
  execute(context: EngineContext, rows: readonly Row[]): Promise<StatementResult>;
}

export async function prepareStatement({ kind, tokens }: Statement, context: EngineContext): Promise<Prepared> {
  switch (kind) {
    case 'SELECT':
      return prepareSelect(tokens, context);
    case 'INSERT':
      return prepareInsert(tokens, context);
    case 'UPDATE': {
      const { statement, parameterCount } = parseUpdate(tokens);
      return prepareDml(statement, parameterCount, context, 'UPDATE', compileUpdate, runUpdate);
    }
    case 'DELETE': {
      const { statement, parameterCount } = parseDelete(tokens);
      return prepareDml(statement, parameterCount, context, 'DELETE', compileDelete, runDelete);
    }
    case 'MERGE': {
      const { statement, parameterCount } = parseMerge(tokens);
      return prepareDml(statement, parameterCount, context, 'UPDATE', compileMerge, runMerge);
    }
    default:
      return { parameters: [], execute: (current) => dispatch(readStatement(tokens.sql), current) };
  }
}

async function prepareSelect(tokens: TokenStream, context: EngineContext): Promise<Prepared> {
  const { query, parameterCount } = parseQuery(tokens);
  const types = new ParameterTypes();
  const describing = { ...context, describesOnly: true };
  const compiled = await compileBoundQuery(query, describing, makeCompiler(context.facts, types.note));
  const probe = await context.transaction.read(`SELECT * FROM (${compiled.sql}) LIMIT 0`);
  const columns = compiled.columns.map(({ name, dataType }, index) => ({
    name,
    dataType: dataType ?? fromDuckDBType(probe.columnType(index)),
  }));
  return {
    parameters: types.columns(parameterCount),
    columns,
    execute: async (current, rows) => {
      if (rows.length > 1) {
        throw new ExasolError('0A000', 'Feature not supported: Prepared statement with multiple result tables');
      }
      return runQuery(substituteParameters(query, rows[0] ?? []), current);
    },
  };
}

type TableArgument = Parameters<typeof compileUpdate>[1];

async function prepareDml<T extends { readonly path: readonly string[]; readonly at: Position }>(
  statement: T,
  parameterCount: number,
  context: EngineContext,
  privilege: 'INSERT' | 'UPDATE' | 'DELETE',
  compile: (
    statement: T,
    table: TableArgument,
    context: EngineContext,
    compiler: ReturnType<typeof makeCompiler>,
  ) => Promise<string>,
  run: (statement: T, context: EngineContext) => Promise<StatementResult>,
): Promise<Prepared> {
  const types = new ParameterTypes();
  const table = await openTarget(statement.path, statement.at, privilege, context);
  await compile(statement, table, context, makeCompiler(context.facts, types.note));
  return {
    parameters: types.columns(parameterCount),
    execute: async (current, rows) => {
      let rowCount = 0;
      for (const row of parameterCount === 0 ? [[]] : rows) {
        const result = await run(substituteParameters(statement, row), current);
        if (result.kind === 'rowCount') rowCount += result.rowCount;
      }
      return { kind: 'rowCount', rowCount };
    },
  };
}

async function prepareInsert(tokens: TokenStream, context: EngineContext): Promise<Prepared> {
  const { statement, parameterCount } = parseInsert(tokens);
  const prepared = await prepareDml(statement, parameterCount, context, 'INSERT', compileInsert, runInsert);
  const order = parameterOrder(statement);
  if (order === undefined) return prepared;
  return {
    parameters: prepared.parameters,
    execute: (current, rows) => insertMany(statement, order, prepared, current, rows),
  };
}

/** The parameter of each column for `VALUES (?, ?, …)`; undefined if the row contains anything else. */
function parameterOrder({ source }: InsertStatement): readonly number[] | undefined {
  if (!('rows' in source) || source.rows.length !== 1) return undefined;
  const order = (source.rows[0] ?? []).map((cell) =>
    cell !== 'default' && cell.kind === 'parameter' ? cell.index : -1,
  );
  return order.length === 0 || order.includes(-1) ? undefined : order;
}

/** Inserts all rows at once through a stage, so 100,000 rows are not 100,000 statements. */
async function insertMany(
  statement: InsertStatement,
  order: readonly number[],
  prepared: Prepared,
  context: EngineContext,
  rows: readonly Row[],
): Promise<StatementResult> {
  const table = await openTarget(statement.path, statement.at, 'INSERT', context);
  const names = statement.columns ?? table.columns.map((column) => column.name);
  const types = order.map((index) => prepared.parameters[index]?.dataType ?? { type: 'BOOLEAN' as const });
  const writer = await StageWriter.open(types, context);
  await writer.write(rows.map((row) => order.map((index) => row[index] ?? null)));
  const rowCount = await insertFrom({ sql: writer.stage.source, columns: writer.columns }, table, names, context);
  return { kind: 'rowCount', rowCount, changes: { inserted: rowCount, updated: 0, deleted: 0 } };
}
