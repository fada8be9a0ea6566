/** Resolves column names: first in the relations of the query, then in those of the enclosing queries. */
import { quoteName } from '../../duckdb/identifiers.js';
import type { Position } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { Compiled, Relation, Scope } from './types.js';

export function notFound(path: readonly string[], at: Position): ExasolError {
  const name = path.map((part) => (/^[A-Z_][A-Z0-9_$#]*$/.test(part) ? part : `"${part}"`)).join('.');
  return new ExasolError('42000', `object ${name} not found [line ${at.line}, column ${at.column}]`);
}

type NameComparison = (one: string | undefined, other: string | undefined) => boolean;
const isSame: NameComparison = (one, other) => one === other;
/** For sessions that ignore the case of identifiers. */
export const equalsIgnoringCase: NameComparison = (one, other) => one?.toUpperCase() === other?.toUpperCase();

/** @returns undefined if no relation has the column */
export function findColumn(
  path: readonly string[],
  scope: Scope,
  at: Position,
  matches = isSame,
): Compiled | undefined {
  for (let current: Scope | undefined = scope; current !== undefined; current = current.parent) {
    const found = findInScope(path, current, at, matches);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInScope(
  path: readonly string[],
  scope: Scope,
  at: Position,
  matches: NameComparison,
): Compiled | undefined {
  const qualifier = path.slice(0, -1);
  const found = scope.relations.flatMap((relation) =>
    matchesQualifier(relation, qualifier, matches)
      ? relation.columns.flatMap((column) => (matches(column.name, path.at(-1)) ? [{ relation, column }] : []))
      : [],
  );
  const [first] = found;
  if (first === undefined) return undefined;
  const { relation, column } = first;
  const { name } = column;
  const merged = qualifier.length === 0 && scope.merged.has(name);
  const isAmbiguous = found.some((other) => other.relation !== relation || other.column.name !== name);
  if (isAmbiguous && !merged) {
    throw new ExasolError('42000', `identifier ${name} is ambiguous [line ${at.line}, column ${at.column}]`);
  }
  const sql = merged ? quoteName(name) : (column.sql ?? `${relation.sql}.${quoteName(name)}`);
  return { sql, type: column.dataType };
}

/** Whether the qualifier of `qualifier.column` is this relation. */
export function matchesQualifier(relation: Relation, qualifier: readonly string[], matches = isSame): boolean {
  if (qualifier.length === 0) return true;
  if (!matches(qualifier.at(-1), relation.name)) return false;
  return qualifier.length === 1 || matches(qualifier.at(-2), relation.schema);
}
