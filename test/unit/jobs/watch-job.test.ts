import { describe, expect, test } from 'vitest';
import { makeError, UserError } from '../../../src/errors/user-error.js';
import type { Session } from '../../../src/exasol/session.js';
import { type WatchEvent, type WatchOptions, watchJob } from '../../../src/jobs/watch-job.js';
import { makeJobSession, type SeenJob } from '../../support/job-session.js';

const reference = { schema: 'SME', job: 'j', connection: 'AWS', region: 'eu-central-1' };
const lost = makeError('E-SME-15', { reason: 'gone' });

/** Watches a job with these responses, in as many sessions as necessary. */
async function watch(responses: (SeenJob | Error)[], changes: Partial<WatchOptions> = {}) {
  const events: WatchEvent[] = [];
  let opened = 0;
  let found = 0;
  const session = makeJobSession(responses);
  const open = async <Result>(work: (session: Session) => Promise<Result>): Promise<Result> => {
    opened += 1;
    return await work(session);
  };
  const find = async () => {
    found += 1;
    return reference;
  };
  const onEvent = (event: WatchEvent) => events.push(event);
  const signal = new AbortController().signal;
  const outcome = await watchJob({ open, find, onEvent, signal, intervalMs: 1, firstRetryMs: 1, ...changes }).then(
    (state) => state.status,
    (thrown: unknown) => thrown,
  );
  const reported = events.map((event) => (event.kind === 'state' ? event.state.status : event.kind));
  return { outcome, reported, events, opened, found };
}

const running: SeenJob = { status: 'InProgress', phase: 'TrainingModels' };

describe('watchJob', () => {
  test.each(['Completed', 'Failed', 'Stopped'])('returns when the job is %s', async (status) => {
    const { outcome, reported, opened } = await watch([running, { status }]);
    expect({ outcome, reported, opened }).toEqual({ outcome: status, reported: ['InProgress', status], opened: 1 });
  });

  test('continues while a job is stopping', async () => {
    expect((await watch([{ status: 'Stopping' }, { status: 'Stopped' }])).reported).toEqual(['Stopping', 'Stopped']);
  });

  test.each(['E-SME-5', 'E-SME-6', 'E-SME-7', 'E-SME-12', 'E-SME-15', 'E-SME-80', 'E-SME-82'])(
    'reconnects after %s and finds the job only once',
    async (code) => {
      const failure = new UserError(code, 'lost', { mitigation: '' });
      const ended: SeenJob = { status: 'Completed' };
      const { outcome, reported, opened, found } = await watch([running, failure, failure, running, ended]);
      expect({ outcome, opened, found }).toEqual({ outcome: 'Completed', opened: 3, found: 1 });
      expect(reported).toEqual(['InProgress', 'lost', 'lost', 'back', 'InProgress', 'Completed']);
    },
  );

  test('doubles the pause each time, and resets it after a response', async () => {
    const { events } = await watch([running, lost, lost, lost, running, lost, { status: 'Completed' }]);
    expect(events.flatMap((event) => (event.kind === 'lost' ? [event.retryInMs] : []))).toEqual([1, 2, 4, 1]);
  });

  test('fails immediately before the first response and on permanent errors', async () => {
    expect(await watch([lost])).toMatchObject({ outcome: lost, reported: [] });
    const refused = makeError('E-SME-13', { what: 'The query failed', text: 'no rights', sqlCode: '42500' });
    expect(await watch([running, refused])).toMatchObject({ outcome: refused, reported: ['InProgress'] });
  });

  test('ends when interrupted, also during a pause', async () => {
    for (const [answers, kind] of [
      [[running], 'state'],
      [[running, lost], 'lost'],
    ] as const) {
      const interruption = new AbortController();
      const { outcome } = await watch([...answers], {
        signal: interruption.signal,
        intervalMs: 3_600_000 * (kind === 'state' ? 1 : 0),
        firstRetryMs: 3_600_000,
        onEvent: (event) => event.kind === kind && interruption.abort(),
      });
      expect(outcome).toMatchObject({ name: 'AbortError' });
    }
  });
});
