import type { SessionAttributes } from '../types/database.js';
import { ExasolError } from '../types/exasol-error.js';

/** Code of an aborted statement. */
const abortedCode = 'R0003';

/** A running request, with abort, query timeout and heartbeats. */
export class RunningRequest {
  readonly #controller = new AbortController();
  readonly #attributes: SessionAttributes;
  readonly #sendHeartbeat: () => void;
  #timedOut = false;

  /** @param attributes queryTimeout and feedbackInterval in seconds, read when the request starts */
  constructor(attributes: SessionAttributes, sendHeartbeat: () => void) {
    this.#attributes = attributes;
    this.#sendHeartbeat = sendHeartbeat;
  }

  /** Makes the request fail with R0003, unless it has already ended. */
  abort(): void {
    this.#controller.abort(new ExasolError(abortedCode, 'Client requested execution abort.'));
  }

  /** @throws ExasolError R0001 after the query timeout, R0003 after an abort, otherwise the error of `work` */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { queryTimeout, feedbackInterval } = this.#attributes;
    const heartbeat = setInterval(this.#sendHeartbeat, Math.max(feedbackInterval, 0.1) * 1000);
    const timeout = queryTimeout > 0 ? setTimeout(() => this.#abortOnTimeout(), queryTimeout * 1000) : undefined;
    try {
      return await work(this.#controller.signal);
    } catch (error) {
      throw this.#timedOut && error instanceof ExasolError && error.sqlCode === abortedCode
        ? new ExasolError('R0001', 'Query terminated because timeout has been reached.', error.transactionLost)
        : error;
    } finally {
      clearInterval(heartbeat);
      clearTimeout(timeout);
    }
  }

  #abortOnTimeout(): void {
    this.#timedOut = true;
    this.abort();
  }
}
