import { setTimeout as sleep } from 'node:timers/promises';
import { describeThrown, makeError, makeInterruption, UserError } from '../errors/user-error.js';
import type { Logger } from '../logger.js';
import { formatSeconds } from '../text/format-values.js';
import { isTemporaryError, retryTimeoutMs } from './watch-job.js';

export interface EndpointWait {
  readonly intervalMs: number;
  readonly timeoutMs: number | undefined;
  readonly name: string;
  /** The status that the first call returned. */
  readonly status: string;
  /** Reads the status once, in a new session: a session that stays open for minutes may be lost. */
  readonly readStatus: (signal: AbortSignal) => Promise<string>;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

const transientStatuses: ReadonlySet<string> = new Set([
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
]);
/** Maximum time between two lines of progress. */
const heartbeatMs = 60_000;

/**
 * Polls an endpoint until it is in service and logs the progress. Retries while the database is temporarily unreachable.
 * @returns InService
 * @throws UserError E-SME-244 after the timeout, E-SME-245 for any other final status, E-SME-4 after Ctrl-C
 */
export async function waitForEndpoint(wait: EndpointWait): Promise<string> {
  const { name, timeoutMs } = wait;
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeout === undefined ? wait.signal : AbortSignal.any([wait.signal, timeout]);
  const progress = { status: wait.status };
  try {
    await pollUntilFinal(wait, progress, signal);
  } catch (thrown) {
    if (wait.signal.aborted) {
      throw makeInterruption(
        `AWS continues to create the endpoint '${name}'. Run the same command to wait again, or delete it with "sme endpoint delete ${name}".`,
      );
    }
    if (timeout?.aborted === true) {
      throw makeError('E-SME-244', { endpoint: name, status: progress.status, seconds: (timeoutMs ?? 0) / 1000 });
    }
    throw thrown;
  }
  if (progress.status !== 'InService') {
    throw makeError('E-SME-245', { endpoint: name, status: progress.status });
  }
  return progress.status;
}

async function pollUntilFinal(
  { name, readStatus, logger, intervalMs }: EndpointWait,
  progress: { status: string },
  signal: AbortSignal,
): Promise<void> {
  const startedAt = Date.now();
  let reportedAt = startedAt;
  let lostAt: number | undefined;
  const report = () => {
    reportedAt = Date.now();
    logger.info(`${name}: ${progress.status} (${formatSeconds((reportedAt - startedAt) / 1000)})`);
  };
  report();
  while (transientStatuses.has(progress.status)) {
    await sleep(intervalMs, undefined, { signal });
    try {
      const status = await readStatus(signal);
      lostAt = undefined;
      const hasChanged = status !== progress.status;
      progress.status = status;
      if (hasChanged || Date.now() - reportedAt >= heartbeatMs) {
        report();
      }
    } catch (thrown) {
      lostAt ??= Date.now();
      if (signal.aborted || !canRetry(thrown) || Date.now() - lostAt > retryTimeoutMs) {
        throw thrown;
      }
      logger.warn(`${describeThrown(thrown)} Trying again in ${formatSeconds(intervalMs / 1000)}; AWS continues.`);
    }
  }
}

/** E-SME-164: the script could not determine the status. */
function canRetry(thrown: unknown): boolean {
  return isTemporaryError(thrown) || (thrown instanceof UserError && thrown.code === 'E-SME-164');
}
