import { ExasolError } from '../../../types/exasol-error.js';
import { refuseGap } from '../row-count.js';
import type { StatementCursor } from '../statement-cursor.js';

export type Delimit = 'ALWAYS' | 'NEVER' | 'AUTO';
export type Trim = 'TRIM' | 'LTRIM' | 'RTRIM';
type Charset = 'utf8' | 'latin1' | 'ascii';

/** File options of EXPORT and IMPORT with their defaults filled in (docs.exasol.com, sql/export.htm and sql/import.htm). */
export interface CsvOptions {
  readonly replace: boolean;
  readonly truncate: boolean;
  readonly charset: Charset;
  readonly nullText: string;
  /** Texts of TRUE and FALSE. */
  readonly booleans: readonly [string, string];
  readonly rowSeparator: string;
  readonly columnSeparator: string;
  readonly columnDelimiter: string;
  readonly delimit: Delimit;
  readonly withColumnNames: boolean;
  /** Lines to leave out at the start of each file of an IMPORT. */
  readonly skip: number;
  readonly trim: Trim | undefined;
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

function expectValue(cursor: StatementCursor): string {
  cursor.expectSymbol('=');
  return cursor.string();
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

function tryDelimit(cursor: StatementCursor): Delimit {
  cursor.expectSymbol('=');
  const word = cursor.acceptAnyWord('ALWAYS', 'NEVER', 'AUTO') ?? cursor.fail('ALWAYS_ or NEVER_ or AUTO_');
  return word === 'ALWAYS' ? 'ALWAYS' : word === 'NEVER' ? 'NEVER' : 'AUTO';
}

type Option = (cursor: StatementCursor) => Partial<CsvOptions>;

const COMMON: Readonly<Record<string, Option>> = {
  ENCODING: (cursor) => ({ charset: pick(CHARSETS, expectValue(cursor), 'ENCODING') }),
  NULL: (cursor) => ({ nullText: expectValue(cursor) }),
  'ROW SEPARATOR': (cursor) => ({ rowSeparator: pick(ROW_SEPARATORS, expectValue(cursor), 'ROW SEPARATOR') }),
  'COLUMN SEPARATOR': (cursor) => ({ columnSeparator: decodeSeparator(expectValue(cursor)) }),
  'COLUMN DELIMITER': (cursor) => ({ columnDelimiter: decodeSeparator(expectValue(cursor)) }),
  'VERIFY CERTIFICATE': () => ({}),
  'IGNORE CERTIFICATE': () => ({}),
};

export const EXPORT_OPTIONS: Readonly<Record<string, Option>> = {
  ...COMMON,
  REPLACE: () => ({ replace: true }),
  TRUNCATE: () => ({ truncate: true }),
  BOOLEAN: (cursor) => ({ booleans: decodeBooleans(expectValue(cursor)) }),
  DELIMIT: (cursor) => ({ delimit: tryDelimit(cursor) }),
  'WITH COLUMN NAMES': () => ({ withColumnNames: true }),
};

export const IMPORT_OPTIONS: Readonly<Record<string, Option>> = {
  ...COMMON,
  SKIP: (cursor) => {
    cursor.expectSymbol('=');
    return { skip: cursor.integer() };
  },
  TRIM: () => ({ trim: 'TRIM' }),
  LTRIM: () => ({ trim: 'LTRIM' }),
  RTRIM: () => ({ trim: 'RTRIM' }),
  'ROW SIZE': () => refuseGap('fixed-width files (ROW SIZE)'),
};

/** Reads options in any order, up to something that is none; an optional comma or semicolon-free list, as in Exasol. */
export function readCsvOptions(cursor: StatementCursor, known: Readonly<Record<string, Option>>): CsvOptions {
  let options = DEFAULTS;
  for (;;) {
    const name = Object.keys(known).find((words) => cursor.acceptWord(...words.split(' ')));
    if (name === undefined) return options;
    options = { ...options, ...known[name]?.(cursor) };
  }
}

export interface ColumnSpec {
  /** From 1. */
  readonly index: number;
  readonly format: string | undefined;
  readonly delimit: Delimit | undefined;
}

/** `(1, 2..5, 6 FORMAT = '…' DELIMIT = NEVER)`; undefined where the clause is not there. */
export function readColumnSpecs(cursor: StatementCursor): readonly ColumnSpec[] | undefined {
  if (cursor.peek()?.text !== '(') return undefined;
  return cursor.listOrNothing(() => readColumnSpec(cursor)).flat();
}

function readColumnSpec(cursor: StatementCursor): ColumnSpec[] {
  const [from, to] = expectRange(cursor);
  let format: string | undefined;
  let delimit: Delimit | undefined;
  for (;;) {
    if (cursor.acceptWord('FORMAT')) format = expectValue(cursor);
    else if (cursor.acceptWord('DELIMIT')) delimit = tryDelimit(cursor);
    else break;
  }
  return Array.from({ length: to - from + 1 }, (_, offset) => ({ index: from + offset, format, delimit }));
}

/** `2` or `2..5`; the tokenizer reads the latter as `2.` and `.5`. */
function expectRange(cursor: StatementCursor): readonly [number, number] {
  const token = cursor.peek();
  const start = /^(\d+)\.?$/.exec(token?.text ?? '')?.[1];
  if (token?.kind !== 'number' || start === undefined) return cursor.fail('UNSIGNED_INTEGER_');
  cursor.next();
  if (!token.text.endsWith('.')) return [Number(start), Number(start)];
  const end = /^\.(\d+)$/.exec(cursor.peek()?.text ?? '')?.[1];
  if (end === undefined) return cursor.fail('UNSIGNED_INTEGER_');
  cursor.next();
  return [Number(start), Math.max(Number(start), Number(end))];
}
