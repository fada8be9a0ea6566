/** Compiles Exasol's queries to DuckDB SQL. Columns are qualified and stars expanded, so that DuckDB resolves no names by its own rules. */
import { quoteName } from '../../duckdb/identifiers.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import type { Expression, Query, QueryBody, Select, SelectItem } from '../syntax/ast.js';
import { toText } from './conversion.js';
import { commonType, isText } from './data-types.js';
import { compileFrom, condition, renameColumns } from './from.js';
import { renderExpression } from './render.js';
import { takeRowLimit } from './row-limit.js';
import { findColumn, matchesQualifier, notFound } from './scope.js';
import { compileSort } from './sorting.js';
import { type Compiled, type CompiledQuery, type Compiler, emptyScope, type Relation, type Scope } from './types.js';

/** ORDER BY and LIMIT of a query. */
interface Tail extends Pick<Query, 'orderBy' | 'limit'> {
  /** Whether rows that ORDER BY leaves in any order are sorted: DuckDB may evaluate a subquery several times, which must not differ. */
  readonly sortsTies: boolean;
}

export function compileQuery(query: Query, parent: Scope | undefined, compiler: Compiler): CompiledQuery {
  const commonTables = new Map(parent?.commonTables ?? []);
  const tables = query.with.map((table) => {
    const scope: Scope = { ...emptyScope, parent, commonTables };
    const compiled = compiler.query(table.query, scope);
    const columns = renameColumns(compiled.columns, table.columns);
    commonTables.set(table.name, columns);
    const names = columns.map((column) => quoteName(column.name)).join(', ');
    return `${quoteName(table.name)}(${names}) AS (${compiled.sql})`;
  });
  const outer: Scope = { ...emptyScope, parent, commonTables };
  const body = compileBody(query.body, outer, compiler, { ...query, sortsTies: parent !== undefined });
  const prefix = tables.length === 0 ? '' : `WITH ${tables.join(', ')} `;
  return { sql: `${prefix}${body.sql}`, columns: body.columns };
}

function compileBody(body: QueryBody, outer: Scope, compiler: Compiler, tail: Tail | undefined): CompiledQuery {
  if (body.kind === 'select') return compileSelect(body, outer, compiler, tail);
  const compiled = compileOtherBody(body, outer, compiler);
  if (tail === undefined) return compiled;
  const columns = compiled.columns.map(({ name, dataType }) => ({ name, dataType }));
  const relation: Relation = { name: '', sql: '"~set"', schema: undefined, columns, isTable: false };
  const scope: Scope = { ...outer, relations: [relation] };
  const sort = sortClause(tail, tail.orderBy.length === 0 ? '' : compileSort(tail.orderBy, scope, compiler), columns);
  if (sort === '' && tail.limit === undefined) return compiled;
  const names = columns.map((column) => quoteName(column.name)).join(', ');
  const sql = `SELECT * FROM (${compiled.sql}) AS "~set"(${names}) ${sort}${compileLimit(tail, scope, compiler)}`;
  return { sql, columns };
}

function sortClause({ limit, sortsTies }: Tail, keys: string, columns: readonly unknown[]): string {
  const ties = sortsTies && limit !== undefined ? columns.map((_, index) => String(index + 1)) : [];
  const all = [...(keys === '' ? [] : [keys]), ...ties];
  return all.length === 0 ? '' : `ORDER BY ${all.join(', ')}`;
}

function compileOtherBody(body: Exclude<QueryBody, Select>, outer: Scope, compiler: Compiler): CompiledQuery {
  if (body.kind === 'nested') {
    const nested = compiler.query(body.query, outer);
    return { sql: `(${nested.sql})`, columns: nested.columns };
  }
  if (body.kind === 'values') return compileValues(body.rows, outer, compiler);
  const left = compileBody(body.left, outer, compiler, undefined);
  const right = compileBody(body.right, outer, compiler, undefined);
  if (left.columns.length !== right.columns.length) {
    throw new ExasolError('42000', 'the number of columns in the set operation does not match');
  }
  const columns = left.columns.map((column, index) => ({
    name: column.name,
    dataType: commonType([column.dataType, right.columns[index]?.dataType]),
  }));
  return { sql: `${left.sql} ${body.operator} ${right.sql}`, columns };
}

