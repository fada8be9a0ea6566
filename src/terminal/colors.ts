import { inspect } from 'node:util';

type Color = 'green' | 'yellow' | 'red';

/** Status words of checks, AWS and deployments that get a color. Other words stay plain. */
const colors: Readonly<Record<string, Color>> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  warning: 'yellow',
  error: 'red',
  Completed: 'green',
  Stopping: 'yellow',
  Stopped: 'yellow',
  Failed: 'red',
  InService: 'green',
  OutOfService: 'red',
};

/** Colors a status word. Spaces around the word are allowed. */
export type ColorStatus = (word: string) => string;

export interface ColorOptions {
  /** True if stdout is a terminal. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False with --no-color. */
  readonly flag: boolean | undefined;
}

/**
 * Decides whether stdout gets colors. In order of precedence: --no-color, FORCE_COLOR (0 and false turn colors off), NO_COLOR, and
 * whether stdout is a terminal other than TERM=dumb. Node's own rules (tty.WriteStream.getColorDepth) have the same order.
 */
export function chooseColors({ isTerminal, env, flag }: ColorOptions): ColorStatus {
  const { FORCE_COLOR: forced, NO_COLOR: disabled, TERM: terminal } = env;
  const isEnabled =
    forced === undefined
      ? (disabled ?? '') === '' && isTerminal && terminal !== 'dumb'
      : forced !== '0' && forced !== 'false';
  return isEnabled && flag !== false ? addColor : (word) => word;
}

/** Like `util.styleText`, which Node has since 20.12 only. */
function addColor(word: string): string {
  const color = colors[word.trim()];
  const [on, off] = color === undefined ? [] : (inspect.colors[color] ?? []);
  return on === undefined ? word : `\u001b[${on}m${word}\u001b[${off}m`;
}

/** Colors the first word of each line, such as the states of `sme doctor`. Indented lines stay plain. */
export function colorFirstWords(lines: string, colorStatus: ColorStatus): string {
  return lines.replaceAll(/^\w+/gm, colorStatus);
}
