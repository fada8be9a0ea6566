/** Stops parts in the reverse order of their start, even if some of them are still starting. */
export class Teardown {
  readonly #parts: { readonly started: Promise<unknown>; readonly stop: () => Promise<void> }[] = [];
  #running: Promise<void> | undefined;

  /** Registers a part that is still starting, so that an early stop waits for it and then stops it. @returns `starting` */
  register<T>(starting: Promise<T>, stop: (part: T) => Promise<void>): Promise<T> {
    this.#parts.push({ started: starting, stop: async () => stop(await starting) });
    return starting;
  }

  /**
   * Stops every part, even if stopping one of them fails. Skips parts that failed to start.
   *
   * @throws AggregateError of all failures
   */
  run(): Promise<void> {
    this.#running ??= this.#stopAll();
    return this.#running;
  }

  async #stopAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const { started, stop } of this.#parts.reverse()) {
      const [outcome] = await Promise.allSettled([started]);
      if (outcome.status === 'fulfilled') {
        await stop().catch((error: unknown) => failures.push(error));
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, `stopping: ${failures.map(String).join('; ')}`);
    }
  }
}
