import type { CsvOptions } from './csv-options.js';

/** The fields of a row; `''` is an empty field, delimited or not (Exasol has no empty string). null is the text of the option NULL. */
export type CsvFields = readonly (string | null)[];

export class CsvSyntaxError extends Error {}

type Format = Pick<CsvOptions, 'rowSeparator' | 'columnSeparator' | 'columnDelimiter'>;

interface ParsedRow {
  readonly fields: (string | null)[];
  readonly next: number;
}

/** Splits a file into rows as its text arrives. An incomplete row waits for more text. */
export class CsvParser {
  readonly #format: Format;
  readonly #isNull: (text: string) => boolean;
  #buffer = '';
  readonly #nextColumn = { at: -1 };
  readonly #nextRow = { at: -1 };

  /** @param isNull whether the text of a field without delimiters represents NULL */
  constructor(format: Format, isNull: (text: string) => boolean = () => false) {
    this.#format = format;
    this.#isNull = isNull;
  }

  /** @throws CsvSyntaxError for text after a closing delimiter */
  *feed(text: string): Generator<CsvFields> {
    this.#buffer += text;
    yield* this.#rows(false);
  }

  /** The remaining rows at the end of the file. @throws CsvSyntaxError for a missing closing delimiter */
  *finish(): Generator<CsvFields> {
    yield* this.#rows(true);
  }

  *#rows(isEnd: boolean): Generator<CsvFields> {
    let position = 0;
    this.#nextColumn.at = -1;
    this.#nextRow.at = -1;
    try {
      while (position < this.#buffer.length) {
        const row = this.#parseRow(position, isEnd);
        if (row === undefined) return;
        position = row.next;
        yield row.fields;
      }
    } finally {
      this.#buffer = this.#buffer.slice(position);
    }
  }

  #parseRow(start: number, isEnd: boolean): ParsedRow | undefined {
    const { columnSeparator, rowSeparator } = this.#format;
    const fields: (string | null)[] = [];
    let position = start;
    for (;;) {
      const field = this.#parseField(position, isEnd);
      if (field === undefined) return undefined;
      fields.push(field.text);
      if (field.next >= this.#buffer.length) return isEnd ? { fields, next: field.next } : undefined;
      if (this.#buffer.startsWith(columnSeparator, field.next)) {
        position = field.next + columnSeparator.length;
        if (position >= this.#buffer.length && !isEnd) return undefined;
      } else {
        return { fields, next: field.next + rowSeparator.length };
      }
    }
  }

  #parseField(start: number, isEnd: boolean): { text: string | null; next: number } | undefined {
    const { columnDelimiter } = this.#format;
    if (columnDelimiter !== '' && this.#buffer.startsWith(columnDelimiter, start))
      return this.#parseDelimited(start, isEnd);
    const next = this.#findFieldEnd(start);
    if (next === this.#buffer.length && !isEnd) return undefined;
    const text = this.#buffer.slice(start, next);
    return { text: this.#isNull(text) ? null : text, next };
  }

  #findFieldEnd(start: number): number {
    return Math.min(
      this.#find(this.#nextColumn, this.#format.columnSeparator, start),
      this.#find(this.#nextRow, this.#format.rowSeparator, start),
    );
  }

  /** Caches the position of the separator: otherwise each row of a file with one column would search to the end of the file. */
  #find(next: { at: number }, separator: string, start: number): number {
    if (next.at < start) {
      const found = this.#buffer.indexOf(separator, start);
      next.at = found < 0 ? this.#buffer.length : found;
    }
    return next.at;
  }

  #parseDelimited(start: number, isEnd: boolean): { text: string; next: number } | undefined {
    const { columnDelimiter: delimiter, columnSeparator, rowSeparator } = this.#format;
    let from = start + delimiter.length;
    for (;;) {
      const close = this.#buffer.indexOf(delimiter, from);
      if (close < 0) {
        if (isEnd) throw new CsvSyntaxError('CSV Parser found at EOF a not closed string');
        return undefined;
      }
      const next = close + delimiter.length;
      if (
        !isEnd &&
        next + Math.max(delimiter.length, columnSeparator.length, rowSeparator.length) > this.#buffer.length
      ) {
        if (!this.#endsField(next)) return undefined;
      }
      if (this.#buffer.startsWith(delimiter, next)) {
        from = next + delimiter.length;
        continue;
      }
      if (next < this.#buffer.length && !this.#endsField(next)) {
        throw new CsvSyntaxError('CSV Parser found a character behind a closed string');
      }
      const text = this.#buffer.slice(start + delimiter.length, close);
      return { text: text.replaceAll(delimiter + delimiter, delimiter), next };
    }
  }

  #endsField(position: number): boolean {
    const { columnSeparator, rowSeparator } = this.#format;
    return this.#buffer.startsWith(columnSeparator, position) || this.#buffer.startsWith(rowSeparator, position);
  }
}
