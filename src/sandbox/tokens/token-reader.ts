/**
 * Splits SQL into tokens, lazily: the text after `AS` in CREATE SCRIPT is Lua or Python and must not be read by the rules of SQL.
 */
import { ExasolError } from '../types/exasol-error.js';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'parameter';

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** word: in upper case; quoted: the exact name; string: without quotes, `''` unescaped; otherwise as written. */
  readonly value: string;
  /** Offsets in the statement; `end` is the first character after the token. */
  readonly start: number;
  readonly end: number;
  /** From 1, as in Exasol's `[line 1, column 15]`. */
  readonly line: number;
  readonly column: number;
}

/** An identifier without quotes begins with a letter. */
const WORD_START = /\p{L}/u;
const WORD = /\p{L}[\p{L}\p{N}\p{M}_$#]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOLS = ['||', '<=', '>=', '<>', '!=', ':=', '=>', '^='];

export class TokenReader {
  readonly #sql: string;
  #position: number;
  #offset: number;
  #lookahead: Token[] = [];
  #lineStart = 0;
  #line = 1;
  #scannedLinesTo = 0;

  /** @param from offset to start at; lines and columns are still counted from the start of the text */
  constructor(sql: string, from = 0) {
    this.#sql = sql;
    this.#position = from;
    this.#offset = from;
  }

  /** The token that next() will return (`ahead` = 0) or a later one, without consuming it. */
  peek(ahead = 0): Token | undefined {
    while (this.#lookahead.length <= ahead) {
      const token = this.#read();
      if (token === undefined) return undefined;
      this.#lookahead.push(token);
    }
    return this.#lookahead[ahead];
  }

  next(): Token | undefined {
    const token = this.#lookahead.shift() ?? this.#read();
    if (token !== undefined) this.#offset = token.end;
    return token;
  }

  /** End of the last token that next() returned. */
  get offset(): number {
    return this.#offset;
  }

  #read(): Token | undefined {
    this.#skipBlanksAndComments();
    const start = this.#position;
    const character = this.#sql[start];
    if (character === undefined) return undefined;
    if (character === "'") return this.#delimited('string', start, "'");
    if (character === '"') return this.#delimited('quoted', start, '"');
    if (character === '[') return this.#delimited('quoted', start, ']');
    if (character === '?') return this.#token('parameter', start, start + 1);
    const word = WORD_START.test(this.#codePointAt(start)) ? this.#match(WORD, start) : undefined;
    if (word !== undefined) return this.#token('word', start, start + word.length, word.toUpperCase());
    const number = this.#match(NUMBER, start);
    if (number !== undefined) return this.#token('number', start, start + number.length);
    const symbol = SYMBOLS.find((candidate) => this.#sql.startsWith(candidate, start)) ?? this.#codePointAt(start);
    return this.#token('symbol', start, start + symbol.length);
  }

  #codePointAt(offset: number): string {
    return String.fromCodePoint(this.#sql.codePointAt(offset) ?? 0);
  }

  #match(pattern: RegExp, start: number): string | undefined {
    pattern.lastIndex = start;
    return pattern.exec(this.#sql)?.[0];
  }

  /** A string or quoted identifier; a doubled closing character is an escaped one. */
  #delimited(kind: 'string' | 'quoted', start: number, close: string): Token {
    let position = start + 1;
    for (;;) {
      const found = this.#sql.indexOf(close, position);
      if (found < 0) {
        const { line, column } = this.#positionAt(start);
        const what = kind === 'string' ? 'string literal' : 'quoted identifier';
        throw new ExasolError('42000', `syntax error, unterminated ${what} [line ${line}, column ${column}]`);
      }
      if (this.#sql[found + 1] !== close) {
        const value = this.#sql.slice(start + 1, found).replaceAll(close + close, close);
        return this.#token(kind, start, found + 1, value);
      }
      position = found + 2;
    }
  }

  #token(kind: TokenKind, start: number, end: number, value?: string): Token {
    this.#position = end;
    const text = this.#sql.slice(start, end);
    return { kind, text, value: value ?? text, start, end, ...this.#positionAt(start) };
  }

  #positionAt(start: number): { line: number; column: number } {
    for (;;) {
      const lineEnd = this.#sql.indexOf('\n', this.#scannedLinesTo);
      if (lineEnd < 0 || lineEnd >= start) break;
      this.#line += 1;
      this.#lineStart = lineEnd + 1;
      this.#scannedLinesTo = lineEnd + 1;
    }
    return { line: this.#line, column: start - this.#lineStart + 1 };
  }

  #skipBlanksAndComments(): void {
    for (;;) {
      while (/\s/.test(this.#sql[this.#position] ?? 'x')) this.#position += 1;
      if (this.#sql.startsWith('--', this.#position)) {
        const lineEnd = this.#sql.indexOf('\n', this.#position);
        this.#position = lineEnd < 0 ? this.#sql.length : lineEnd + 1;
      } else if (this.#sql.startsWith('/*', this.#position)) {
        const end = this.#sql.indexOf('*/', this.#position + 2);
        this.#position = end < 0 ? this.#sql.length : end + 2;
      } else {
        return;
      }
    }
  }
}

/** All tokens of a text. */
export function readTokens(sql: string, from = 0): Token[] {
  const reader = new TokenReader(sql, from);
  const tokens: Token[] = [];
  for (let token = reader.next(); token !== undefined; token = reader.next()) tokens.push(token);
  return tokens;
}
