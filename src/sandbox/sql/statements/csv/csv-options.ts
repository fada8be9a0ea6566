import type { TokenStream } from '../../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';

export type Delimit = 'ALWAYS' | 'NEVER' | 'AUTO';
export type Trim = 'TRIM' | 'LTRIM' | 'RTRIM';
type Charset = 'utf8' | 'latin1' | 'ascii';

/** File options of EXPORT and IMPORT, with their defaults. Source: docs.exasol.com, sql/export.htm and sql/import.htm. */
export interface CsvOptions {
  readonly replace: boolean;
  readonly truncate: boolean;
  readonly charset: Charset;
  readonly nullText: string;
  /** Representations of TRUE and FALSE. */
  readonly booleans: readonly [string, string];
  readonly rowSeparator: string;
  readonly columnSeparator: string;
  readonly columnDelimiter: string;
  readonly delimit: Delimit;
  readonly withColumnNames: boolean;
  /** Rows to skip at the start of each file of an IMPORT. */
  readonly skip: number;
  readonly trim: Trim | undefined;
  /** VERIFY or IGNORE CERTIFICATE for all files; undefined = the default of the database. */
  readonly certificate: 'verify' | 'ignore' | undefined;
}

const DEFAULTS: CsvOptions = {
  replace: false,
  truncate: false,
  charset: 'utf8',
  nullText: '',
  booleans: ['TRUE', 'FALSE'],
  rowSeparator: '\n',
  columnSeparator: ',',
  columnDelimiter: '"',
  delimit: 'AUTO',
  withColumnNames: false,
  skip: 0,
  trim: undefined,
  certificate: undefined,
};

const ROW_SEPARATORS: Readonly<Record<string, string>> = { LF: '\n', CR: '\r', CRLF: '\r\n', NONE: '' };

const CHARSETS: Readonly<Record<string, Charset>> = {
  'UTF-8': 'utf8',
  UTF8: 'utf8',
  ASCII: 'ascii',
  'US-ASCII': 'ascii',
  'ISO-8859-1': 'latin1',
  ISO8859_1: 'latin1',
  LATIN1: 'latin1',
};

const ABBREVIATIONS: Readonly<Record<string, string>> = { NUL: '\0', TAB: '\t', LF: '\n', CR: '\r', ESC: '\u001b' };

/** Separators and delimiters are text, an abbreviation (`TAB`) or hexadecimal (`0x09`). */
function decodeSeparator(text: string): string {
  const hexadecimal = /^0x((?:[0-9a-f]{2})+)$/i.exec(text)?.[1];
  if (hexadecimal !== undefined) return Buffer.from(hexadecimal, 'hex').toString('latin1');
  return ABBREVIATIONS[text.toUpperCase()] ?? text;
}

function pick<T>(table: Readonly<Record<string, T>>, text: string, option: string): T {
  const key = text.toUpperCase();
  const found = Object.hasOwn(table, key) ? table[key] : undefined;
  if (found === undefined) throw new ExasolError('42000', `invalid value '${text}' for option ${option}`);
  return found;
}

/** Exasol has many more encodings. */
function readCharset(text: string): Charset {
  const key = text.toUpperCase();
  const found = Object.hasOwn(CHARSETS, key) ? CHARSETS[key] : undefined;
  if (found === undefined) throw sandboxGap(`ENCODING = '${text}'`);
  return found;
}

function expectValue(tokens: TokenStream): string {
  tokens.expectSymbol('=');
  return tokens.string();
}

function decodeBooleans(text: string): readonly [string, string] {
  const [yes, no, ...rest] = text.split('/');
  if (yes === undefined || no === undefined || rest.length > 0) {
    throw new ExasolError(
      '42000',
      `invalid value '${text}' for option BOOLEAN, expected TRUE/FALSE texts separated by '/'`,
    );
  }
  return [yes, no];
}

function tryDelimit(tokens: TokenStream): Delimit {
  tokens.expectSymbol('=');
  const word = tokens.acceptAnyWord('ALWAYS', 'NEVER', 'AUTO') ?? tokens.fail('ALWAYS_ or NEVER_ or AUTO_');
  return word === 'ALWAYS' ? 'ALWAYS' : word === 'NEVER' ? 'NEVER' : 'AUTO';
}

