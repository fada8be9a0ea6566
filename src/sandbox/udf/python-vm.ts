import { ExasolError } from '../types/exasol-error.js';
import { encodeFrame, type HostFrame, hostFrameSchema, readFrames } from './frames.js';
import type { UdfProcess } from './udf-process.js';

export interface PythonVmOptions {
  readonly process: UdfProcess;
  /** The first frame: what the script is. */
  readonly start: unknown;
  /** Called for one frame after the other; no frame is read while it works. Answers what is to be sent back, if anything. */
  readonly onFrame: (frame: HostFrame) => Promise<unknown>;
  /** Row frames sent before the first is taken: enough that neither side waits for the other, few enough to stay small. */
  readonly framesAhead: number;
}

/** One Python process that runs one script. */
export class PythonVm {
  /** Settles when the process has ended: rejects where it failed, crashed or was stopped before it was done. */
  readonly ended: Promise<void>;
  readonly #process: UdfProcess;
  readonly #framesAhead: number;
  #credit: number;
  #wake: () => void = () => undefined;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(options: PythonVmOptions) {
    const { process } = options;
    this.#process = process;
    this.#framesAhead = options.framesAhead;
    this.#credit = options.framesAhead;
    this.ended = this.#serve(options.onFrame).finally(() => {
      process.kill();
      return process.ended;
    });
    // The caller awaits `ended` later; until then a failure must not count as unhandled.
    this.ended.catch(() => undefined);
    this.#process.input.write(encodeFrame(options.start));
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
    this.#process.input.write(encodeFrame(frame));
  }

  /** Says that no more rows come. */
  finish(): void {
    this.#process.input.write(encodeFrame({ type: 'end' }));
  }

  /** Kills the process; `ended` rejects with the error unless it was over. */
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
        if (frame.type === 'taken') {
          this.#credit += 1;
          this.#wake();
        }
        isDone = frame.type === 'done' || frame.type === 'called';
        const answer = await onFrame(frame);
        if (answer !== undefined) this.#process.input.write(encodeFrame(answer));
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
