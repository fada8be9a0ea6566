import { expect, test } from 'vitest';
import { runChecks } from '../../../src/doctor/run-checks.js';
import type { Check, Outcome } from '../../../src/doctor/types.js';
import { makeError } from '../../../src/errors/user-error.js';
import { makeDoctorContext } from '../../support/doctor-context.js';

const never = new Promise<Outcome>(() => {});
const makeCheck = (id: string, run: Check['run'], more: Partial<Check> = {}): Check => ({
  id,
  title: `the ${id}`,
  needs: [],
  limitMs: 60_000,
  run,
  ...more,
});
const well = async (): Promise<Outcome> => ({ state: 'ok', text: 'well' });

const run = (checks: readonly Check[], signal = new AbortController().signal) =>
  runChecks(checks, { signal, makeContext: (own) => ({ ...makeDoctorContext(), signal: own }) });

test('answers in the order of the checks', async () => {
  const later = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return await well();
  };
  const reports = await run([makeCheck('a', later), makeCheck('b', well)]);
  expect(reports.map(({ id, state }) => `${id} ${state}`)).toEqual(['a ok', 'b ok']);
});

test('gives up on what takes too long, tells it to end, and goes on with the rest', async () => {
  let told = false;
  const stuck = makeCheck(
    'stuck',
    ({ signal }) => {
      signal.addEventListener('abort', () => {
        told = true;
      });
      return never;
    },
    { limitMs: 20 },
  );
  const reports = await run([stuck, makeCheck('b', well)]);
  expect(reports).toMatchObject([{ state: 'fail', text: 'no answer within 0.02 s' }, { state: 'ok' }]);
  expect(told).toBe(true);
});

test('skips what cannot say anything new, and says what comes first', async () => {
  const broken = makeCheck('broken', async () => ({ state: 'fail', text: 'no', mend: 'mend it' }));
  const after = makeCheck('after', well, { needs: ['broken'] });
  const last = makeCheck('last', well, { needs: ['after'] });
  const reports = await run([broken, after, last]);
  expect(reports.map(({ state }) => state)).toEqual(['fail', 'skipped', 'skipped']);
  expect(reports[1]?.text).toContain('the broken comes first');
});

test('runs a check alone whose needs were not asked for', async () => {
  expect(await run([makeCheck('after', well, { needs: ['broken'] })])).toMatchObject([{ state: 'ok' }]);
});

test('a warning stops nobody', async () => {
  const warning = makeCheck('warning', async () => ({ state: 'warn', text: 'hm', mend: 'look' }));
  expect(await run([warning, makeCheck('after', well, { needs: ['warning'] })])).toMatchObject([{}, { state: 'ok' }]);
});

test('takes what a check throws for what it found', async () => {
  const throwing = makeCheck('throwing', async () => {
    throw makeError('E-SME-5', { host: 'nowhere' });
  });
  expect(await run([throwing])).toMatchObject([
    { state: 'fail', text: "E-SME-5: The host 'nowhere' is unknown.", mend: expect.stringContaining('--host') },
  ]);
});

test('has no more than three at work at once', async () => {
  let now = 0;
  let most = 0;
  const count = async (): Promise<Outcome> => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now -= 1;
    return await well();
  };
  const reports = await run(Array.from({ length: 9 }, (_, index) => makeCheck(String(index), count)));
  expect(reports).toHaveLength(9);
  expect(most).toBe(3);
});

test('ends on Ctrl-C', async () => {
  const interruption = new AbortController();
  const running = run([makeCheck('stuck', () => never)], interruption.signal);
  interruption.abort();
  expect(await running).toMatchObject([{ state: 'skipped', text: 'interrupted' }]);
});
