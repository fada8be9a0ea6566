import type { SessionAttributes } from '../types/database.js';
import { ExasolError } from '../types/exasol-error.js';

/** Code of an aborted statement. */
const abortedCode = 'R0003';

/** One request at work: abortable by the client, ended by the query timeout, with heartbeats while it takes long. */
export class RunningRequest {
  readonly #controller = new AbortController();
  readonly #attributes: SessionAttributes;
  readonly #sendHeartbeat: () => void;
  #timedOut = false;

  /** @param attributes queryTimeout and feedbackInterval, both in seconds, are read when the request starts */
  constructor(attributes: SessionAttributes, sendHeartbeat: () => void) {
    this.#attributes = attributes;
    this.#sendHeartbeat = sendHeartbeat;
  }

  /** The request fails with R0003, if it has not ended by then. */
  abort(): void {
    this.#controller.abort(new ExasolError(abortedCode, 'Client requested execution abort.'));
  }

  /** @throws ExasolError R0001 when the query timeout ran out, R0003 after an abort, else what the work throws */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { queryTimeout, feedbackInterval } = this.#attributes;
    const heartbeat = setInterval(this.#sendHeartbeat, Math.max(feedbackInterval, 0.1) * 1000);
    const timeout = queryTimeout > 0 ? setTimeout(() => this.#endByTimeout(), queryTimeout * 1000) : undefined;
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

  #endByTimeout(): void {
    this.#timedOut = true;
    this.abort();
  }
}
