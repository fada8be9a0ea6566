import { cutQuotedValues } from './errors/cut-values.js';

/** Reports progress to the user. The result of a command never goes here. */
export interface Logger {
  /** Something that the user should act on. */
  warn(text: string): void;
  /** Progress; silent with --quiet. */
  info(text: string): void;
  /** More progress, with --verbose. */
  detail(text: string): void;
  /** Statements and their durations, with --debug. Never a secret. */
  debug(text: string): void;
}

/** How much to print, from least to most. */
export type LogLevel = 'quiet' | 'normal' | 'verbose' | 'debug';

const levels: readonly LogLevel[] = ['quiet', 'normal', 'verbose', 'debug'];

/** Creates a logger that writes lines to `stream`, usually stderr. */
export function makeLogger(stream: { write(text: string): unknown }, level: LogLevel): Logger {
  const writeFrom = (minLevel: LogLevel, prefix: string) => (text: string) => {
    if (levels.indexOf(level) >= levels.indexOf(minLevel)) {
      stream.write(`${prefix}${text}\n`);
    }
  };
  const writeWarning = writeFrom('quiet', 'Warning: ');
  return {
    warn: (text) => writeWarning(cutQuotedValues(text)),
    info: writeFrom('normal', ''),
    detail: writeFrom('verbose', ''),
    debug: writeFrom('debug', 'debug: '),
  };
}

/** Shows what a command waits for. Only one thing is shown at a time. */
export interface Progress {
  /** Whether a line is rewritten, so that details that change every second can be shown. */
  readonly isLive: boolean;
  /**
   * Shows what runs now and how long it has been running: `show('Exporting')` → `Exporting … 12 s`.
   * @param startedAt when it started, in milliseconds since 1970; by default now, or when the same text was shown first
   */
  show(text: string, startedAt?: number): void;
  /** Adds something that changes meanwhile: `detail('5 of 33 objects')` → `Deploying … 5 of 33 objects, 3 s`. */
  detail(text: string): void;
  /** Shows nothing any more. */
  end(): void;
}

/** Progress that is not shown. */
export const silentProgress: Progress = { isLive: false, show() {}, detail() {}, end() {} };

/** A logger that prints nothing. */
export const silentLogger: Logger = { warn() {}, info() {}, detail() {}, debug() {} };
