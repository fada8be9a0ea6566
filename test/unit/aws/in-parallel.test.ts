import { expect, test } from 'vitest';
import { mapInParallel } from '../../../src/aws/in-parallel.js';

test('results are in the order of the items, and eight at most are under way', async () => {
  let underWay = 0;
  let most = 0;
  const items = Array.from({ length: 30 }, (_none, index) => index);
  const results = await mapInParallel(items, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn <= 30 - item; turn += 1) await Promise.resolve();
    underWay -= 1;
    return item * 2;
  });
  expect(results).toEqual(items.map((item) => item * 2));
  expect(most).toBe(8);
  expect(await mapInParallel([], async () => 1)).toEqual([]);
});

test('what one of them throws is thrown', async () => {
  const failing = mapInParallel([1, 2, 3], async (item) => {
    if (item === 2) throw new Error('no');
    return item;
  });
  await expect(failing).rejects.toThrow('no');
});
