import { setTimeout as sleep } from 'node:timers/promises';
import { describeThrown, makeError, makeInterruption, UserError } from '../errors/user-error.js';
import type { Logger } from '../logger.js';
import { formatSeconds } from '../text/format-values.js';
import { isTemporaryError, retryTimeoutMs } from './watch-job.js';

export interface EndpointWait {
  readonly intervalMs: number;
  readonly timeoutMs: number | undefined;
  readonly name: string;
  /** As the first call answered it. */
  readonly status: string;
  /** Asks once, in a session of its own: one that is held for minutes may be lost. */
  readonly ask: (signal: AbortSignal) => Promise<string>;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

const moving: ReadonlySet<string> = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting']);
/** A line at least so often tells that someone is still there. */
const heartbeatMs = 60_000;

/**
 * Asks until an endpoint is in service, and tells on stderr how long it takes. A database that is away for a while is waited for.
 * @returns InService
 * @throws UserError E-SME-244 where the time is over, E-SME-245 where it ends up as something else, E-SME-4 on Ctrl-C
 */
export async function waitForEndpoint(wait: EndpointWait): Promise<string> {
  const { name, timeoutMs } = wait;
  const timeOver = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeOver === undefined ? wait.signal : AbortSignal.any([wait.signal, timeOver]);
  const progress = { status: wait.status };
  try {
    await askUntilStill(wait, progress, signal);
  } catch (thrown) {
    if (wait.signal.aborted) {
      throw makeInterruption(
        `The endpoint '${name}' goes on in AWS. Come back with the same command, or take it away with "sme endpoint delete ${name}".`,
      );
    }
    if (timeOver?.aborted === true) {
      throw makeError('E-SME-244', { endpoint: name, status: progress.status, seconds: (timeoutMs ?? 0) / 1000 });
    }
    throw thrown;
  }
  if (progress.status !== 'InService') {
    throw makeError('E-SME-245', { endpoint: name, status: progress.status });
  }
  return progress.status;
}

async function askUntilStill(
  { name, ask, logger, intervalMs }: EndpointWait,
  progress: { status: string },
  signal: AbortSignal,
): Promise<void> {
  const startedAt = Date.now();
  let toldAt = startedAt;
  let lostAt: number | undefined;
  const tell = () => {
    toldAt = Date.now();
    logger.info(`${name}: ${progress.status} (${formatSeconds((toldAt - startedAt) / 1000)})`);
  };
  tell();
  while (moving.has(progress.status)) {
    await sleep(intervalMs, undefined, { signal });
    try {
      const status = await ask(signal);
      lostAt = undefined;
      const isNews = status !== progress.status;
      progress.status = status;
      if (isNews || Date.now() - toldAt >= heartbeatMs) {
        tell();
      }
    } catch (thrown) {
      lostAt ??= Date.now();
      if (signal.aborted || !isPassing(thrown) || Date.now() - lostAt > retryTimeoutMs) {
        throw thrown;
      }
      logger.warn(`${describeThrown(thrown)} Trying again in ${formatSeconds(intervalMs / 1000)}; AWS goes on.`);
    }
  }
}

/** E-SME-164: the script could not learn how far it is. */
function isPassing(thrown: unknown): boolean {
  return isTemporaryError(thrown) || (thrown instanceof UserError && thrown.code === 'E-SME-164');
}
