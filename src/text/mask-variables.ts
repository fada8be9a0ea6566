import { maskLogin } from './quote-value.js';

/** Names of variables whose whole value is a secret. */
const secretName = /pass(word|wd|phrase)|pwd|secret|token|credential|api_?key|access_?key/i;

/** Masks the value of an environment variable: all of it if its name says that it is a secret, otherwise the login of an address. */
export function maskVariable(name: string, value: string): string {
  return secretName.test(name) ? '***' : maskLogin(value);
}

const optionLine = /^([ \t]*(?:%env|@\{env\})[ \t]+)([^=\s;]+)([ \t]*=[ \t]*)(.*?)(;[ \t]*\r?)$/gm;

/** Masks the variables in the `%env` lines of scripts, and in those of the UDFs that a Lua script creates, for SQL that is printed. */
export function maskOptionLines(sql: string): string {
  return sql.replace(
    optionLine,
    (_line, start: string, name: string, equals: string, value: string, end: string) =>
      `${start}${name}${equals}${maskVariable(name, value)}${end}`,
  );
}
