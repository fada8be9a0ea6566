import { sandboxGap } from '../../types/exasol-error.js';
import type { Expression } from '../syntax/ast.js';

/** `WHERE ROWNUM <= n` is a LIMIT; ROWNUM in any other condition is a gap. */
export function takeRowLimit(where: Expression | undefined): {
  readonly where: Expression | undefined;
  readonly limit: number | undefined;
} {
  const isRowNumber = (side: Expression) =>
    side.kind === 'column' && side.path.length === 1 && side.path[0] === 'ROWNUM';
  if (where?.kind !== 'binary') return { where, limit: undefined };
  if (where.operator === 'AND') {
    const [left, right] = [takeRowLimit(where.left), takeRowLimit(where.right)];
    const limits = [left.limit, right.limit].filter((limit) => limit !== undefined);
    const rest =
      left.where === undefined || right.where === undefined
        ? (left.where ?? right.where)
        : { ...where, left: left.where, right: right.where };
    return { where: rest, limit: limits.length === 0 ? undefined : Math.min(...limits) };
  }
  if (!isRowNumber(where.left)) return { where, limit: undefined };
  if (!['<', '<='].includes(where.operator) || where.right.kind !== 'literal' || where.right.type !== 'number') {
    throw sandboxGap('ROWNUM other than ROWNUM <= n');
  }
  const limit = Math.floor(Number(where.right.value)) - (where.operator === '<' ? 1 : 0);
  return { where: undefined, limit: Math.max(0, limit) };
}
