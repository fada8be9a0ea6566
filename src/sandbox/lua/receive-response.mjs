import { receiveMessageOnPort } from 'node:worker_threads';

/**
 * Blocks until the response has arrived. The main thread sets `responded` to 1 after it has posted a response, and only then notifies: a
 * notification may come so late that it wakes the wait for the next response, so only the value counts.
 */
export function receiveResponse(port, responded) {
  while (Atomics.load(responded, 0) === 0) Atomics.wait(responded, 0, 0);
  return receiveMessageOnPort(port).message;
}
