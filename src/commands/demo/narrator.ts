import type { StatementResult } from '../../exasol/session.js';
import type { CommandIo, TextStream } from '../../terminal/io.js';
import { formatTable } from '../../terminal/table.js';
import { formatRate } from '../../text/format-values.js';
import { maskSecrets, type TourStep } from './tour.js';

/** Longer cells are truncated in tables. */
const maxCellWidth = 60;
/** Significant digits of a fraction. */
const shownDigits = 6;
/** The time of fewer rows says nothing about the rate. */
const minTimedRows = 10_000;

/** Prints what the demo does: to stdout, or with --json to stderr. */
export class Narrator {
  readonly #stream: TextStream | undefined;
  /** True on a terminal, where the progress line is redrawn in place. */
  readonly canRedraw: boolean;
  /** The progress shown last. */
  #progress = '';

  constructor(io: CommandIo, isQuiet: boolean) {
    const stream = io.json ? io.stderr : io.stdout;
    this.#stream = isQuiet ? undefined : stream;
    this.canRedraw = 'isTTY' in stream && stream.isTTY === true;
  }

  print(text: string): void {
    this.#endProgress();
    this.#stream?.write(`${text}\n`);
  }

  printTitle(text: string): void {
    this.print(`\n-- ${text}`);
  }

  printStatement(step: TourStep): void {
    this.printTitle(step.title);
    this.print(`${maskSecrets(step)};`);
  }

  /** @param seconds how long the statement took */
  printResult(step: TourStep, result: StatementResult, seconds = 0): void {
    const rows = result.rows.map((row) => row.map(formatCell));
    if (step.show === 'rowCount') {
      const { rowCount } = result;
      const duration = rowCount < minTimedRows ? '' : ` in ${formatRate(rowCount, seconds)}`;
      this.print(`   ${rowCount} rows${duration}`);
    }
    if (step.show === 'table') this.#printTable(step, result.columns, rows);
    if (step.show === 'record') {
      for (const row of rows)
        this.print(indent(formatTable(result.columns.map((name, index) => [name, row[index] ?? '']))));
    }
  }

  #printTable(step: TourStep, columns: readonly string[], rows: readonly (readonly string[])[]): void {
    const { columns: selected = columns, hiddenColumns: hidden = [], maxRows = rows.length } = step;
    const shown = columns.map((name) => selected.includes(name) && !hidden.includes(name));
    const pick = (row: readonly string[]): string[] => row.filter((_cell, index) => shown[index]).map(truncate);
    this.print(indent(formatTable([pick(columns), ...rows.slice(0, maxRows).map(pick)])));
    const rest = [
      ...(rows.length > maxRows ? [`${rows.length - maxRows} more rows`] : []),
      ...(shown.includes(false) ? [`not shown: ${columns.filter((_name, index) => !shown[index]).join(', ')}`] : []),
    ];
    if (rest.length > 0) this.print(`   (${rest.join('; ')})`);
  }

  /** Redraws the progress line on a terminal; otherwise prints every new text as a line. */
  showProgress(text: string): void {
    if (!this.canRedraw) {
      if (text !== this.#progress) this.#stream?.write(`   ${text}\n`);
      this.#progress = text;
      return;
    }
    this.#stream?.write(`\r\u001b[K   ${text}`);
    this.#progress = text;
  }

  #endProgress(): void {
    if (this.canRedraw && this.#progress !== '') this.#stream?.write('\n');
    this.#progress = '';
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
