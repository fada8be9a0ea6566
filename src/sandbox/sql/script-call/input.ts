/** The input rows of a UDF: its arguments in the declared types, grouped and ordered. */
import { fromDuckDBType } from '../../duckdb/cells.js';
import { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { ScriptColumn } from '../../types/stored-objects.js';
import type { Row } from '../../types/values.js';
import { makeCompiler } from '../compile/compiler.js';
import { convert } from '../compile/conversion.js';
import type { CompiledColumn, CompiledQuery } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';
import type { Expression, Query, Select, SelectItem, SortItem } from '../syntax/ast.js';
import { readOrderBy } from '../syntax/sorting.js';
import type { ScriptCall } from './find-calls.js';

export interface ScriptInput {
  readonly inputColumns: readonly ScriptColumn[];
  /** Columns: `carried` first, then the arguments. */
  readonly query: CompiledQuery;
  readonly carried: readonly CompiledColumn[];
}

/** Expressions that are selected next to the arguments: group keys, or columns of the source. */
export type Carried = readonly Expression[];

export async function compileInput(
  scriptCall: ScriptCall,
  select: Select,
  carried: Carried,
  commonTables: Query['with'],
  context: EngineContext,
  sortByCarried: boolean,
): Promise<ScriptInput> {
  const { call, definition, script } = scriptCall;
  if (definition.input === 'SET' && call.arguments.length === 0) {
    throw new ExasolError('22002', 'data exception - missing input parameters for SET UDF script');
  }
  const order = findOrder(scriptCall);
  const items = [
    ...carried.map((expression, index): SelectItem => ({ expression, alias: `K${index}` })),
    ...call.arguments.map((expression, index): SelectItem => ({ expression, alias: `A${index}` })),
    ...order.map(({ expression }, index): SelectItem => ({ expression, alias: `O${index}` })),
  ];
  const aliased = items.length === 0 ? [{ expression: one, alias: 'A0' }] : items;
  const body: Select = {
    ...select,
    items: aliased,
    distinct: false,
    groupBy: [],
    having: undefined,
    qualify: undefined,
  };
  const compiler = makeCompiler(context.facts);
  const inner = compiler.query({ with: commonTables, body, orderBy: [], limit: undefined }, undefined);
  const types = await fillTypes(inner, context);
  const args = types.slice(carried.length, carried.length + call.arguments.length);
  const declared = definition.inputColumns;
  if (declared !== 'dynamic' && declared.length !== args.length) {
    throw new ExasolError(
      '42000',
      `wrong number of arguments for script ${script.name}: expected ${declared.length}, found ${args.length}`,
    );
  }
  const inputColumns = args.map((type, index): ScriptColumn => {
    const column = declared === 'dynamic' ? undefined : declared[index];
    return column ?? { name: String(index), dataType: type };
  });
  const values = [
    ...carried.map((_, index) => `"K${index}"`),
    ...inputColumns.map(
      ({ dataType }, index) => convert({ sql: `"A${index}"`, type: args[index] }, dataType, context.facts).sql,
    ),
  ];
  const sorting = [
    ...(sortByCarried ? carried.map((_, index) => `"K${index}" NULLS LAST`) : []),
    ...order.map(
      (item, index) =>
        `"O${index}" ${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nulls ?? (item.descending ? 'FIRST' : 'LAST')}`,
    ),
  ];
  const columns = [
    ...carried.map((_, index) => ({ name: `K${index}`, dataType: types[index] })),
    ...inputColumns.map(({ dataType }, index) => ({ name: `A${index}`, dataType })),
  ];
  const orderBy = sorting.length === 0 ? '' : ` ORDER BY ${sorting.join(', ')}`;
  const sql = `SELECT ${values.length === 0 ? '1' : values.join(', ')} FROM (${inner.sql}) AS "~input"${orderBy}`;
  return { inputColumns, query: { sql, columns }, carried: columns.slice(0, carried.length) };
}

const one: Expression = { kind: 'literal', type: 'number', value: '1', at: { line: 1, column: 1 } };

/** Completes the types that only DuckDB determines. */
async function fillTypes(query: CompiledQuery, context: EngineContext) {
  const known = query.columns.map(({ dataType }) => dataType);
  const probe = known.includes(undefined)
    ? await context.transaction.read(`SELECT * FROM (${query.sql}) LIMIT 0`)
    : undefined;
  return query.columns.map(({ dataType }, index) => {
    if (dataType !== undefined) return dataType;
    if (probe === undefined) throw new Error('The probe runs if a type is missing.');
    return fromDuckDBType(probe.columnType(index));
  });
}

/** ORDER BY of the call, or of the script's signature with the parameters replaced by the arguments. */
function findOrder({ call, definition }: ScriptCall): readonly SortItem[] {
  if (call.orderBy.length > 0 || definition.inputOrder.trim() === '') return call.orderBy;
  const text = /^\s*ORDER\s/i.test(definition.inputOrder) ? definition.inputOrder : `ORDER BY ${definition.inputOrder}`;
  const declared = definition.inputColumns === 'dynamic' ? [] : definition.inputColumns;
  return readOrderBy(new TokenStream(text)).map((item) => {
    const name = item.expression.kind === 'column' ? (item.expression.path.at(-1) ?? '') : '';
    const index = declared.findIndex((column) => column.name.toUpperCase() === name.toUpperCase());
    const expression = call.arguments[index];
    if (expression === undefined) throw new ExasolError('42000', `object ${name} not found`);
    return { ...item, expression };
  });
}

/** Splits streamed rows into groups of equal keys. */
export class GroupSplitter {
  #last: Row | undefined;
  #group = -1;

  constructor(readonly keys: number) {}

  /** The rows without their keys, by group. */
  split(rows: readonly Row[]): { group: number; keys: Row; rows: Row[] }[] {
    const parts: { group: number; keys: Row; rows: Row[] }[] = [];
    for (const row of rows) {
      const keys = row.slice(0, this.keys);
      const same = this.#last !== undefined && keys.every((key, index) => key === this.#last?.[index]);
      if (!same) this.#group += 1;
      this.#last = keys;
      const part = parts.at(-1);
      if (part?.group === this.#group) part.rows.push(row.slice(this.keys));
      else parts.push({ group: this.#group, keys, rows: [row.slice(this.keys)] });
    }
    return parts;
  }
}
