import { ExasolError } from '../types/exasol-error.js';
import { encodeFrame, type HostFrame, hostFrameSchema, readFrames } from './frames.js';
import type { UdfProcess } from './udf-process.js';

export interface PythonVmOptions {
  readonly process: UdfProcess;
  /** The first frame, which describes the script. */
  readonly start: unknown;
  /** Called for each frame, one at a time. Resolves to the frame to send back, or to `undefined`. */
  readonly onFrame: (frame: HostFrame) => Promise<unknown>;
  /** Row frames that may be sent before the process consumes the first: enough to keep both sides busy, few enough to save memory. */
  readonly maxPendingFrames: number;
}

/** One Python process that runs one script. */
export class PythonVm {
  /** Settles when the process has ended. Rejects if it failed, crashed or was stopped before it was done. */
  readonly ended: Promise<void>;
  readonly #process: UdfProcess;
  readonly #maxPendingFrames: number;
  #credit: number;
  #wake: () => void = () => undefined;
  #failure: { readonly error: unknown } | undefined;
  #isEnded = false;

  constructor(options: PythonVmOptions) {
    const { process } = options;
    this.#process = process;
    this.#maxPendingFrames = options.maxPendingFrames;
    this.#credit = options.maxPendingFrames;
    this.ended = this.#serve(options.onFrame).finally(() => {
      process.kill();
      return process.ended;
    });
    // The caller awaits `ended` later. Until then, a failure must not be an unhandled rejection.
    this.ended.catch(() => undefined);
    this.#process.input.write(encodeFrame(options.start));
  }

  /** Row frames that were sent and that the process has not consumed yet. */
  get pending(): number {
    return this.#maxPendingFrames - this.#credit;
  }

  /** Sends rows as soon as fewer than `maxPendingFrames` frames are pending. Rejects if the process fails first. */
  async sendRows(frame: unknown): Promise<void> {
    while (this.#credit === 0 && !this.#isEnded) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#isEnded) return await this.ended;
    this.#credit -= 1;
    this.#process.input.write(encodeFrame(frame));
  }

  /** Tells the process that there are no more rows. */
  finish(): void {
    this.#process.input.write(encodeFrame({ type: 'end' }));
  }

  /** Kills the process. `ended` rejects with the error unless the process has already ended. */
  stop(error: unknown): void {
    this.#fail(error);
    this.#process.kill();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async #serve(onFrame: (frame: HostFrame) => Promise<unknown>): Promise<void> {
    let isDone = false;
    try {
      for await (const data of readFrames(this.#process.output)) {
        const frame = hostFrameSchema.parse(data);
        if (frame.type === 'failed') this.#fail(new ExasolError('22002', `VM error: ${frame.message}`));
        if (frame.type === 'consumed') {
          this.#credit += 1;
          this.#wake();
        }
        isDone = frame.type === 'done' || frame.type === 'returned';
        const response = await onFrame(frame);
        if (response !== undefined) this.#process.input.write(encodeFrame(response));
        if (isDone || this.#failure !== undefined) break;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isEnded = true;
      this.#wake();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    if (!isDone) throw new ExasolError('22002', 'Internal error: VM crashed');
  }
}
