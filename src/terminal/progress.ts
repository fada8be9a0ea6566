import { type LogLevel, type Progress, silentProgress } from '../logger.js';
import { formatSeconds } from '../text/format-values.js';
import type { CommandIo, TextStream } from './io.js';
import { canRedraw, readTerminalWidth } from './streams.js';
import { toSingleLine, truncateText } from './text-width.js';

/** A shorter wait needs no time. */
const minShownMs = 2000;
/** Without a terminal: time between two lines about the same, so that the log of a CI job shows that the command is alive. */
const heartbeatMs = 60_000;
const clearLine = '\r\u001b[K';

/** A line that shows progress, and shares its stream with other output. */
export interface ProgressLine extends Progress {
  /** Removes the line from the terminal, writes, and draws it again. */
  writeAbove(write: () => void): void;
  /** Removes the line until `show` is called again, because the user is asked a question. */
  pause(): void;
}

/** Rewrites the last line of a terminal every second. */
export class LiveProgress implements ProgressLine {
  readonly isLive = true;
  readonly #stream: TextStream;
  #text: string | undefined;
  #detail = '';
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  show(text: string, startedAt?: number): void {
    const isSame = text === this.#text;
    this.#startedAt = startedAt ?? (isSame ? this.#startedAt : Date.now());
    if (!isSame) {
      this.#text = text;
      this.#detail = '';
    }
    this.#timer ??= setInterval(() => this.#draw(), 1000).unref();
    this.#draw();
  }

  detail(text: string): void {
    this.#detail = text;
    this.#draw();
  }

  writeAbove(write: () => void): void {
    if (this.#text !== undefined) {
      this.#stream.write(clearLine);
    }
    write();
    this.#draw();
  }

  pause(): void {
    this.end();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#text !== undefined) {
      this.#text = undefined;
      this.#stream.write(clearLine);
    }
  }

  #draw(): void {
    if (this.#text === undefined) {
      return;
    }
    const parts = [...(this.#detail === '' ? [] : [this.#detail]), ...describeElapsed(this.#startedAt)];
    const line = [`${toSingleLine(this.#text)} …`, toSingleLine(parts.join(', '))].join(' ').trimEnd();
    // The last column stays empty, because some terminals wrap after writing it.
    const columns = (readTerminalWidth(this.#stream) ?? 80) - 1;
    this.#stream.write(`${clearLine}${shorten(line, parts.join(', '), columns)}`);
  }
}

/** Prefers the detail and the time over the end of the text. */
function shorten(line: string, details: string, columns: number): string {
  const text = truncateText(line, columns);
  if (text === line || details === '' || details.length + 10 > columns) {
    return text;
  }
  const end = ` ${toSingleLine(details)}`;
  return `${truncateText(line, columns - end.length)}${end}`;
}

function describeElapsed(startedAt: number): readonly string[] {
  const elapsed = Date.now() - startedAt;
  return elapsed < minShownMs ? [] : [formatSeconds(elapsed / 1000)];
}

/** Prints a line for each change, and once a minute. */
export class ListedProgress implements ProgressLine {
  readonly isLive = false;
  readonly #print: (line: string) => void;
  #text: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param print prints one line */
  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  show(text: string, startedAt = Date.now()): void {
    if (text === this.#text) {
      return;
    }
    this.#text = text;
    this.#print(`${text} …`);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.#print([`${text} …`, ...describeElapsed(startedAt)].join(' '));
    }, heartbeatMs).unref();
  }

  detail(): void {}

  writeAbove(write: () => void): void {
    write();
  }

  pause(): void {}

  end(): void {
    clearInterval(this.#timer);
    this.#text = undefined;
  }
}

/** Shows nothing. */
export const hiddenProgress: ProgressLine = { ...silentProgress, writeAbove: (write) => write(), pause() {} };

/** @param print prints one line */
export function makeProgress(
  { stderr, env }: Pick<CommandIo, 'stderr' | 'env'>,
  level: LogLevel,
  print: (line: string) => void,
): ProgressLine {
  if (level === 'quiet') {
    return hiddenProgress;
  }
  return canRedraw(stderr, env) ? new LiveProgress(stderr) : new ListedProgress(print);
}

/** Like `withProgress`, but shows nothing without a terminal, where the output already says what runs. */
export async function withLiveProgress<Result>(
  io: Pick<CommandIo, 'progress'>,
  text: string,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  return io.progress.isLive ? await withProgress(io, text, work) : await work(silentProgress);
}

/** Shows what the command waits for while `work` runs. */
export async function withProgress<Result>(
  { progress }: Pick<CommandIo, 'progress'>,
  text: string,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  progress.show(text);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
