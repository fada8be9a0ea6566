import { ExasolError } from '../types/exasol-error.js';
import { decodeName } from './identifiers.js';

export const COLLISION = 'GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.';

/** Errors that DuckDB raises before it executes anything leave its transaction usable; all others abort it. */
export function leavesTransactionAlive(error: unknown): boolean {
  return error instanceof Error && /^(Binder|Parser|Catalog|Permission) Error/.test(error.message);
}

/** Converts a DuckDB error to Exasol's. Errors raised by the sandbox's macros pass through DuckDB as `EXA|code|text`. */
export function toExasolError(error: unknown): ExasolError {
  if (error instanceof ExasolError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const raised = /EXA\|(\w{5})\|([\s\S]*)/.exec(message);
  if (raised?.[1] !== undefined && raised[2] !== undefined) return new ExasolError(raised[1], raised[2].trim());
  const [first = ''] = message.split('\n');
  if (/^INTERRUPT/i.test(first)) return new ExasolError('R0003', 'Client requested execution abort.');
  if (/Conflict|conflict/.test(first) && /Transaction|Catalog/.test(first))
    return new ExasolError('40001', COLLISION, true);
  const cast =
    /Could not convert string ['"]([\s\S]*?)['"] to/.exec(message) ??
    /invalid \w+ field format: "([\s\S]*?)"/.exec(message);
  if (cast?.[1] !== undefined) {
    return new ExasolError('22018', `data exception - invalid character value for cast; Value: '${cast[1]}'`);
  }
  if (/^(Out of Range|Conversion) Error|undefined outside|is out of range for numeric function/.test(first)) {
    return new ExasolError('22003', 'data exception - numeric value out of range');
  }
  const notNull = /NOT NULL constraint failed: .*\.([^.]+)$/.exec(first);
  if (notNull?.[1] !== undefined) {
    return new ExasolError('27001', `constraint violation - not null (column ${decodeName(notNull[1])})`);
  }
  const ungrouped = /column "?(.+?)"? must appear in the GROUP BY clause/.exec(first);
  if (ungrouped?.[1] !== undefined)
    return new ExasolError('42000', `not a GROUP BY expression: ${decodeName(ungrouped[1])}`);
  const cause = first.replace(/^\w[\w ]*Error: /, '').replace(/~[0-9a-z]+/g, '');
  return new ExasolError(
    '0A000',
    `Feature not supported: the sandbox cannot run this statement as Exasol would (sandbox gap); its engine reports: ${cause}`,
  );
}
