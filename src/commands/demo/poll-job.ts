import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../../exasol/session.js';
import { hasEnded } from '../../jobs/job-state.js';
import type { Narrator } from './narrator.js';
import type { TourStep } from './tour.js';

const pollIntervalMs = 500;

/** Polls the status of the job with SQL until it has ended, and returns the final status. Rejects with an AbortError on Ctrl-C. */
export async function pollJob(
  session: Session,
  step: TourStep,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<string> {
  const startedAt = Date.now();
  for (;;) {
    const { rows } = await session.query(step.sql);
    const [status = '?', secondaryStatus = '?'] = (rows[0] ?? []).map(String);
    const phase = `${status} - ${secondaryStatus}`;
    narrator.showProgress(narrator.canRedraw ? `${phase} (${Math.round((Date.now() - startedAt) / 1000)} s)` : phase);
    if (hasEnded(status)) return status;
    await sleep(pollIntervalMs, undefined, { signal });
  }
}
