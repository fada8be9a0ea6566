/**
 * An optional process that forks UDFs, so that not every call starts an interpreter (see fork_server.py). It saves a test suite most
 * of the CPU time of its UDF calls.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ForkServerAddress } from '../types/fork-server-address.js';
import { encodeFrame } from './frames.js';
import { makeBaseEnvironment } from './interpreter.js';
import { killAtExit, type UdfProcess, type UdfProcessStart } from './udf-process.js';

const SERVER = fileURLToPath(new URL('fork_server.py', import.meta.url));
/** The services that the sandbox simulates. */
const SERVICES = ['sagemaker', 'sagemaker-runtime', 's3', 'sts'];

export interface ForkServer extends ForkServerAddress {
  /** Kills the server and all its UDFs. */
  stop(): Promise<void>;
}

/**
 * Starts a fork server. Any number of sandboxes can use it, also in other Node processes. It ends with this process.
 *
 * @param python path of an interpreter, or its name on the PATH
 * @throws Error if the interpreter does not start
 */
export async function startForkServer(python: string): Promise<ForkServer> {
  const folder = mkdtempSync(join(tmpdir(), 'udf-fork-'));
  const socketPath = join(folder, 'socket');
  const server = spawn(python, [SERVER, socketPath, ...SERVICES], {
    env: makeBaseEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'close').finally(() => rmSync(folder, { recursive: true, force: true }));
  const started = once(createInterface({ input: server.stdout }), 'line');
  const [executable] = await Promise.race([
    started,
    exited.then(() => Promise.reject(new Error(`The fork server of '${python}' ended before it listened.`))),
  ]);
  return {
    executable: String(executable),
    socketPath,
    stop: async () => {
      server.stdin.end();
      await exited;
    },
  };
}

let outputFileCount = 0;

/** Starts a UDF process with the fork server. The caller checks that the server has the right interpreter. */
export function forkUdfProcess({ socketPath }: ForkServerAddress, { home, env, onPrint }: UdfProcessStart): UdfProcess {
  const socket = connect(socketPath);
  socket.on('error', () => undefined);
  outputFileCount += 1;
  const outputPath = onPrint ? join(home, `.output-${outputFileCount}`) : '/dev/null';
  socket.write(encodeFrame({ env, outputPath }));
  let pid: number | undefined;
  let isKilled = false;
  const kill = () => {
    isKilled = true;
    // As long as the socket is open, the process lives, so its ID cannot belong to another one.
    if (pid !== undefined && !socket.readableEnded) killProcess(pid);
  };
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return killAtExit({
    input: socket,
    output: readOutput(socket, (found) => {
      pid = found;
      if (isKilled) kill();
    }),
    ended: closed.then(async () => {
      if (onPrint) await readLines(outputPath, onPrint);
    }),
    kill,
  });
}

/** Yields the output of host.py, which follows the process ID in the first four bytes. */
async function* readOutput(socket: Socket, onPid: (pid: number) => void): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      if (head === undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < 4) continue;
      onPid(head.readUInt32BE());
      yield head.subarray(4);
      head = undefined;
    }
  } catch (error) {
    // The process died before it read all frames. The reader treats that as the end of the output.
    if (!isDisconnect(error)) throw error;
  }
}

function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has just ended.
  }
}

async function readLines(path: string, onLine: (line: string) => void): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  for (const line of text.split('\n').slice(0, -1)) onLine(line);
}
