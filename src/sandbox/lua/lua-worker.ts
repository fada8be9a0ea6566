import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { makeAbortError } from './abort-error.js';

/** Answers what a script asks while it waits. What it throws ends the script. */
export type Answer = (request: unknown) => Promise<unknown>;

interface LuaWorker {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** 1 as soon as the answer to the last question lies in the port. */
  readonly answered: Int32Array;
  runs: number;
}

type Reply = { readonly outcome: string } | { readonly crash: string };

/** Idle workers kept, since one takes about 80 ms to start. */
const MAXIMUM_IDLE = 2;
/** WebAssembly memory never shrinks: a worker is replaced after so many scripts. */
const MAXIMUM_RUNS = 500;

const idle: LuaWorker[] = [];

function startWorker(): LuaWorker {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./host.mjs', import.meta.url), {
    workerData: { port: port2, answered },
    transferList: [port2],
    execArgv: [],
  });
  worker.on('error', () => discard(worker));
  return { worker, port: port1, answered, runs: 0 };
}

function discard(worker: Worker): void {
  const index = idle.findIndex((candidate) => candidate.worker === worker);
  if (index >= 0) idle.splice(index, 1);
}

function release(lua: LuaWorker): void {
  lua.runs += 1;
  if (idle.length >= MAXIMUM_IDLE || lua.runs >= MAXIMUM_RUNS) {
    void lua.worker.terminate();
    return;
  }
  lua.port.removeAllListeners('message');
  lua.port.unref();
  lua.worker.unref();
  idle.push(lua);
}

/**
 * Runs one script in a worker thread and answers what prelude/environment.lua says of it.
 * An endless loop in Lua harms nobody: the worker is ended when the signal fires.
 */
export async function runInWorker(run: unknown, answer: Answer, signal: AbortSignal | undefined): Promise<string> {
  if (signal?.aborted) throw makeAbortError(signal);
  const lua = idle.pop() ?? startWorker();
  lua.worker.ref();
  lua.port.ref();
  let asked: Promise<unknown> = Promise.resolve();
  const remember: Answer = (request) => {
    const answering = answer(request);
    asked = answering;
    return answering;
  };
  try {
    const outcome = await exchange(lua, run, remember, signal);
    release(lua);
    return outcome;
  } catch (error) {
    void lua.worker.terminate();
    // What the script asked for last is still at work on its session: nobody may end the transaction, or close the session, beside it.
    await asked.catch(() => undefined);
    throw error;
  }
}

function exchange(lua: LuaWorker, run: unknown, answer: Answer, signal: AbortSignal | undefined): Promise<string> {
  const { worker, port, answered } = lua;
  return new Promise<string>((resolve, reject) => {
    const onAbort = () => signal && settle(() => reject(makeAbortError(signal)));
    const onReply = (reply: Reply) =>
      settle(() => ('outcome' in reply ? resolve(reply.outcome) : reject(new Error(`Lua crashed: ${reply.crash}`))));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error('the Lua worker ended before the script')));
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', onAbort);
      worker.off('message', onReply).off('error', onError).off('exit', onExit);
      finish();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', onReply).on('error', onError).on('exit', onExit);
    port.removeAllListeners('message');
    port.on('message', (request: unknown) => {
      answer(request).then((data) => {
        port.postMessage(data);
        Atomics.store(answered, 0, 1);
        Atomics.notify(answered, 0);
      }, onError);
    });
    worker.postMessage(run);
  });
}

/** Ends the idle workers. They keep no process alive; tests and a stopping server free their memory with it. */
export async function stopLuaWorkers(): Promise<void> {
  await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
}
