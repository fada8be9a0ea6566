/** Connects a pushing producer with a pulling consumer. Holds at most one item, which bounds memory. */
export class Channel<T> implements AsyncIterable<T> {
  #item: { value: T; taken: () => void; failed: (error: unknown) => void } | undefined;
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: { error: unknown } | undefined;
  #closed: { error: unknown } | undefined;

  /** Resolves when the consumer takes the item; rejects if the consumer has stopped. */
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

  /** Makes the consumer's next pull fail with the producer's error. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake?.();
  }

  /** Called when the consumer stops. Makes a waiting push fail with its error. */
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
