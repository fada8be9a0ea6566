import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { makeAbortError } from './abort-error.js';

/** Handles a request of a script, which waits for the response. An exception ends the script. */
export type RequestHandler = (request: unknown) => Promise<unknown>;

interface LuaWorker {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** 1 when the response to the last request is in the port. */
  readonly responded: Int32Array;
  runs: number;
}

type Reply = { readonly outcome: string } | { readonly crash: string };

/** Number of idle workers to keep: starting one takes about 80 ms. */
const MAX_IDLE = 2;
/** Number of scripts after which a worker is replaced, because WebAssembly memory never shrinks. */
const MAX_RUNS = 500;

const idle: LuaWorker[] = [];

function startWorker(): LuaWorker {
  const { port1, port2 } = new MessageChannel();
  const responded = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./host.mjs', import.meta.url), {
    workerData: { port: port2, responded },
    transferList: [port2],
    execArgv: [],
  });
  worker.on('error', () => discard(worker));
  return { worker, port: port1, responded, runs: 0 };
}

function discard(worker: Worker): void {
  const index = idle.findIndex((candidate) => candidate.worker === worker);
  if (index >= 0) idle.splice(index, 1);
}

function release(lua: LuaWorker): void {
  lua.runs += 1;
  if (idle.length >= MAX_IDLE || lua.runs >= MAX_RUNS) {
    void lua.worker.terminate();
    return;
  }
  lua.port.unref();
  lua.worker.unref();
  idle.push(lua);
}

/**
 * Runs one script in a worker thread. When the signal aborts, the worker is terminated, so an endless loop in Lua is harmless.
 *
 * @returns the outcome as JSON, see prelude/environment.lua
 */
export async function runInWorker(
  run: unknown,
  handle: RequestHandler,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (signal?.aborted) throw makeAbortError(signal);
  const lua = idle.pop() ?? startWorker();
  lua.worker.ref();
  lua.port.ref();
  let lastRequest: Promise<unknown> = Promise.resolve();
  const handleAndRemember: RequestHandler = (request) => {
    lastRequest = handle(request);
    return lastRequest;
  };
  try {
    const outcome = await exchange(lua, run, handleAndRemember, signal);
    release(lua);
    return outcome;
  } catch (error) {
    void lua.worker.terminate();
    // The last request may still be running in the session. Wait for it, so that the caller can safely end the transaction or the session.
    await lastRequest.catch(() => undefined);
    throw error;
  }
}

function exchange(
  lua: LuaWorker,
  run: unknown,
  handle: RequestHandler,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { worker, port, responded } = lua;
  return new Promise<string>((resolve, reject) => {
    const onAbort = () => signal && settle(() => reject(makeAbortError(signal)));
    const onReply = (reply: Reply) =>
      settle(() => ('outcome' in reply ? resolve(reply.outcome) : reject(new Error(`Lua crashed: ${reply.crash}`))));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error('The Lua worker ended before the script.')));
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', onAbort);
      worker.off('message', onReply).off('error', onError).off('exit', onExit);
      // A stopped script may have sent another request. It must not run at the same time as the next statement of the session.
      port.removeAllListeners('message');
      finish();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', onReply).on('error', onError).on('exit', onExit);
    port.on('message', (request: unknown) => {
      handle(request).then((data) => {
        port.postMessage(data);
        Atomics.store(responded, 0, 1);
        Atomics.notify(responded, 0);
      }, onError);
    });
    worker.postMessage(run);
  });
}

/** Terminates the idle workers, to free their memory. They do not keep the process alive. */
export async function stopLuaWorkers(): Promise<void> {
  await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
}
