import { ExasolError } from '../../database/types.js';
import { type Token, TokenReader } from '../tokens.js';

/** How Exasol names a token that it did not expect: keywords with a trailing underscore, other things by their class. */
function nameToken(token: Token): string {
  if (token.kind === 'word') return `${token.value}_`;
  if (token.kind === 'quoted') return 'IDENTIFIER_PART_';
  if (token.kind === 'string') return 'SL_STRING_LITERAL_';
  return `'${token.text}'`;
}

/** Walks through one of Exasol's own statements, a word at a time; whatever does not fit is a syntax error with its place. */
export class StatementCursor {
  readonly sql: string;
  readonly #reader: TokenReader;

  constructor(sql: string) {
    this.sql = sql;
    this.#reader = new TokenReader(sql);
  }

  /** Offset of the first character after the last token that was taken. */
  get offset(): number {
    return this.#reader.offset;
  }

  peek(ahead = 0): Token | undefined {
    return this.#reader.peek(ahead);
  }

  /** Whether the next tokens are these keywords, without taking them. */
  atWords(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.#reader.peek(index);
      return token?.kind === 'word' && token.value === word;
    });
  }

  /** Takes these keywords where they are next. */
  tryWords(...words: readonly string[]): boolean {
    if (!this.atWords(...words)) return false;
    for (const _ of words) this.#reader.next();
    return true;
  }

  expectWords(...words: readonly string[]): void {
    for (const word of words) if (!this.tryWords(word)) this.fail(`${word}_`);
  }

  /** Takes the next token where it is one of these keywords, and answers it. */
  tryAnyWord(...words: readonly string[]): string | undefined {
    return words.find((word) => this.tryWords(word));
  }

  trySymbol(symbol: string): boolean {
    const token = this.#reader.peek();
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.#reader.next();
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.trySymbol(symbol)) this.fail(`'${symbol}'`);
  }

  /** An identifier as a Token (its `value` folded, its `text` as written). */
  expectIdentifier(): Token {
    const token = this.#reader.peek();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) return this.fail('IDENTIFIER_PART_');
    if (token.kind === 'quoted' && token.value.includes('.')) {
      const place = `[line ${token.line}, column ${token.column}]`;
      throw new ExasolError('42000', `'.' character is not allowed within quoted identifiers ${place}`);
    }
    this.#reader.next();
    return token;
  }

  expectName(): string {
    return this.expectIdentifier().value;
  }

  /** `[a.]b`: the parts, folded. */
  expectNameChain(): string[] {
    const parts = [this.expectName()];
    while (this.trySymbol('.')) parts.push(this.expectName());
    return parts;
  }

  /** A list in parentheses, each item read by `readItem`; the opening parenthesis is next. */
  expectList<T>(readItem: () => T): T[] {
    this.expectSymbol('(');
    const items: T[] = [];
    if (this.trySymbol(')')) return items;
    do items.push(readItem());
    while (this.trySymbol(','));
    this.expectSymbol(')');
    return items;
  }

  expectString(): string {
    const token = this.#reader.peek();
    if (token?.kind !== 'string') return this.fail('SL_STRING_LITERAL_');
    this.#reader.next();
    return token.value;
  }

  expectInteger(): number {
    const token = this.#reader.peek();
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) return this.fail('UNSIGNED_INTEGER_');
    this.#reader.next();
    return Number(token.text);
  }

  /** Takes whatever is next; a syntax error at the end of the text. */
  take(expecting = ''): Token {
    return this.#reader.next() ?? this.fail(expecting);
  }

  /** Takes everything up to the end; only `;` may be left. */
  expectEnd(): void {
    this.trySymbol(';');
    if (this.#reader.peek() !== undefined) this.fail("END_OF_INPUT_ or ';'");
  }

  /** Skips tokens up to one that fits at parenthesis depth 0, and answers the text between, trimmed. It does not take that token. */
  takeTextUntil(isEnd: (token: Token) => boolean): string {
    let depth = 0;
    const from = this.#reader.peek()?.start ?? this.sql.length;
    for (let token = this.#reader.peek(); token !== undefined; token = this.#reader.peek()) {
      if (depth === 0 && isEnd(token)) break;
      if (token.kind === 'symbol' && token.text === '(') depth += 1;
      if (token.kind === 'symbol' && token.text === ')') depth -= 1;
      this.#reader.next();
    }
    return this.sql.slice(from, Math.max(from, this.offset)).trim();
  }

  /** Takes `( … )` with everything nested in it, and answers the text between the parentheses. */
  expectParenthesisedText(): string {
    this.expectSymbol('(');
    const text = this.takeTextUntil((token) => token.kind === 'symbol' && token.text === ')');
    this.expectSymbol(')');
    return text;
  }

  /** @throws ExasolError 42000 that names the next token and its place */
  fail(expecting = ''): never {
    const token = this.#reader.peek();
    const wanted = expecting === '' ? '' : `, expecting ${expecting}`;
    throw new ExasolError(
      '42000',
      `syntax error, unexpected ${token === undefined ? 'END_OF_INPUT_' : nameToken(token)}${wanted} ${this.#place(token)}`,
    );
  }

  #place(token: Token | undefined): string {
    if (token !== undefined) return `[line ${token.line}, column ${token.column}]`;
    const lines = this.sql.trimEnd().split('\n');
    return `[line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}]`;
  }
}
