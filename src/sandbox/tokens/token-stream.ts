import { ExasolError } from '../types/exasol-error.js';
import { reservedWords } from './reserved-words.js';
import { type Token, TokenReader } from './token-reader.js';

/** A position in the text of a statement, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const MAX_IDENTIFIER = 128;

/** A statement's tokens with the questions that a parser asks. Errors are Exasol's, with their place. */
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

  place(): Place {
    const token = this.peek();
    return token === undefined ? this.#endPlace() : { line: token.line, column: token.column };
  }

  nextParameter(): number {
    this.#parameters += 1;
    return this.#parameters - 1;
  }

  get parameterCount(): number {
    return this.#parameters;
  }

  /** Do the next tokens read as these words? */
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

  /** An identifier: quoted, or a word that is not reserved. */
  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'quoted' || (token?.kind === 'word' && !reservedWords.has(token.value));
  }

  /** Reads an identifier and answers its exact name. */
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

  commaList<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptSymbol(',')) items.push(read());
    return items;
  }

  /** Nothing but an optional `;` may follow. */
  expectEnd(): void {
    this.acceptSymbol(';');
    if (this.peek() !== undefined) throw this.unexpected("END_OF_INPUT_ or ';'");
  }

  error(text: string, at: Place = this.place()): ExasolError {
    return new ExasolError('42000', `${text} [line ${at.line}, column ${at.column}]`);
  }

  unexpected(expecting?: string, token: Token | undefined = this.peek()): ExasolError {
    const wanted = expecting === undefined ? '' : `, expecting ${expecting}`;
    return this.error(`syntax error, unexpected ${describeToken(token)}${wanted}`, token ?? this.#endPlace());
  }

  #endPlace(): Place {
    const lines = this.sql.split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  }
}

/** As Exasol's parser names a token: keywords with an underscore behind, classes for the rest. */
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
