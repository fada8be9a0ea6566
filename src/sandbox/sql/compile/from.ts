/** Compiles FROM, and collects the relations that columns can refer to. */
import { quoteName } from '../../duckdb/identifiers.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import type { Expression, FromItem } from '../syntax/ast.js';
import { decimal, isText } from './data-types.js';
import { notFound } from './scope.js';
import { type CompiledColumn, type Compiler, emptyScope, type Relation, type Scope } from './types.js';

export interface Source {
  readonly sql: string;
  readonly relations: readonly Relation[];
  readonly merged: readonly string[];
}

export function renameColumns(
  columns: readonly CompiledColumn[],
  names: readonly string[] | undefined,
): CompiledColumn[] {
  if (names !== undefined && names.length !== columns.length) {
    throw new ExasolError(
      '42000',
      `number of columns does not match: expected ${columns.length}, found ${names.length}`,
    );
  }
  return columns.map((column, index) => ({ name: names?.[index] ?? column.name, dataType: column.dataType }));
}

/** A string used as a condition becomes a boolean. */
export function condition(expression: Expression, scope: Scope, compiler: Compiler): string {
  const compiled = compiler.expression(expression, scope);
  return isText(compiled.type) ? `exa_boolean(${compiled.sql})` : compiled.sql;
}

export function compileFrom(item: FromItem, outer: Scope, compiler: Compiler): Source {
  switch (item.kind) {
    case 'relation': {
      const name = item.alias ?? item.name;
      const relation = {
        name,
        sql: quoteName(name),
        schema: item.schema,
        columns: item.columns,
        isTable: item.isTable,
      };
      return { sql: `${item.source} AS ${quoteName(name)}`, relations: [relation], merged: [] };
    }
    case 'staged':
      return { sql: `${item.source} AS ${item.alias}`, relations: item.relations, merged: [] };
    case 'commonTable': {
      const name = item.alias ?? item.name;
      const columns = outer.commonTables.get(item.name) ?? [];
      const relation = { name, sql: quoteName(name), schema: undefined, columns, isTable: false };
      return { sql: `${quoteName(item.name)} AS ${quoteName(name)}`, relations: [relation], merged: [] };
    }
    case 'derived': {
      const query = compiler.query(item.query, { ...emptyScope, commonTables: outer.commonTables, parent: undefined });
      const columns = renameColumns(query.columns, item.columns).map((column, index) => ({
        name: column.name,
        dataType: item.dataTypes?.[index] ?? column.dataType,
      }));
      return derived(query.sql, item.alias, columns, item.schema);
    }
    case 'range': {
      const [from, to] = [compiler.expression(item.from, outer), compiler.expression(item.to, outer)];
      const step = item.step === undefined ? '1' : compiler.expression(item.step, outer).sql;
      const series = `SELECT CAST(unnest(generate_series(CAST(${from.sql} AS BIGINT), CAST(${to.sql} AS BIGINT), CAST(${step} AS BIGINT))) AS DECIMAL(18,0))`;
      return derived(
        series,
        item.alias,
        [{ name: item.columns?.[0] ?? 'RANGE_VALUE', dataType: decimal(18) }],
        undefined,
      );
    }
    case 'join':
      return compileJoin(item, outer, compiler);
    case 'table':
      throw notFound(item.path, item.at);
    case 'import':
      throw sandboxGap('IMPORT as a query source');
  }
}

let anonymous = 0;

function derived(
  sql: string,
  alias: string | undefined,
  columns: readonly CompiledColumn[],
  schema: string | undefined,
): Source {
  anonymous += 1;
  const name = alias ?? '';
  const quoted = alias === undefined ? `"~${anonymous}"` : quoteName(alias);
  const names = columns.map((column) => quoteName(column.name)).join(', ');
  const relation: Relation = { name, sql: quoted, schema, columns, isTable: false };
  return { sql: `(${sql}) AS ${quoted}(${names})`, relations: [relation], merged: [] };
}

function compileJoin(join: Extract<FromItem, { kind: 'join' }>, outer: Scope, compiler: Compiler): Source {
  const left = compileFrom(join.left, outer, compiler);
  const right = compileFrom(join.right, outer, compiler);
  const relations = [...left.relations, ...right.relations];
  const merged = [...left.merged, ...right.merged, ...(join.using ?? [])];
  const scope: Scope = { ...outer, relations, merged: new Set(merged) };
  const on = join.on === undefined ? '' : ` ON ${condition(join.on, scope, compiler)}`;
  const using = join.using === undefined ? '' : ` USING (${join.using.map(quoteName).join(', ')})`;
  return { sql: `(${left.sql} ${join.type} JOIN ${right.sql}${on}${using})`, relations, merged };
}
