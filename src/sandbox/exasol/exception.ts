import type { SandboxLog } from '../log.js';
import { ExasolError } from '../types/exasol-error.js';

/** `exception` of an error reply. */
export interface Exception {
  readonly text: string;
  readonly sqlCode: string;
}

/** Code of an error that has none of its own, as the protocol defines it. */
const unknownCode = '00000';

/** A request that cannot be understood: wrong fields, unknown handle, unknown command. */
export class ProtocolError extends ExasolError {
  constructor(text: string, sqlCode = unknownCode) {
    super(sqlCode, text);
    this.name = 'ProtocolError';
  }
}

/**
 * What the client is told of an error. Nearly every text of Exasol ends in the session: it is appended here, once, and nowhere else.
 *
 * @param sessionId absent before the login is through
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
