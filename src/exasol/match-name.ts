import { makeError } from '../errors/user-error.js';
import type { Session } from './session.js';

/**
 * Finds the stored name that SQL would find: the first candidate that exists. If none does and the session has
 * SQL_IDENTIFIER_COMPARISON = 'IGNORE CASE' (Exasol 2025.1.3 and later), finds the name that differs only in case.
 * @returns undefined if no name matches
 * @throws UserError E-SME-330 if several names differ only in case
 */
export async function matchName(
  session: Session,
  candidates: readonly string[],
  stored: readonly string[],
): Promise<string | undefined> {
  const exact = candidates.find((candidate) => stored.includes(candidate));
  const similar = findSimilar(candidates, stored);
  if (exact !== undefined || similar.length === 0) {
    return exact;
  }
  const { rows } = await session.query(
    "SELECT SESSION_VALUE FROM SYS.EXA_PARAMETERS WHERE PARAMETER_NAME = 'SQL_IDENTIFIER_COMPARISON'",
  );
  return chooseName(candidates, stored, String(rows[0]?.[0] ?? ''));
}

/** Like `matchName`, for callers that have already read the session parameter. @throws UserError E-SME-330 */
export function chooseName(candidates: readonly string[], stored: readonly string[], comparison: string) {
  const exact = candidates.find((candidate) => stored.includes(candidate));
  if (exact !== undefined || comparison.toUpperCase() !== 'IGNORE CASE') {
    return exact;
  }
  const similar = findSimilar(candidates, stored);
  if (similar.length > 1) {
    throw makeError('E-SME-330', { name: candidates[0] ?? '', names: similar.join("', '") });
  }
  return similar[0];
}

function findSimilar(candidates: readonly string[], stored: readonly string[]): readonly string[] {
  const folded = candidates.map((candidate) => candidate.toUpperCase());
  return [...new Set(stored)].filter((name) => folded.includes(name.toUpperCase()));
}
