import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ForkServer, startForkServer } from '../../../../src/sandbox/udf/fork-server.js';
import { type BodyOptions, readTexts, runBody } from './udf-call.js';

let forkServer: ForkServer;

beforeAll(async () => {
  forkServer = await startForkServer(process.env['SANDBOX_PYTHON'] ?? 'python3');
});

afterAll(() => forkServer.stop());

/** The value of a Python expression in a UDF, as text. */
async function evaluate(expression: string, options: BodyOptions = {}): Promise<unknown> {
  const body = `import os, sys\ndef run(ctx): ctx.emit(str(${expression}))`;
  const [text] = await readTexts(body, { forkServer, ...options });
  return text;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('forks from a process that has imported boto3', async () => {
  expect(await evaluate('"boto3" in sys.modules')).toBe('True');
});

it('gives each process its own environment and folder', async () => {
  const env = { COLOR: 'red' };
  const expression = '[os.environ["COLOR"], os.getcwd() == os.environ["HOME"] == os.environ["TMPDIR"]]';
  expect(await evaluate(expression, { env })).toBe("['red', True]");
  expect(await evaluate('"COLOR" in os.environ')).toBe('False');
});

it('forwards what the UDF prints', async () => {
  const printed: string[] = [];
  const body = 'import os\ndef run(ctx):\n  print("one")\n  os.system("echo two")\n  ctx.emit(1)';
  await runBody(body, { forkServer, onPrint: (line) => printed.push(line) });
  expect(printed.toSorted()).toEqual(['one', 'two']);
});

it('reports a UDF that fails or crashes', async () => {
  await expect(runBody('def run(ctx): 1/0', { forkServer })).rejects.toThrow('ZeroDivisionError');
  await expect(runBody('import os\ndef run(ctx): os._exit(3)', { forkServer })).rejects.toThrow('VM crashed');
});

it('reports the failure of a UDF that leaves rows unread', async () => {
  const groups = [Array.from({ length: 50_000 }, () => [1n])];
  await expect(runBody('def run(ctx): 1/0', { forkServer, groups })).rejects.toThrow('ZeroDivisionError');
});

it('kills an endless loop when the call is aborted', async () => {
  const controller = new AbortController();
  let pid = 0;
  const host = {
    findConnection: async (name: string) => {
      pid = Number(name);
      setImmediate(() => controller.abort());
      return { name, address: '', user: undefined, password: undefined };
    },
    importScript: () => Promise.reject(new Error('unexpected import')),
  };
  const body = 'import os\ndef run(ctx):\n  exa.get_connection(os.getpid())\n  while True: pass';
  const running = runBody(body, { forkServer, host, signal: controller.signal });
  await expect(running).rejects.toMatchObject({ sqlCode: 'R0003' });
  await vi.waitUntil(() => !isAlive(pid));
});

it('starts an interpreter for a script with %env, because Python reads PYTHONPATH only when it starts', async () => {
  const body = '%env PYTHONPATH=/somewhere;\nimport sys\ndef run(ctx): ctx.emit(str("/somewhere" in sys.path))';
  expect(await readTexts(body, { forkServer })).toEqual(['True']);
});

it('ends with its UDFs when it is stopped', async () => {
  const other = await startForkServer(process.env['SANDBOX_PYTHON'] ?? 'python3');
  const body = 'import time\ndef run(ctx): time.sleep(60)';
  const running = runBody(body, { forkServer: other });
  running.catch(() => undefined);
  await sleep(1000);
  await other.stop();
  await expect(running).rejects.toThrow('VM crashed');
});
