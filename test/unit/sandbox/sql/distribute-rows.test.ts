import { expect, test } from 'vitest';
import { RowDistribution } from '../../../../src/sandbox/sql/statements/export/distribute-rows.js';

test.each([
  ['header', ['H\n1\n2\n', 'H\n', 'H\n']],
  ['empty', ['H\n1\n2\n', '', '']],
] as const)('a file without rows with empty-export-file=%s', async (behaviour, expected) => {
  const texts = ['', '', ''];
  const sinks = texts.map((_, index) => ({
    file: String(index),
    write: async (chunk: Buffer) => {
      texts[index] += chunk.toString();
    },
    close: async () => undefined,
    abort: async () => undefined,
  }));
  const distribution = new RowDistribution(sinks, 'H\n', 'utf8', behaviour);
  await distribution.add(['1\n', '2\n']);
  await distribution.close();
  expect(texts).toEqual(expected);
});
