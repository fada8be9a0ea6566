import { ExasolError } from '../types/exasol-error.js';

/** What a statement fails with when its signal fired: the reason, where that is an error of the database. */
export function makeAbortError(signal: AbortSignal): ExasolError {
  return signal.reason instanceof ExasolError
    ? signal.reason
    : new ExasolError('R0003', 'Client requested execution abort.');
}
