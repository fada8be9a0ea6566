import { Readable } from 'node:stream';
import { makeRandom } from '../../../../src/sandbox/automl/random.js';
import type { TrainingFile, TrainingRequest } from '../../../../src/sandbox/automl/types.js';

/** Makes CSV texts the files of a training channel. */
export async function* toFiles(...texts: string[]): AsyncGenerator<TrainingFile> {
  for (const [index, text] of texts.entries()) yield { name: `part-${index}.csv`, content: Readable.from(split(text)) };
}

function* split(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

export function makeRequest(
  files: AsyncIterable<TrainingFile>,
  changes: Partial<TrainingRequest> = {},
): TrainingRequest {
  return {
    files,
    target: 'Y',
    mode: 'ENSEMBLING',
    maxCandidates: 3,
    validationFraction: 0.2,
    seed: 'test',
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...changes,
  };
}

/**
 * Y is a function of X1, X2 and COLOR; NOISE and DAY have no influence; some cells are missing.
 */
export function makeCsv(rows: number, label: (x1: number, x2: number, color: string) => string, seed = 'data'): string {
  const random = makeRandom(seed);
  const lines = ['X1,X2,NOISE,COLOR,DAY,Y'];
  for (let row = 0; row < rows; row += 1) {
    const [x1, x2] = [random.next() * 10 - 5, random.next() * 10 - 5];
    const color = ['red', 'green', 'blue'][random.integer(3)] ?? '';
    const noise = random.next() < 0.05 ? '' : random.next().toFixed(4);
    const day = `2024-0${1 + random.integer(9)}-1${random.integer(9)}`;
    lines.push(`${x1.toFixed(4)},${x2.toFixed(4)},${noise},${color},${day},${label(x1, x2, color)}`);
  }
  return `${lines.join('\n')}\n`;
}
