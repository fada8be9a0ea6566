import { describeThrown, makeError, UserError } from '../errors/user-error.js';
import type { ConnectionConfig } from './types.js';

/** Codes of Node for a name that cannot be resolved. */
const unknownHostCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA']);
/** Codes of Node for a host or port that does not accept connections. */
const unreachableCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EACCES',
  'EPERM',
  'EADDRNOTAVAIL',
]);

/**
 * Converts an error of connecting or logging in.
 * @param thrown by the driver: an Error, or a plain `{text, sqlCode}` for a rejected login
 * @param socketError the socket's own error, of which the driver passes on only the text
 * @returns UserError E-SME-5, E-SME-6 or E-SME-10 to E-SME-12; `socketError` itself if it is a UserError
 */
export function toConnectError(thrown: unknown, socketError: Error | undefined, config: ConnectionConfig): UserError {
  const { host, port } = config;
  const user = config.credentials.user ?? 'the token';
  const reason = socketError ?? thrown;
  if (reason instanceof UserError) {
    return reason;
  }
  if (isLoginRejection(thrown)) {
    return makeError('E-SME-10', { host, user, text: thrown.text, sqlCode: thrown.sqlCode }, thrown);
  }
  const code = readSystemCode(reason);
  if (code !== undefined && unknownHostCodes.has(code)) {
    return makeError('E-SME-5', { host }, reason);
  }
  if (code !== undefined && unreachableCodes.has(code)) {
    return makeError('E-SME-6', { host, port, reason: code }, reason);
  }
  if (thrown instanceof Error && /too long/i.test(thrown.message) && config.credentials.kind === 'password') {
    const bytes = Buffer.byteLength(config.credentials.password.reveal());
    // the driver's error is not passed on as the cause, because it was made from the password
    return makeError('E-SME-11', { user, bytes });
  }
  return makeError('E-SME-12', { host, port, reason: describeThrown(reason) }, reason);
}

function isLoginRejection(thrown: unknown): thrown is { text: string; sqlCode: string } {
  return typeof thrown === 'object' && thrown !== null && 'sqlCode' in thrown && 'text' in thrown;
}

/** The code of a system error. Node throws an AggregateError if it tried several addresses; the last one decides. */
function readSystemCode(thrown: unknown): string | undefined {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return readSystemCode(thrown.errors.at(-1));
  }
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