function compileValues(rows: readonly (readonly Expression[])[], outer: Scope, compiler: Compiler): CompiledQuery {
  const compiled = rows.map((row) => row.map((cell) => compiler.expression(cell, outer)));
  const columns = (compiled[0] ?? []).map((_, index) => ({
    name: `COL${index + 1}`,
    dataType: commonType(
      compiled
        .map((row) => row[index])
        .filter((cell) => cell?.sql !== 'NULL')
        .map((cell) => cell?.type),
    ),
  }));
  const print = (cell: Compiled, index: number) =>
    isText(columns[index]?.dataType) && cell.sql !== 'NULL' ? toText(cell, compiler.facts) : cell.sql;
  return { sql: `VALUES ${compiled.map((row) => `(${row.map(print).join(', ')})`).join(', ')}`, columns };
}

function compileSelect(original: Select, outer: Scope, compiler: Compiler, tail: Tail | undefined): CompiledQuery {
  const { where, limit } = takeRowLimit(original.where);
  if (
    limit !== undefined &&
    (original.groupBy.length > 0 ||
      original.distinct ||
      (tail !== undefined && (tail.orderBy.length > 0 || tail.limit !== undefined)))
  ) {
    throw sandboxGap('ROWNUM with GROUP BY, DISTINCT, ORDER BY or LIMIT');
  }
  if (original.groupBy.length > 0 && tail?.limit?.offset !== undefined) {
    throw new ExasolError('42000', 'OFFSET not allowed in aggregated selects');
  }
  const select: Select = { ...original, where };
  const sources = select.from.map((item) => compileFrom(item, outer, compiler));
  const aliases = new Map(
    select.items.flatMap((item): [string, Expression][] =>
      item.alias === undefined ? [] : [[item.alias, item.expression]],
    ),
  );
  const levels = select.connectBy === undefined ? undefined : compileConnectBy(select, outer, compiler);
  const scope: Scope = {
    ...outer,
    parent: outer.parent,
    relations: sources.flatMap((source) => source.relations),
    merged: new Set(sources.flatMap((source) => source.merged)),
    aliases,
    level: levels === undefined ? undefined : '"~level"."LEVEL"',
  };
  const items = select.items.flatMap((item) => compileItem(item, scope, compiler));
  const from = [...sources.map((source) => source.sql), ...(levels === undefined ? [] : [levels])];
  const clauses = [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${items.map((item) => `${item.sql} AS ${quoteName(item.name)}`).join(', ')}`,
    from.length === 0 ? '' : `FROM ${from.join(', ')}`,
    select.where === undefined ? '' : `WHERE ${condition(select.where, scope, compiler)}`,
    select.groupBy.length === 0
      ? ''
      : `GROUP BY ${select.groupBy.map((key) => groupKey(key, scope, compiler)).join(', ')}`,
    select.having === undefined ? '' : `HAVING ${condition(withAliases(select.having, scope), scope, compiler)}`,
    select.qualify === undefined ? '' : `QUALIFY ${condition(withAliases(select.qualify, scope), scope, compiler)}`,
    tail === undefined
      ? ''
      : sortClause(tail, tail.orderBy.length === 0 ? '' : orderBy(select, tail, scope, compiler), items),
    tail === undefined ? '' : compileLimit(tail, scope, compiler),
    limit === undefined ? '' : `LIMIT ${limit}`,
  ];
  const columns = items.map(({ name, type }) => ({ name, dataType: type }));
  return { sql: clauses.filter((clause) => clause !== '').join(' '), columns };
}

/** `CONNECT BY LEVEL <= n` repeats rows; hierarchies with PRIOR are a gap. */
function compileConnectBy(select: Select, outer: Scope, compiler: Compiler): string {
  const by = select.connectBy?.condition;
  const isLevel = (side: Expression) => side.kind === 'call' && side.path.length === 1 && side.path[0] === 'LEVEL';
  if (by?.kind !== 'binary' || !isLevel(by.left) || !['<=', '<'].includes(by.operator)) {
    throw sandboxGap('CONNECT BY other than LEVEL <= n');
  }
  const count = compiler.expression(by.right, outer).sql;
  const last = by.operator === '<' ? `${count} - 1` : count;
  return `(SELECT unnest(generate_series(1, greatest(1, CAST(${last} AS BIGINT)))) AS "LEVEL") AS "~level"`;
}

interface OutputItem extends Compiled {
  readonly name: string;
}

function compileItem(item: SelectItem, scope: Scope, compiler: Compiler): OutputItem[] {
  const { expression, alias } = item;
  if (expression.kind === 'star') return expandStar(expression.qualifier, expression.at, scope);
  const compiled = compiler.expression(expression, scope);
  return [{ ...compiled, name: alias ?? renderExpression(expression) }];
}

function expandStar(qualifier: readonly string[], at: { line: number; column: number }, scope: Scope): OutputItem[] {
  const relations = scope.relations.filter((relation) => matchesQualifier(relation, qualifier));
  if (relations.length === 0) throw notFound([...qualifier, '*'], at);
  const seen = new Set<string>();
  return relations.flatMap((relation) =>
    relation.columns.flatMap((column) => {
      const merged = qualifier.length === 0 && scope.merged.has(column.name);
      if (merged && seen.has(column.name)) return [];
      seen.add(column.name);
      const sql = merged ? quoteName(column.name) : (column.sql ?? `${relation.sql}.${quoteName(column.name)}`);
      return [{ sql, type: column.dataType, name: column.name }];
    }),
  );
}

/** GROUP BY takes a column, a position, or an alias of the select list. */
function groupKey(key: Expression, scope: Scope, compiler: Compiler): string {
  if (key.kind === 'literal' && key.type === 'number') return key.value;
  return compiler.expression(withAliases(key, scope), scope).sql;
}

/** An unqualified name that is an alias and not a column is replaced by the expression of the alias. */
function withAliases(expression: Expression, scope: Scope): Expression {
  if (expression.kind === 'column' && expression.path.length === 1) {
    const aliased = scope.aliases.get(expression.path[0] ?? '');
    if (
      aliased !== undefined &&
      findColumn(expression.path, { ...scope, parent: undefined }, expression.at) === undefined
    ) {
      return aliased;
    }
  }
  if (expression.kind === 'binary') {
    return { ...expression, left: withAliases(expression.left, scope), right: withAliases(expression.right, scope) };
  }
  return expression;
}

/** In ORDER BY, aliases of the select list take precedence over columns. */
function orderBy(select: Select, tail: Tail, scope: Scope, compiler: Compiler): string {
  const items = tail.orderBy.map((item) => {
    const { expression } = item;
    if (expression.kind === 'literal' && expression.type === 'number') return item;
    const aliased =
      expression.kind === 'column' && expression.path.length === 1
        ? scope.aliases.get(expression.path[0] ?? '')
        : undefined;
    return { ...item, expression: aliased ?? withAliases(expression, scope) };
  });
  if (!select.distinct) return compileSort(items, scope, compiler);
  // With SELECT DISTINCT, DuckDB sorts by output columns only, so refer to a select item by its position.
  return items
    .map((item) => {
      const sql = compileSort([item], scope, compiler);
      const position = select.items.findIndex((candidate) => candidate.expression === item.expression);
      if (position < 0) return sql;
      const expression = compiler.expression(item.expression, scope).sql;
      return `${position + 1}${sql.slice(expression.length)}`;
    })
    .join(', ');
}

function compileLimit(tail: Tail, scope: Scope, compiler: Compiler): string {
  if (tail.limit === undefined) return '';
  const print = (expression: Expression) => compiler.expression(expression, { ...scope, relations: [] }).sql;
  const offset = tail.limit.offset === undefined ? '' : ` OFFSET ${print(tail.limit.offset)}`;
  return ` LIMIT ${print(tail.limit.count)}${offset}`;
}
