/** From a producer that pushes to a consumer that pulls, never more than one item ahead: memory stays bounded. */
export class Channel<T> implements AsyncIterable<T> {
  #item: { value: T; taken: () => void; failed: (error: unknown) => void } | undefined;
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: { error: unknown } | undefined;
  #closed: { error: unknown } | undefined;

  /** Resolves when the item has been taken; rejects where the consumer has gone. */
  push(value: T): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed.error);
    return new Promise((taken, failed) => {
      this.#item = { value, taken, failed };
      this.#wake?.();
    });
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The consumer's next pull fails with the producer's error. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake?.();
  }

  /** The consumer has stopped: a push that waits fails with its error. */
  close(error: unknown): void {
    this.#closed = { error };
    this.#item?.failed(error);
    this.#item = undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      const item = this.#item;
      if (item !== undefined) {
        this.#item = undefined;
        item.taken();
        yield item.value;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
