import { ExasolError } from '../types/exasol-error.js';

/** The error of an aborted statement: the signal's reason if it is an ExasolError. */
export function makeAbortError(signal: AbortSignal): ExasolError {
  return signal.reason instanceof ExasolError
    ? signal.reason
    : new ExasolError('R0003', 'Client requested execution abort.');
}
