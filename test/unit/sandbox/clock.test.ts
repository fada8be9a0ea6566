import { expect, test } from 'vitest';
import { realClock, SteppedClock } from '../../../src/sandbox/clock.js';

test('a stepped clock moves only when advanced, and resolves sleeps that have ended', async () => {
  const clock = new SteppedClock(1000);
  const woken: string[] = [];
  const short = clock.sleep(10).then(() => woken.push('short'));
  const long = clock.sleep(20).then(() => woken.push('long'));
  expect(clock.now()).toBe(1000);
  clock.advance(10);
  await short;
  expect([clock.now(), woken]).toEqual([1010, ['short']]);
  clock.advance(10);
  await long;
  expect(woken).toEqual(['short', 'long']);
});

test.each([
  ['stepped', new SteppedClock()],
  ['real', realClock],
])('a sleep on the %s clock rejects when it is aborted', async (_, clock) => {
  const controller = new AbortController();
  const sleep = clock.sleep(1_000_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleep).rejects.toThrow('enough');
  await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
});