type Option = (tokens: TokenStream) => Partial<CsvOptions>;

const COMMON: Readonly<Record<string, Option>> = {
  ENCODING: (tokens) => ({ charset: readCharset(expectValue(tokens)) }),
  NULL: (tokens) => ({ nullText: expectValue(tokens) }),
  'ROW SEPARATOR': (tokens) => ({ rowSeparator: pick(ROW_SEPARATORS, expectValue(tokens), 'ROW SEPARATOR') }),
  'COLUMN SEPARATOR': (tokens) => ({ columnSeparator: decodeSeparator(expectValue(tokens)) }),
  'COLUMN DELIMITER': (tokens) => ({ columnDelimiter: decodeSeparator(expectValue(tokens)) }),
  'VERIFY CERTIFICATE': () => ({ certificate: 'verify' }),
  'IGNORE CERTIFICATE': () => ({ certificate: 'ignore' }),
};

export const EXPORT_OPTIONS: Readonly<Record<string, Option>> = {
  ...COMMON,
  REPLACE: () => ({ replace: true }),
  TRUNCATE: () => ({ truncate: true }),
  BOOLEAN: (tokens) => ({ booleans: decodeBooleans(expectValue(tokens)) }),
  DELIMIT: (tokens) => ({ delimit: tryDelimit(tokens) }),
  'WITH COLUMN NAMES': () => ({ withColumnNames: true }),
};

export const IMPORT_OPTIONS: Readonly<Record<string, Option>> = {
  ...COMMON,
  SKIP: (tokens) => {
    tokens.expectSymbol('=');
    return { skip: tokens.integer() };
  },
  TRIM: () => ({ trim: 'TRIM' }),
  LTRIM: () => ({ trim: 'LTRIM' }),
  RTRIM: () => ({ trim: 'RTRIM' }),
  'ROW SIZE': () => {
    throw sandboxGap('fixed-width files (ROW SIZE)');
  },
};

/** Reads options in any order, up to the first token that is not an option. */
export function readCsvOptions(tokens: TokenStream, known: Readonly<Record<string, Option>>): CsvOptions {
  let options = DEFAULTS;
  for (;;) {
    const name = Object.keys(known).find((words) => tokens.acceptWord(...words.split(' ')));
    if (name === undefined) return options;
    options = { ...options, ...known[name]?.(tokens) };
  }
}

export interface ColumnSpec {
  /** From 1. */
  readonly index: number;
  readonly format: string | undefined;
  readonly delimit: Delimit | undefined;
}

/** `(1, 2..5, 6 FORMAT = '…' DELIMIT = NEVER)`; undefined if the clause is absent. */
export function readColumnSpecs(tokens: TokenStream): readonly ColumnSpec[] | undefined {
  if (tokens.peek()?.text !== '(') return undefined;
  return tokens.listOrNothing(() => readColumnSpec(tokens)).flat();
}

function readColumnSpec(tokens: TokenStream): ColumnSpec[] {
  const [from, to] = expectRange(tokens);
  let format: string | undefined;
  let delimit: Delimit | undefined;
  for (;;) {
    if (tokens.acceptWord('FORMAT')) format = expectValue(tokens);
    else if (tokens.acceptWord('DELIMIT')) delimit = tryDelimit(tokens);
    else break;
  }
  return Array.from({ length: to - from + 1 }, (_, offset) => ({ index: from + offset, format, delimit }));
}

/** `2` or `2..5`; the tokenizer reads the latter as `2.` and `.5`. */
function expectRange(tokens: TokenStream): readonly [number, number] {
  const token = tokens.peek();
  const start = /^(\d+)\.?$/.exec(token?.text ?? '')?.[1];
  if (token?.kind !== 'number' || start === undefined) return tokens.fail('UNSIGNED_INTEGER_');
  tokens.next();
  if (!token.text.endsWith('.')) return [Number(start), Number(start)];
  const end = /^\.(\d+)$/.exec(tokens.peek()?.text ?? '')?.[1];
  if (end === undefined) return tokens.fail('UNSIGNED_INTEGER_');
  tokens.next();
  return [Number(start), Math.max(Number(start), Number(end))];
}
