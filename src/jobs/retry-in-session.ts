import { UserError } from '../errors/user-error.js';

/**
 * Runs read-only work in a session, and once more in another one after "Internal Server Error": on several nodes, Exasol before
 * 8.29.7 and 8.33.0 fails so in some sessions and not in others (CHG 18052).
 * @param run opens a session of its own each time
 */
export async function retryInAnotherSession<Result>(run: () => Promise<Result>, onRetry: () => void): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    if (!(thrown instanceof UserError && /\bInternal Server Error\b/i.test(thrown.message))) {
      throw thrown;
    }
    onRetry();
    return await run();
  }
}
