import { UserError } from '../errors/user-error.js';

/**
 * Runs read-only work, and again in another session after "Internal Server Error": on clusters with several nodes, Exasol before 8.29.7
 * and 8.33.0 fails this way in some sessions only (CHG 18052).
 * @param run opens its own session each time
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
