import type { StatementResult } from '../../exasol/session.js';
import type { CommandIo, TextStream } from '../../terminal/io.js';
import { formatTable } from '../../terminal/table.js';
import { maskSecrets, type TourStep } from './tour.js';

/** Longer cells are truncated in tables. */
const maxCellWidth = 60;
/** Significant digits of a fraction. */
const shownDigits = 6;

/** Prints what the demo does: to stdout, or with --json to stderr. */
export class Narrator {
  readonly #stream: TextStream | undefined;
  /** True on a terminal, where the progress line is redrawn in place. */
  readonly rewrites: boolean;
  #openLine = '';

  constructor(io: CommandIo, isQuiet: boolean) {
    const stream = io.json ? io.stderr : io.stdout;
    this.#stream = isQuiet ? undefined : stream;
    this.rewrites = 'isTTY' in stream && stream.isTTY === true;
  }

  say(text: string): void {
    this.#finishLine();
    this.#stream?.write(`${text}\n`);
  }

  title(text: string): void {
    this.say(`\n-- ${text}`);
  }

  statement(step: TourStep): void {
    this.title(step.title);
    this.say(`${maskSecrets(step)};`);
  }

  result(step: TourStep, result: StatementResult): void {
    const rows = result.rows.map((row) => row.map(formatCell));
    if (step.show === 'rowCount') this.say(`   ${result.rowCount} rows`);
    if (step.show === 'table') this.#table(step, result.columns, rows);
    if (step.show === 'record') {
      for (const row of rows)
        this.say(indent(formatTable(result.columns.map((name, index) => [name, row[index] ?? '']))));
    }
  }

  #table(step: TourStep, columns: readonly string[], rows: readonly (readonly string[])[]): void {
    const { columns: wanted = columns, hiddenColumns: hidden = [], maxRows = rows.length } = step;
    const shown = columns.map((name) => wanted.includes(name) && !hidden.includes(name));
    const pick = (row: readonly string[]): string[] => row.filter((_cell, index) => shown[index]).map(truncate);
    this.say(indent(formatTable([pick(columns), ...rows.slice(0, maxRows).map(pick)])));
    const rest = [
      ...(rows.length > maxRows ? [`${rows.length - maxRows} more rows`] : []),
      ...(shown.includes(false) ? [`not shown: ${columns.filter((_name, index) => !shown[index]).join(', ')}`] : []),
    ];
    if (rest.length > 0) this.say(`   (${rest.join('; ')})`);
  }

  /** Redraws the progress line on a terminal; otherwise prints every new text as a line. */
  progress(text: string): void {
    if (!this.rewrites) {
      if (text !== this.#openLine) this.#stream?.write(`   ${text}\n`);
      this.#openLine = text;
      return;
    }
    this.#stream?.write(`\r\u001b[K   ${text}`);
    this.#openLine = text;
  }

  #finishLine(): void {
    if (this.rewrites && this.#openLine !== '') this.#stream?.write('\n');
    this.#openLine = '';
  }
}

/** Rounds fractions to the shown digits, but never the integer part. */
function formatCell(cell: StatementResult['rows'][number][number]): string {
  if (cell === null) return 'NULL';
  if (typeof cell !== 'number' || Number.isInteger(cell) || String(cell).length <= shownDigits + 2) return String(cell);
  return String(Number(Math.abs(cell) < 1000 ? cell.toPrecision(shownDigits) : cell.toFixed(2)));
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '   ');
}

function truncate(cell: string): string {
  return cell.length > maxCellWidth ? `${cell.slice(0, maxCellWidth - 1)}…` : cell;
}
