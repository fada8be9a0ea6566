import { MessageChannel, Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { receiveResponse } from '../../../src/sandbox/lua/receive-response.mjs';

test('a notification that comes late does not end the wait for the next response', () => {
  const { port1, port2 } = new MessageChannel();
  const responded = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { workerData: { port, responded } } = require('node:worker_threads');
    const pause = new Int32Array(new SharedArrayBuffer(4));
    let woken = 0;
    while (woken < 3) {
      woken += Atomics.notify(responded, 0);
      Atomics.wait(pause, 0, 0, 1);
    }
    port.postMessage('response');
    Atomics.store(responded, 0, 1);
    Atomics.notify(responded, 0);`,
    { eval: true, workerData: { port: port2, responded }, transferList: [port2], execArgv: [] },
  );
  onTestFinished(async () => {
    port1.close();
    await worker.terminate();
  });
  expect(receiveResponse(port1, responded)).toBe('response');
}, 30_000);
