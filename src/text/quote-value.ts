const maxQuotedLength = 200;

/** Returns an invalid value in the form in which an error quotes it: logins and passwords masked, cut to 200 characters. */
export function quoteValue(value: unknown): string {
  const text = maskLogin(String(value));
  return text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text;
}

/** Masks everything before the last `@` of an address, and a password after it. */
export function maskLogin(text: string): string {
  const at = text.lastIndexOf('@');
  return maskSecrets(at === -1 ? text : `***${text.slice(at)}`);
}

/** Keys of passwords and tokens in DSNs of any tool: `password=`, `EXAPWD=`, `pwd=`, `access_token=`, … */
const secretKey = /((?:pwd|pass\w*|secret\w*|token\w*)\s*=).*$/is;

/**
 * Masks the secrets of a DSN or address: a login before `@`, and everything after the key of a secret, because a password may contain
 * the separator.
 */
export function maskSecrets(text: string): string {
  const at = text.lastIndexOf('@');
  const login = at !== -1 && text.slice(0, at).includes(':') ? `***${text.slice(at)}` : text;
  return login.replace(secretKey, '$1***');
}
