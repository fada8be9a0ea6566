import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ExasolError } from '../types/exasol-error.js';
import { encodeFrame, type HostFrame, hostFrameSchema, readFrames } from './frames.js';

const HOST = fileURLToPath(new URL('host.py', import.meta.url));

const running = new Set<ChildProcess>();
// A UDF in an endless loop would outlive a sandbox that just exits.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface PythonVmOptions {
  readonly executable: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** The first frame: what the script is. */
  readonly start: unknown;
  /** Called for one frame after the other; no frame is read while it works. Answers what is to be sent back, if anything. */
  readonly onFrame: (frame: HostFrame) => Promise<unknown>;
  readonly onPrint: ((line: string) => void) | undefined;
  /** Row frames sent before the first is taken: enough that neither side waits for the other, few enough to stay small. */
  readonly framesAhead: number;
}

/** One Python process that runs one script. */
export class PythonVm {
  /** Settles when the process has ended: rejects where it failed, crashed or was stopped before it was done. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #framesAhead: number;
  #credit: number;
  #wake: () => void = () => undefined;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(options: PythonVmOptions) {
    const { executable, home, env, onPrint } = options;
    const child = spawn(executable, [HOST], {
      cwd: home,
      env: { ...env },
      stdio: ['pipe', 'pipe', onPrint ? 'pipe' : 'ignore'],
    });
    this.#child = child;
    this.#framesAhead = options.framesAhead;
    this.#credit = options.framesAhead;
    running.add(child);
    if (child.stdin === null || child.stdout === null) throw new Error('a Python process without pipes');
    this.#input = child.stdin;
    // A write to a process that has died fails here; `ended` says why it died.
    this.#input.on('error', () => undefined);
    if (child.stderr !== null && onPrint) createInterface({ input: child.stderr }).on('line', onPrint);
    const exited = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
    child.once('error', (error) =>
      this.#fail(new ExasolError('22002', `VM error: cannot start Python: ${error.message}`)),
    );
    this.ended = this.#serve(child.stdout, options.onFrame).finally(() => {
      child.kill('SIGKILL');
      return exited.then(() => void running.delete(child));
    });
    // Whoever waits for `ended` sees the failure; until then it must not count as unhandled.
    this.ended.catch(() => undefined);
    this.#input.write(encodeFrame(options.start));
  }

  /** Row frames that the process has been sent and not yet worked off. */
  get pending(): number {
    return this.#framesAhead - this.#credit;
  }

  /** Sends rows as soon as the process has taken earlier ones. Rejects where the process fails before. */
  async sendRows(frame: unknown): Promise<void> {
    while (this.#credit === 0 && !this.#isOver) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#isOver) return await this.ended;
    this.#credit -= 1;
    this.#input.write(encodeFrame(frame));
  }

  /** Says that no more rows come. */
  finish(): void {
    this.#input.write(encodeFrame({ type: 'end' }));
  }

  /** Kills the process; `ended` rejects with the error unless it was over. */
  stop(error: unknown): void {
    this.#fail(error);
    this.#child.kill('SIGKILL');
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async #serve(output: Readable, onFrame: (frame: HostFrame) => Promise<unknown>): Promise<void> {
    let isDone = false;
    try {
      for await (const data of readFrames(output)) {
        const frame = hostFrameSchema.parse(data);
        if (frame.type === 'failed') this.#fail(new ExasolError('22002', `VM error: ${frame.message}`));
        if (frame.type === 'taken') {
          this.#credit += 1;
          this.#wake();
        }
        isDone = frame.type === 'done' || frame.type === 'called';
        const answer = await onFrame(frame);
        if (answer !== undefined) this.#input.write(encodeFrame(answer));
        if (isDone || this.#failure !== undefined) break;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isOver = true;
      this.#wake();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    if (!isDone) throw new ExasolError('22002', 'Internal error: VM crashed');
  }
}
