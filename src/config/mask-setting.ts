import { type SettingName, secretSettings } from './types.js';

/** Where some give a whole DSN, or `user:password@host`. */
const places: ReadonlySet<SettingName> = new Set(['host', 'port', 'fingerprint', 'awsEndpointUrl']);

/** The value of a setting as it may be shown. */
export function maskSetting<Value extends string | number | boolean>(
  name: SettingName | 'dsn',
  value: Value,
): Value | string {
  if (name === 'dsn' || secretSettings.has(name)) {
    return '***';
  }
  return places.has(name) && typeof value === 'string' ? maskLogin(value) : value;
}

/** A place without the login that may stand before its last `@`. */
export function maskLogin(text: string): string {
  const at = text.lastIndexOf('@');
  return at === -1 ? text : `***${text.slice(at)}`;
}
