import { describeThrown, makeError, UserError } from '../errors/user-error.js';
import type { ConnectionConfig } from './types.js';

/** Codes of Node that mean: the name cannot be resolved. */
const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA']);
/** Codes of Node that mean: nobody there, or nobody that lets us in. */
const noAnswer = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EACCES',
  'EPERM',
  'EADDRNOTAVAIL',
]);

/**
 * Says in words of the user why connecting failed.
 * @param thrown what the driver rejected with: an Error, or a plain `{text, sqlCode}` for a refused login
 * @param socketError what the socket itself reported, which the driver only passes on as text
 */
export function toConnectError(thrown: unknown, socketError: Error | undefined, config: ConnectionConfig): UserError {
  const { host, port } = config;
  const user = config.credentials.user ?? 'the token';
  const reason = socketError ?? thrown;
  if (reason instanceof UserError) {
    return reason;
  }
  if (isLoginRefusal(thrown)) {
    return makeError('E-SME-10', { host, user, text: thrown.text, sqlCode: thrown.sqlCode }, thrown);
  }
  const code = readSystemCode(reason);
  if (code !== undefined && unknownHost.has(code)) {
    return makeError('E-SME-5', { host }, reason);
  }
  if (code !== undefined && noAnswer.has(code)) {
    return makeError('E-SME-6', { host, port, reason: code }, reason);
  }
  if (thrown instanceof Error && /too long/i.test(thrown.message) && config.credentials.kind === 'password') {
    const bytes = Buffer.byteLength(config.credentials.password.reveal());
    // the driver's error is no cause here: nothing that has touched the password is passed on
    return makeError('E-SME-11', { user, bytes });
  }
  return makeError('E-SME-12', { host, port, reason: describeThrown(reason) }, reason);
}

function isLoginRefusal(thrown: unknown): thrown is { text: string; sqlCode: string } {
  return typeof thrown === 'object' && thrown !== null && 'sqlCode' in thrown && 'text' in thrown;
}

/** The code of a system error; of several tried addresses (an AggregateError) the one of the last. */
function readSystemCode(thrown: unknown): string | undefined {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return readSystemCode(thrown.errors.at(-1));
  }
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
