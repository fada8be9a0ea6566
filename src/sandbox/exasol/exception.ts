import type { SandboxLog } from '../log.js';
import { ExasolError } from '../types/exasol-error.js';

/** `exception` of an error response. */
export interface Exception {
  readonly text: string;
  readonly sqlCode: string;
}

/** Code of an error without a code, as defined by the protocol. */
const unknownCode = '00000';

/** An invalid request: wrong fields, unknown handle, unknown command. */
export class ProtocolError extends ExasolError {
  constructor(text: string, sqlCode = unknownCode) {
    super(sqlCode, text);
    this.name = 'ProtocolError';
  }
}

/**
 * Converts an error to the `exception` of a response. Almost every error text of Exasol ends with the session, which is appended here if
 * missing.
 *
 * @param sessionId absent before the login is complete
 */
export function describeException(error: unknown, sessionId: bigint | undefined, log: SandboxLog): Exception {
  const known = error instanceof ExasolError;
  if (!known) {
    log.warn(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const text = known
    ? error.text
    : `Internal error of the sandbox: ${error instanceof Error ? error.message : String(error)}`;
  return { text: appendSession(text, sessionId), sqlCode: known ? error.sqlCode : unknownCode };
}

function appendSession(text: string, sessionId: bigint | undefined): string {
  return sessionId === undefined || /\(Session: \d+\)\s*$/.test(text) ? text : `${text} (Session: ${sessionId})`;
}
