import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ExasolError } from '../types/exasol-error.js';

const HOST = fileURLToPath(new URL('host.py', import.meta.url));

/** A process that runs host.py, and the pipe to it. */
export interface UdfProcess {
  /** Ignores writes after the process has ended. */
  readonly input: Writable;
  /** Ends with the process. Throws if the process cannot be started. */
  readonly output: AsyncIterable<Buffer>;
  /** Resolves when the process has ended and `onPrint` has been called for all of its output. */
  readonly ended: Promise<void>;
  kill(): void;
}

export interface UdfProcessStart {
  readonly executable: string;
  /** Working directory. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called for each line that the process prints. If it is undefined, the output is discarded. */
  readonly onPrint: ((line: string) => void) | undefined;
}

const running = new Set<UdfProcess>();
// Otherwise, a UDF in an endless loop would outlive a sandbox that exits without closing its sessions.
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** Kills the process if it still runs when Node exits. */
export function killAtExit(child: UdfProcess): UdfProcess {
  running.add(child);
  void child.ended.then(() => running.delete(child));
  return child;
}

/** Starts a new Python interpreter. */
export function spawnUdfProcess({ executable, home, env, onPrint }: UdfProcessStart): UdfProcess {
  const child = spawn(executable, [HOST], {
    cwd: home,
    env: { ...env },
    stdio: ['pipe', 'pipe', onPrint ? 'pipe' : 'ignore'],
  });
  if (child.stdin === null || child.stdout === null) throw new Error('The Python process has no pipes.');
  child.stdin.on('error', () => undefined);
  if (child.stderr !== null && onPrint) createInterface({ input: child.stderr }).on('line', onPrint);
  let startError: Error | undefined;
  child.once('error', (error) => {
    startError = new ExasolError('22002', `VM error: cannot start Python: ${error.message}`);
  });
  const { stdout } = child;
  async function* readOutput(): AsyncGenerator<Buffer> {
    try {
      yield* stdout;
    } catch (error) {
      throw startError ?? error;
    }
    if (startError !== undefined) throw startError;
  }
  return killAtExit({
    input: child.stdin,
    output: readOutput(),
    ended: new Promise((resolve) => child.once('close', () => resolve()).once('error', () => resolve())),
    kill: () => void child.kill('SIGKILL'),
  });
}
