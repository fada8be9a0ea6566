import { ExasolError } from '../types/exasol-error.js';
import { reservedWords } from './reserved-words.js';
import { type Token, TokenReader } from './token-reader.js';

/** A position in the text of a statement, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const MAX_IDENTIFIER = 128;

/** The tokens of a statement, with helpers for parsers. Errors have Exasol's texts and name the position. */
export class TokenStream {
  readonly #reader: TokenReader;
  #parameters = 0;

  constructor(
    readonly sql: string,
    from = 0,
  ) {
    this.#reader = new TokenReader(sql, from);
  }

  get offset(): number {
    return this.#reader.offset;
  }

  peek(ahead = 0): Token | undefined {
    return this.#reader.peek(ahead);
  }

  next(): Token {
    const token = this.#reader.next();
    if (token === undefined) throw this.unexpected();
    return token;
  }

  position(): Position {
    const token = this.peek();
    return token === undefined ? this.#endPosition() : { line: token.line, column: token.column };
  }

  nextParameter(): number {
    this.#parameters += 1;
    return this.#parameters - 1;
  }

  get parameterCount(): number {
    return this.#parameters;
  }

  /** Whether the next tokens are these words. */
  isWord(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.peek(index);
      return token?.kind === 'word' && token.value === word;
    });
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'symbol' && token.value === symbol;
  }

  acceptWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    for (const _ of words) this.#reader.next();
    return true;
  }

  /** Takes the next token if it is one of these keywords, and returns it. */
  acceptAnyWord(...words: readonly string[]): string | undefined {
    return words.find((word) => this.acceptWord(word));
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#reader.next();
    return true;
  }

  expectWord(...words: readonly string[]): void {
    for (const word of words) if (!this.acceptWord(word)) throw this.unexpected(`${word}_`);
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  /** Whether the token is an identifier: quoted, or a word that is not reserved. */
  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'quoted' || (token?.kind === 'word' && !reservedWords.has(token.value));
  }

  isReserved(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'word' && reservedWords.has(token.value);
  }

  /** Reads an identifier and returns its exact name. */
  name(): string {
    const token = this.peek();
    if (token === undefined || !this.isName()) throw this.unexpected();
    this.next();
    if (token.kind === 'quoted' && token.value.includes('.')) {
      throw this.error("'.' character is not allowed within quoted identifiers", token);
    }
    if (token.kind === 'quoted' && token.value === '') throw this.error('zero-length delimited identifier', token);
    if ([...token.value].length > MAX_IDENTIFIER) {
      throw this.error(`identifier too long: maximum length is ${MAX_IDENTIFIER}`, token);
    }
    return token.value;
  }

  /** Reads an identifier as written: scripts keep the case of their parameters. */
  writtenName(): string {
    const token = this.peek();
    const name = this.name();
    return token?.kind === 'word' ? token.text : name;
  }

  /** `a`, `a.b` or `a.b.c` */
  path(): string[] {
    const parts = [this.name()];
    while (this.acceptSymbol('.')) parts.push(this.name());
    return parts;
  }

  string(): string {
    const token = this.next();
    if (token.kind !== 'string') throw this.unexpected(undefined, token);
    return token.value;
  }

  integer(): number {
    const token = this.next();
    if (token.kind !== 'number' || !/^\d+$/.test(token.value)) throw this.unexpected(undefined, token);
    return Number(token.value);
  }

  /** `( item, item, … )` */
  list<T>(read: () => T): T[] {
    this.expectSymbol('(');
    const items = this.commaList(read);
    this.expectSymbol(')');
    return items;
  }

  /** `()` or `( item, item, … )` */
  listOrNothing<T>(read: () => T): T[] {
    if (!this.isSymbol('(') || !this.isSymbol(')', 1)) return this.list(read);
    this.expectSymbol('(');
    this.expectSymbol(')');
    return [];
  }

  commaList<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptSymbol(',')) items.push(read());
    return items;
  }

  /** The distance of the `)` that closes the `(` at this distance; that of the end if there is none. */
  findClosing(ahead: number): number {
    let depth = 0;
    for (let at = ahead; ; at += 1) {
      if (this.peek(at) === undefined) return at;
      if (this.isSymbol('(', at)) depth += 1;
      if (this.isSymbol(')', at)) depth -= 1;
      if (depth === 0) return at;
    }
  }

  /** Skips to the first matching token at parenthesis depth 0, without taking it, and returns the trimmed text in between. */
  textUntil(isEnd: (token: Token) => boolean): string {
    let depth = 0;
    const from = this.peek()?.start ?? this.sql.length;
    let to = from;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (depth === 0 && isEnd(token)) break;
      if (this.isSymbol('(')) depth += 1;
      if (this.isSymbol(')')) depth -= 1;
      to = this.next().end;
    }
    return this.sql.slice(from, to).trim();
  }

  /** Takes `( … )` including nested parentheses, and returns the text inside. */
  parenthesizedText(): string {
    this.expectSymbol('(');
    const text = this.textUntil((token) => token.kind === 'symbol' && token.text === ')');
    this.expectSymbol(')');
    return text;
  }

  /** Accepts only an optional `;` before the end of the statement. */
  expectEnd(): void {
    this.acceptSymbol(';');
    if (this.peek() !== undefined) throw this.unexpected("END_OF_INPUT_ or ';'");
  }

  error(text: string, at: Position = this.position()): ExasolError {
    return new ExasolError('42000', `${text} [line ${at.line}, column ${at.column}]`);
  }

  /** @throws ExasolError 42000 that names the next token and its position */
  fail(expecting?: string): never {
    throw this.unexpected(expecting);
  }

  unexpected(expecting?: string, token: Token | undefined = this.peek()): ExasolError {
    const expected = expecting === undefined ? '' : `, expecting ${expecting}`;
    return this.error(`syntax error, unexpected ${describeToken(token)}${expected}`, token ?? this.#endPosition());
  }

  #endPosition(): Position {
    const lines = this.sql.split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  }
}

/** Exasol's parser's name of a token: keywords with a trailing underscore, classes for the rest. */
function describeToken(token: Token | undefined): string {
  if (token === undefined) return 'END_OF_INPUT_';
  switch (token.kind) {
    case 'word':
      return reservedWords.has(token.value) ? `${token.value}_` : 'IDENTIFIER_PART_';
    case 'quoted':
      return 'IDENTIFIER_PART_';
    case 'string':
      return 'STRING_LITERAL_';
    case 'number':
      return /^\d+$/.test(token.value) ? 'UNSIGNED_INTEGER_' : 'DECIMAL_LITERAL_';
    default:
      return `'${token.text}'`;
  }
}
