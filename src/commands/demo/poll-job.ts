import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../../exasol/session.js';
import type { Narrator } from './narrator.js';
import type { TourStep } from './tour.js';

const pauseMs = 500;
const terminal: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped']);

/** Asks for the job's status, with SQL, until it has ended. Answers the last one; rejects with the signal's AbortError. */
export async function pollJob(
  session: Session,
  step: TourStep,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<string> {
  const startedAt = Date.now();
  for (;;) {
    const { rows } = await session.query(step.sql);
    const [status, secondaryStatus] = (rows[0] ?? []).map(String);
    const phase = `${status ?? '?'} - ${secondaryStatus ?? '?'}`;
    narrator.progress(narrator.rewrites ? `${phase} (${Math.round((Date.now() - startedAt) / 1000)} s)` : phase);
    if (terminal.has(status ?? '')) return status ?? '';
    await sleep(pauseMs, undefined, { signal });
  }
}
