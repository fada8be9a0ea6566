import { describe, expect, it } from 'vitest';
import { Teardown } from '../../../src/sandbox/teardown.js';

describe('Teardown', () => {
  it('stops parts in reverse order of their start, once', async () => {
    const stopped: string[] = [];
    const teardown = new Teardown();
    for (const name of ['first', 'second']) {
      await teardown.register(Promise.resolve(name), async (part) => {
        stopped.push(part);
      });
    }
    await Promise.all([teardown.run(), teardown.run()]);
    expect(stopped).toEqual(['second', 'first']);
  });

  it('waits for a part that is still starting, and skips one that failed to start', async () => {
    const stopped: string[] = [];
    const teardown = new Teardown();
    let finishStart = (_part: string) => {};
    const starting = new Promise<string>((resolve) => {
      finishStart = resolve;
    });
    void teardown.register(starting, async (part) => {
      stopped.push(part);
    });
    const failing = teardown.register(Promise.reject(new Error('port taken')), async () => {
      stopped.push('never');
    });
    await expect(failing).rejects.toThrow('port taken');
    const ended = teardown.run();
    finishStart('slow');
    await ended;
    expect(stopped).toEqual(['slow']);
  });

  it('stops the others if one cannot be stopped, and reports the failure', async () => {
    const stopped: string[] = [];
    const teardown = new Teardown();
    await teardown.register(Promise.resolve(), async () => {
      stopped.push('first');
    });
    await teardown.register(Promise.resolve(), () => Promise.reject(new Error('stuck')));
    await expect(teardown.run()).rejects.toThrow(/stuck/);
    expect(stopped).toEqual(['first']);
  });
});
