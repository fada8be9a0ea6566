import { describe, expect, it } from 'vitest';
import { runBody } from './udf-call.js';
describe('x', () => {
  it('runs', async () => {
    expect(await runBody('def run(ctx):\n  while True:\n    ctx.emit(ctx.a * 2)\n    if not ctx.next(): break\n', {groups: [[[1n],[2n]],[[3n]]]})).toEqual([[[2n],[4n]],[[6n]]]);
  });
});
