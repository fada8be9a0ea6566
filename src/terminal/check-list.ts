import { colorFirstWords } from './colors.js';
import type { CommandIo } from './io.js';
import { readTerminalWidth } from './streams.js';
import { wrapLine } from './text-width.js';

/**
 * Formats a list of checks for stdout: states in color and, on a terminal, findings wrapped between words and indented. Fixes are not
 * wrapped, because users copy them.
 */
export function formatCheckList(
  checks: string,
  { stdout, colorStatus }: Pick<CommandIo, 'stdout' | 'colorStatus'>,
): string {
  const width = readTerminalWidth(stdout);
  return colorFirstWords(width === undefined ? checks : wrapFindings(checks, width), colorStatus);
}

/** State, title and finding of a line, with the spaces between them. */
const findingPattern = /^(?<head>\w+ +\S.*? {2,})(?<text>\S.*)$/;

function wrapFindings(checks: string, width: number): string {
  let isFix = false;
  return checks
    .split('\n')
    .flatMap((line) => {
      const groups = findingPattern.exec(line)?.groups;
      isFix = groups === undefined && (isFix || line.trimStart().startsWith('→'));
      const head = groups?.['head'] ?? '';
      // a terminal that is too narrow for two columns of text breaks the lines itself
      if (isFix || width < 2 * (head.length || line.length - line.trimStart().length)) {
        return [line];
      }
      const [first = '', ...rest] = wrapLine(`${' '.repeat(head.length)}${groups?.['text'] ?? line}`, width);
      return [`${head}${first.slice(head.length)}`, ...rest];
    })
    .join('\n');
}
