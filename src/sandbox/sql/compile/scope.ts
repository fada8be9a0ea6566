/** Which column a name means: the relations of the query first, then those of the queries around it. */
import { quoteName } from '../../database/identifiers.js';
import { ExasolError } from '../../database/types.js';
import type { Place } from '../syntax/ast.js';
import type { Compiled, Relation, Scope } from './types.js';

export function notFound(path: readonly string[], at: Place): ExasolError {
  const name = path.map((part) => (/^[A-Z_][A-Z0-9_$#]*$/.test(part) ? part : `"${part}"`)).join('.');
  return new ExasolError('42000', `object ${name} not found [line ${at.line}, column ${at.column}]`);
}

/** Undefined where no relation has such a column. */
export function findColumn(path: readonly string[], scope: Scope, at: Place): Compiled | undefined {
  for (let current: Scope | undefined = scope; current !== undefined; current = current.parent) {
    const found = findInScope(path, current, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInScope(path: readonly string[], scope: Scope, at: Place): Compiled | undefined {
  const name = path.at(-1) ?? '';
  const qualifier = path.slice(0, -1);
  const matches = scope.relations.filter(
    (relation) => answersTo(relation, qualifier) && relation.columns.some((column) => column.name === name),
  );
  const [relation] = matches;
  if (relation === undefined) return undefined;
  const merged = qualifier.length === 0 && scope.merged.has(name);
  if (matches.length > 1 && !merged) {
    throw new ExasolError('42000', `identifier ${name} is ambiguous [line ${at.line}, column ${at.column}]`);
  }
  const column = relation.columns.find((candidate) => candidate.name === name);
  const sql = merged ? quoteName(name) : (column?.sql ?? `${relation.sql}.${quoteName(name)}`);
  return { sql, type: column?.dataType };
}

/** Does `qualifier.column` point at this relation? */
export function answersTo(relation: Relation, qualifier: readonly string[]): boolean {
  if (qualifier.length === 0) return true;
  if (qualifier.at(-1) !== relation.name) return false;
  return qualifier.length === 1 || qualifier.at(-2) === relation.schema;
}
