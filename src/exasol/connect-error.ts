import { describeThrown, makeError, UserError } from '../errors/user-error.js';
import { readJwtExpiry } from '../text/jwt.js';
import type { ConnectionConfig } from './types.js';

/** Node's error codes for a host name that cannot be resolved. */
const unknownHostCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA']);
/** Node's error codes for a host or port that does not accept connections. */
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
 * Converts a failure to connect or log in.
 * @param thrown what the driver threw: an Error, or a plain `{text, sqlCode}` for a rejected login
 * @param socketError the socket's own error, because the driver passes on only its text
 * @returns UserError E-SME-5, E-SME-6 or E-SME-10 to E-SME-12, E-SME-472; `socketError` itself if it is a UserError
 */
export function toConnectError(thrown: unknown, socketError: Error | undefined, config: ConnectionConfig): UserError {
  const { host, port } = config;
  const { credentials } = config;
  const user = credentials.user ?? 'the token';
  const reason = socketError ?? thrown;
  if (reason instanceof UserError) {
    return reason;
  }
  if (isLoginRejection(thrown)) {
    return toLoginError(thrown, config);
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
    // Without a cause, because the driver's error is derived from the password.
    return makeError('E-SME-11', { user, bytes });
  }
  return makeError('E-SME-12', { host, port, reason: describeThrown(reason) }, reason);
}

/** Exasol does not say why it rejects a login. The token itself says whether it has expired. */
function toLoginError(thrown: { text: string; sqlCode: string }, { host, credentials }: ConnectionConfig): UserError {
  const { text, sqlCode } = thrown;
  if (credentials.kind === 'password') {
    return makeError('E-SME-10.password', { host, user: credentials.user, text, sqlCode }, thrown);
  }
  const expiry = credentials.kind === 'token' ? readJwtExpiry(credentials.accessToken.reveal()) : undefined;
  return expiry !== undefined && expiry <= new Date()
    ? makeError('E-SME-472', { host, expired: expiry.toISOString(), text, sqlCode }, thrown)
    : makeError('E-SME-10.token', { host, text, sqlCode }, thrown);
}

function isLoginRejection(thrown: unknown): thrown is { text: string; sqlCode: string } {
  return typeof thrown === 'object' && thrown !== null && 'sqlCode' in thrown && 'text' in thrown;
}

/** Reads the code of a system error; of the last one if Node tried several addresses and threw an AggregateError. */
function readSystemCode(thrown: unknown): string | undefined {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return readSystemCode(thrown.errors.at(-1));
  }
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
