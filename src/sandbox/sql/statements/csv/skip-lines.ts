/** SKIP counts row separators, also those inside of delimited fields. Source: docs.exasol.com, sql/import.htm. */
export class LineSkipper {
  readonly #separator: string;
  #remaining: number;
  /** The end of the text before, which may contain the first part of a separator. */
  #rest = '';

  constructor(lines: number, separator: string) {
    this.#remaining = lines;
    this.#separator = separator;
  }

  /** The part of the text that is behind the skipped lines. */
  feed(text: string): string {
    if (this.#remaining === 0) return text;
    const all = this.#rest + text;
    let position = 0;
    while (this.#remaining > 0) {
      const at = all.indexOf(this.#separator, position);
      if (at < 0) {
        this.#rest = all.slice(Math.max(position, all.length - this.#separator.length + 1));
        return '';
      }
      position = at + this.#separator.length;
      this.#remaining -= 1;
    }
    return all.slice(position);
  }
}
