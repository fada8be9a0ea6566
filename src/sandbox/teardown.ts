/** Parts in the order of their start, to be stopped in the opposite one, whatever state their start is in. */
export class Teardown {
  readonly #parts: { readonly started: Promise<unknown>; readonly stop: () => Promise<void> }[] = [];
  #running: Promise<void> | undefined;

  /** Registers a part that is still starting, so that an early stop waits for it and then stops it; hands its promise back. */
  register<T>(starting: Promise<T>, stop: (part: T) => Promise<void>): Promise<T> {
    this.#parts.push({ started: starting, stop: async () => stop(await starting) });
    return starting;
  }

  /**
   * Stops every part, also when one of them fails to; a part that never came to be is passed over.
   *
   * @throws AggregateError of what went wrong
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
