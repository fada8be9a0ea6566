import { expect, test } from 'vitest';
import { RowDistribution } from '../../../../src/sandbox/sql/statements/export/distribute-rows.js';

/** Files in memory. @param gate what each write of a file waits for */
function makeFiles(count: number, gate: (file: number) => Promise<void> = async () => undefined) {
  const texts = Array.from({ length: count }, () => '');
  const closed: number[] = [];
  const sinks = texts.map((_, file) => ({
    write: async (chunk: Buffer) => {
      await gate(file);
      texts[file] += chunk.toString();
    },
    close: async () => void closed.push(file),
    abort: async () => undefined,
  }));
  return { texts, closed, sinks };
}

function makeGate() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

test.each([
  ['header', ['H\n1\n2\n', 'H\n', 'H\n']],
  ['empty', ['H\n1\n2\n', '', '']],
] as const)('a file without rows with empty-export-file=%s', async (behaviour, expected) => {
  const { texts, closed, sinks } = makeFiles(3);
  const distribution = new RowDistribution(sinks, 'H\n', 'utf8', behaviour);
  await distribution.add(['1\n', '2\n']);
  await distribution.close();
  expect(texts).toEqual(expected);
  expect(closed.sort()).toEqual([0, 1, 2]);
});

/** More than both buffers of a file. */
const lines = Array.from({ length: 8_000 }, (_, row) => `${row}${'x'.repeat(200)}\n`);

test('while one file is not read, its rows go to the others, which are completed', async () => {
  const { promise, resolve } = makeGate();
  const { texts, closed, sinks } = makeFiles(3, (file) => (file === 1 ? promise : Promise.resolve()));
  const distribution = new RowDistribution(sinks, 'H\n', 'utf8');
  await distribution.add(lines);
  const closing = distribution.close();
  await expect.poll(() => closed.toSorted()).toEqual([0, 2]);
  expect(texts[1]).toBe('');
  resolve();
  await closing;
  expect(closed).toContain(1);
  const written = texts.flatMap((text) => text.split('\n').filter((line) => line !== 'H' && line !== ''));
  expect(written.toSorted()).toEqual(lines.map((line) => line.trimEnd()).toSorted());
  expect(texts.every((text) => text.startsWith('H\n'))).toBe(true);
});

test('waits if no file is read, and holds no more than two chunks of a file', async () => {
  const { promise, resolve } = makeGate();
  const { sinks } = makeFiles(2, () => promise);
  const distribution = new RowDistribution(sinks, '', 'utf8');
  const adding = distribution.add(lines);
  await new Promise((done) => setImmediate(done));
  expect(distribution.rows * 204).toBeLessThan(2 * 2 * 256 * 1024 + 10_000);
  expect(distribution.rows).toBeGreaterThan(4_000);
  resolve();
  await adding;
  await distribution.close();
  expect(distribution.rows).toBe(lines.length);
});

test('a failed write fails the export', async () => {
  const { sinks } = makeFiles(2, async (file) => {
    if (file === 0) throw new Error('refused');
  });
  const distribution = new RowDistribution(sinks, '', 'utf8');
  await expect(distribution.add(lines).then(() => distribution.close())).rejects.toThrow('refused');
});
