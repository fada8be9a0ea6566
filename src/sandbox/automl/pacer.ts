/**
 * Training shares the process with the sandbox's servers, so it must yield to the event loop. Check `isDue` every few thousand steps, and await
 * `pause` if it is true. `pause` throws the signal's reason if the run is aborted.
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
