import { inspect } from 'node:util';

type Colour = 'green' | 'yellow' | 'red';

/** The words that get a colour, as checks, AWS and the deployment say them. All else stays as it is. */
const colours: Readonly<Record<string, Colour>> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  Completed: 'green',
  Stopping: 'yellow',
  Stopped: 'yellow',
  Failed: 'red',
  InService: 'green',
  OutOfService: 'red',
};

/** Gives a status word its colour; blanks around it do not matter. */
export type PaintStatus = (word: string) => string;

/** What the choice depends on. */
export interface PaintWish {
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False with --no-color. */
  readonly flag: boolean | undefined;
}

/**
 * Chooses whether stdout gets colours. --no-color says no; then FORCE_COLOR says yes (or no, where it is 0 or false); then NO_COLOR says
 * no; else a terminal gets them, unless it is a dumb one. Node's own rules (tty.WriteStream.getColorDepth) have the same order.
 */
export function choosePaint({ isTerminal, env, flag }: PaintWish): PaintStatus {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  const wantsColour =
    forced === undefined
      ? (refused ?? '') === '' && isTerminal && terminal !== 'dumb'
      : forced !== '0' && forced !== 'false';
  return wantsColour && flag !== false ? paintStatus : (word) => word;
}

/** `util.styleText` does the same with the same table, but not before Node 20.12. */
function paintStatus(word: string): string {
  const colour = colours[word.trim()];
  const [on, off] = colour === undefined ? [] : (inspect.colors[colour] ?? []);
  return on === undefined ? word : `\u001b[${on}m${word}\u001b[${off}m`;
}

/** Lines that begin with a state, such as those of `sme doctor`; lines that go on with the one above are indented. */
export function paintStates(lines: string, paint: PaintStatus): string {
  return lines.replaceAll(/^\w+/gm, paint);
}
