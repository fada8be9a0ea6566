import { setTimeout as sleep } from 'node:timers/promises';
import { describeThrown, makeError, makeInterruption, UserError } from '../errors/user-error.js';
import type { Logger, Progress } from '../logger.js';
import { formatSeconds } from '../text/format-values.js';
import { isTemporaryError, retryTimeoutMs } from './watch-job.js';

export interface EndpointWait {
  readonly name: string;
  /** The status that the first call returned. */
  readonly status: string;
  /** Reads the status in a new session, because a session held for minutes may be lost. */
  readonly readStatus: (signal: AbortSignal) => Promise<string>;
  readonly intervalMs: number;
  readonly timeoutMs: number | undefined;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: Progress;
}

/** Statuses that AWS changes without further requests. */
const transitionalStatuses: ReadonlySet<string> = new Set([
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
]);
/** Maximum time between two lines of progress. */
const heartbeatMs = 60_000;
const statusNotReadable = 'E-SME-164';

/**
 * Waits until an endpoint is in service and logs its progress. Retries while the database is temporarily unreachable.
 * @returns `InService`
 * @throws UserError E-SME-244 on a timeout, E-SME-245 for any other final status, E-SME-4 on Ctrl-C
 */
export async function waitForEndpoint(wait: EndpointWait): Promise<string> {
  const { name, timeoutMs } = wait;
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeout === undefined ? wait.signal : AbortSignal.any([wait.signal, timeout]);
  const known = { status: wait.status };
  try {
    await pollStatus(wait, known, signal);
  } catch (thrown) {
    if (wait.signal.aborted) {
      throw makeInterruption(
        `AWS continues to create the endpoint '${name}'. To wait again, run the same command; to undo, run "sme endpoint delete ${name}".`,
      );
    }
    if (timeout?.aborted === true) {
      throw makeError('E-SME-244', { endpoint: name, status: known.status, seconds: (timeoutMs ?? 0) / 1000 });
    }
    throw thrown;
  } finally {
    wait.progress.end();
  }
  if (known.status !== 'InService') {
    throw makeError('E-SME-245', { endpoint: name, status: known.status });
  }
  return known.status;
}

/** Polls until the status is final. `known` has the last known status, also if this throws. */
async function pollStatus(
  { name, readStatus, logger, progress, intervalMs }: EndpointWait,
  known: { status: string },
  signal: AbortSignal,
): Promise<void> {
  const startedAt = Date.now();
  let loggedAt = startedAt;
  let unreachableSince: number | undefined;
  const logStatus = () => {
    loggedAt = Date.now();
    if (progress.isLive) {
      progress.show(`${name}: ${known.status}`, startedAt);
      return;
    }
    logger.info(`${name}: ${known.status} (${formatSeconds((loggedAt - startedAt) / 1000)})`);
  };
  logStatus();
  while (transitionalStatuses.has(known.status)) {
    await sleep(intervalMs, undefined, { signal });
    try {
      const status = await readStatus(signal);
      unreachableSince = undefined;
      const isChanged = status !== known.status;
      known.status = status;
      if (isChanged || Date.now() - loggedAt >= heartbeatMs) {
        logStatus();
      }
    } catch (thrown) {
      unreachableSince ??= Date.now();
      if (signal.aborted || !isTemporary(thrown) || Date.now() - unreachableSince > retryTimeoutMs) {
        throw thrown;
      }
      logger.warn(`${describeThrown(thrown)} Retrying in ${formatSeconds(intervalMs / 1000)}; AWS continues.`);
    }
  }
}

function isTemporary(thrown: unknown): boolean {
  return isTemporaryError(thrown) || (thrown instanceof UserError && thrown.code === statusNotReadable);
}
