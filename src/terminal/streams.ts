import type { TextStream } from './io.js';

/** Columns of the terminal behind a stream, or undefined where there is none. */
export function readColumns(stream: TextStream): number | undefined {
  if (!('isTTY' in stream) || stream.isTTY !== true) {
    return undefined;
  }
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : 80;
}

/** Whether a stream is a terminal on which lines can be written over. Some say they are one and cannot (TERM=dumb), some are logs (CI). */
export function canRedraw(stream: TextStream, env: Readonly<Record<string, string | undefined>>): boolean {
  return readColumns(stream) !== undefined && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}

/** Writes, and waits where the reader is slower: what is not read yet would pile up in memory. */
export async function writePatiently(stream: TextStream, text: string): Promise<void> {
  if (stream.write(text) === false && 'once' in stream && typeof stream.once === 'function') {
    await new Promise<void>((resolve) => {
      Reflect.apply(stream.once as (event: string, listener: () => void) => void, stream, ['drain', resolve]);
    });
  }
}
