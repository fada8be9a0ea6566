import { ExasolError } from '../../types/exasol-error.js';
import type { RowCountResult } from '../../types/statement-result.js';

/** What every statement answers that changes no rows. */
export const NO_ROWS: RowCountResult = { kind: 'rowCount', rowCount: 0 };

/** Something of Exasol that the sandbox does not have: it says so by name, nothing succeeds silently. */
export function refuseGap(what: string): never {
  throw new ExasolError('0A000', `Feature not supported: ${what} (this sandbox does not have it)`);
}
