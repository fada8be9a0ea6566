import { paintStates } from './colors.js';
import type { CommandIo } from './io.js';
import { readColumns } from './streams.js';
import { wrapLine } from './text-width.js';

/**
 * The table of checks as stdout can show it: states in colours and, on a terminal, findings broken between words, below where they begin.
 * What to do about them is left in one piece, for it is copied.
 */
export function showChecks(table: string, { stdout, paint }: Pick<CommandIo, 'stdout' | 'paint'>): string {
  const columns = readColumns(stdout);
  return paintStates(columns === undefined ? table : wrapFindings(table, columns), paint);
}

/** State, title and finding of a line, with the blanks between them. */
const finding = /^(?<head>\w+ +\S.*? {2,})(?<text>\S.*)$/;

function wrapFindings(table: string, columns: number): string {
  let isAdvice = false;
  return table
    .split('\n')
    .flatMap((line) => {
      const groups = finding.exec(line)?.groups;
      isAdvice = groups === undefined && (isAdvice || line.trimStart().startsWith('→'));
      const head = groups?.['head'] ?? '';
      // on a terminal that is too narrow for two columns of text the terminal itself breaks lines
      if (isAdvice || columns < 2 * (head.length || line.length - line.trimStart().length)) {
        return [line];
      }
      const [first = '', ...rest] = wrapLine(`${' '.repeat(head.length)}${groups?.['text'] ?? line}`, columns);
      return [`${head}${first.slice(head.length)}`, ...rest];
    })
    .join('\n');
}
