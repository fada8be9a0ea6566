import type { TextStream } from './io.js';

/** Returns the width of the terminal behind a stream in columns, or undefined if the stream is not a terminal. */
export function readTerminalWidth(stream: TextStream): number | undefined {
  if (!('isTTY' in stream) || stream.isTTY !== true) {
    return undefined;
  }
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : 80;
}

/** Returns whether lines can be redrawn on a stream: on a terminal, but not with TERM=dumb and not in the log of a CI job. */
export function canRedraw(stream: TextStream, env: Readonly<Record<string, string | undefined>>): boolean {
  return readTerminalWidth(stream) !== undefined && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}

/** Writes text and waits for a slow reader, so that unread text does not pile up in memory. */
export async function writeWithBackpressure(stream: TextStream, text: string): Promise<void> {
  if (stream.write(text) === false && 'once' in stream && typeof stream.once === 'function') {
    await new Promise<void>((resolve) => {
      Reflect.apply(stream.once as (event: string, listener: () => void) => void, stream, ['drain', resolve]);
    });
  }
}
