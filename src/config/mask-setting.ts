import { type SettingName, secretSettings } from './types.js';

/** Settings in which users often give a whole DSN, or `user:password@host`. */
const places: ReadonlySet<SettingName> = new Set(['host', 'port', 'fingerprint', 'awsEndpointUrl']);

/** The value of a setting as it may be shown. */
export function maskSetting<Value extends string | number | boolean>(
  name: SettingName | 'dsn',
  value: Value,
): Value | string {
  if (name === 'dsn' || secretSettings.has(name)) {
    return '***';
  }
  if (typeof value !== 'string') {
    return value;
  }
  return places.has(name) ? maskLogin(value) : maskSecrets(value);
}

/** A place without the login before its last `@`, and without a password after it. */
function maskLogin(text: string): string {
  const at = text.lastIndexOf('@');
  return maskSecrets(at === -1 ? text : `***${text.slice(at)}`);
}

/** Keys of passwords and tokens in DSNs of any tool: `password=`, `EXAPWD=`, `pwd=`, `access_token=`, … */
const secretKey = /((?:pwd|pass\w*|secret\w*|token\w*)\s*=).*$/is;

/**
 * A text without the secrets of a DSN or address in it: a login before `@`, and everything that follows the key of a secret,
 * because a password may contain the separator.
 */
function maskSecrets(text: string): string {
  const at = text.lastIndexOf('@');
  const login = at !== -1 && text.slice(0, at).includes(':') ? `***${text.slice(at)}` : text;
  return login.replace(secretKey, '$1***');
}

const maxQuotedLength = 200;

/** A value that was not understood, as an error may quote it. */
export function quoteValue(value: unknown): string {
  const text = maskLogin(String(value));
  return text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text;
}
