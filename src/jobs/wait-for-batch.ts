import { setTimeout as sleep } from 'node:timers/promises';
import { describeThrown, makeError, makeInterruption } from '../errors/user-error.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import type { Logger, Progress } from '../logger.js';
import { formatSeconds } from '../text/format-values.js';
import { isTemporaryError, retryTimeoutMs } from './watch-job.js';

/** A batch prediction as the script that finishes it reports it. */
export interface BatchState {
  readonly name: string;
  readonly status: string;
  readonly rowsExported: number | undefined;
  readonly rowsPredicted: number | undefined;
  readonly rowsFailed: number | undefined;
  readonly target: string;
  readonly failureReason: string | undefined;
}

export interface BatchWait {
  readonly name: string;
  /** Calls the script that finishes the batch, in a new session, because a session held for minutes may be lost. */
  readonly finish: (signal: AbortSignal) => Promise<BatchState>;
  readonly intervalMs: number;
  readonly timeoutMs: number | undefined;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: Progress;
}

/** Statuses after which a batch does not change any more. */
const finalStatuses: ReadonlySet<string> = new Set(['Imported', 'Failed', 'Stopped']);
/** Maximum time between two lines of progress. */
const heartbeatMs = 60_000;

export function toBatchState(row: Row | undefined): BatchState {
  const text = (column: string) => readText(row?.[column]);
  return {
    name: text('BATCH_NAME') ?? '',
    status: text('STATUS') ?? '?',
    rowsExported: readNumber(row?.['ROWS_EXPORTED']),
    rowsPredicted: readNumber(row?.['ROWS_PREDICTED']),
    rowsFailed: readNumber(row?.['ROWS_FAILED']),
    target: text('TARGET_TABLE') ?? '',
    failureReason: text('FAILURE_REASON'),
  };
}

/**
 * Waits until the predictions of a batch are in the target table and logs its progress. Retries while the database is temporarily
 * unreachable.
 * @throws UserError E-SME-410 if the batch failed or was stopped, E-SME-411 on a timeout, E-SME-4 on Ctrl-C
 */
export async function waitForBatch(wait: BatchWait): Promise<BatchState> {
  const { name, timeoutMs } = wait;
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeout === undefined ? wait.signal : AbortSignal.any([wait.signal, timeout]);
  try {
    return assertPredicted(await pollBatch(wait, signal));
  } catch (thrown) {
    if (wait.signal.aborted) {
      throw makeInterruption(
        `The batch '${name}' continues in AWS. Add its predictions with "sme batch finish ${name}", or stop it with "sme batch stop ${name}".`,
      );
    }
    if (timeout?.aborted === true) {
      throw makeError('E-SME-411', { batch: name, seconds: (timeoutMs ?? 0) / 1000 });
    }
    throw thrown;
  } finally {
    wait.progress.end();
  }
}

/** @throws UserError E-SME-410 if the batch failed or was stopped */
export function assertPredicted(state: BatchState): BatchState {
  if (state.status === 'Failed' || state.status === 'Stopped') {
    const reason = state.failureReason === undefined ? '.' : `: ${state.failureReason}`;
    throw makeError('E-SME-410', { batch: state.name, status: state.status, reason });
  }
  return state;
}

async function pollBatch(
  { name, finish, logger, progress, intervalMs }: BatchWait,
  signal: AbortSignal,
): Promise<BatchState> {
  const startedAt = Date.now();
  let loggedAt = 0;
  let lastStatus = '';
  let unreachableSince: number | undefined;
  for (;;) {
    try {
      const state = await finish(signal);
      unreachableSince = undefined;
      if (progress.isLive) {
        progress.show(`${name}: ${state.status}`, startedAt);
      } else if (state.status !== lastStatus || Date.now() - loggedAt >= heartbeatMs) {
        loggedAt = Date.now();
        lastStatus = state.status;
        logger.info(`${name}: ${state.status} (${formatSeconds((loggedAt - startedAt) / 1000)})`);
      }
      if (finalStatuses.has(state.status)) return state;
    } catch (thrown) {
      unreachableSince ??= Date.now();
      if (signal.aborted || !isTemporaryError(thrown) || Date.now() - unreachableSince > retryTimeoutMs) throw thrown;
      logger.warn(`${describeThrown(thrown)} Retrying in ${formatSeconds(intervalMs / 1000)}; AWS continues.`);
    }
    await sleep(intervalMs, undefined, { signal });
  }
}
