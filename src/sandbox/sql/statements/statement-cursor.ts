import type { Token } from '../../tokens/token-reader.js';
import { TokenStream } from '../../tokens/token-stream.js';

/** The tokens of one of Exasol's own statements, with the questions that only these ask. */
export class StatementCursor extends TokenStream {
  /** Takes the next token where it is one of these keywords, and answers it. */
  acceptAnyWord(...words: readonly string[]): string | undefined {
    return words.find((word) => this.acceptWord(word));
  }

  /** An identifier as it is written: scripts keep the case of their parameters. */
  writtenName(): string {
    const token = this.peek();
    const name = this.name();
    return token?.kind === 'word' ? token.text : name;
  }

  /** `()` or a list. */
  listOrNothing<T>(read: () => T): T[] {
    if (!this.isSymbol('(') || !this.isSymbol(')', 1)) return this.list(read);
    this.expectSymbol('(');
    this.expectSymbol(')');
    return [];
  }

  /** Skips tokens up to one that fits at parenthesis depth 0, and answers the text between, trimmed. It does not take that token. */
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

  /** Takes `( … )` with everything nested in it, and answers the text between the parentheses. */
  parenthesisedText(): string {
    this.expectSymbol('(');
    const text = this.textUntil((token) => token.kind === 'symbol' && token.text === ')');
    this.expectSymbol(')');
    return text;
  }

  /** @throws ExasolError 42000 that names the next token and its place */
  fail(expecting?: string): never {
    throw this.unexpected(expecting);
  }
}
