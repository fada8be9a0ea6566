import type { SortItem, WindowFrame } from '../syntax/ast.js';
import type { Compiler, Scope } from './types.js';

/** Exasol sorts NULL as the largest value: last when ascending, first when descending. */
export function compileSort(items: readonly SortItem[], scope: Scope, compiler: Compiler): string {
  return items
    .map((item) => {
      const nulls = item.nulls ?? (item.descending ? 'FIRST' : 'LAST');
      return `${compiler.expression(item.expression, scope).sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${nulls}`;
    })
    .join(', ');
}

/** The content of OVER (…). */
export function compileWindow(window: WindowFrame, scope: Scope, compiler: Compiler): string {
  const parts: string[] = [];
  if (window.partitionBy.length > 0) {
    const keys = window.partitionBy.map((key) => compiler.expression(key, scope).sql);
    parts.push(`PARTITION BY ${keys.join(', ')}`);
  }
  if (window.orderBy.length > 0) parts.push(`ORDER BY ${compileSort(window.orderBy, scope, compiler)}`);
  if (window.frame !== '') parts.push(window.frame);
  return parts.join(' ');
}
