/**
 * Long computations share the process with servers that must answer: whoever computes asks `isDue` every few thousand steps and, if so,
 * awaits `pause`, which lets the event loop turn once and throws the signal's reason when the run was aborted.
 */
export class Pacer {
  #resumedAt = performance.now();

  constructor(
    private readonly signal: AbortSignal,
    private readonly sliceMs = 10,
  ) {}

  get isDue(): boolean {
    return performance.now() - this.#resumedAt > this.sliceMs;
  }

  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.signal.throwIfAborted();
    this.#resumedAt = performance.now();
  }
}
