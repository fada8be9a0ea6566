import type { MessagePort } from 'node:worker_threads';

export function receiveResponse(port: MessagePort, responded: Int32Array): unknown;
