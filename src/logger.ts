import { cutQuotedValues } from './errors/cut-values.js';

/** Where to tell people what happens meanwhile. The result of a command never goes here. */
export interface Logger {
  /** Something that the reader should act on. */
  warn(text: string): void;
  /** What happens; silent with --quiet. */
  info(text: string): void;
  /** More of it, with --verbose. */
  detail(text: string): void;
  /** Statements and their times, with --debug. Never a secret. */
  debug(text: string): void;
}

/** How much to say, from least to most. */
export type LogLevel = 'quiet' | 'normal' | 'verbose' | 'debug';

const levels: readonly LogLevel[] = ['quiet', 'normal', 'verbose', 'debug'];

/** Makes a logger that writes lines to `stream`, stderr in practice. */
export function makeLogger(stream: { write(text: string): unknown }, level: LogLevel): Logger {
  const writeFrom = (least: LogLevel, prefix: string) => (text: string) => {
    if (levels.indexOf(level) >= levels.indexOf(least)) {
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

/** A logger for callers that listen to nothing. */
export const silentLogger: Logger = { warn() {}, info() {}, detail() {}, debug() {} };
