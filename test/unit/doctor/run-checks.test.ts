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
  timeoutMs: 60_000,
  run,
  ...more,
});
const succeed = async (): Promise<Outcome> => ({ state: 'ok', text: 'fine' });

const run = (checks: readonly Check[], signal = new AbortController().signal) =>
  runChecks(checks, { signal, makeContext: (own) => ({ ...makeDoctorContext(), signal: own }) });

test('returns reports in the order of the checks', async () => {
  const later = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return await succeed();
  };
  const reports = await run([makeCheck('a', later), makeCheck('b', succeed)]);
  expect(reports.map(({ id, state }) => `${id} ${state}`)).toEqual(['a ok', 'b ok']);
});

test('reports a check that takes too long, aborts it, and continues with the rest', async () => {
  let isAborted = false;
  const stuck = makeCheck(
    'stuck',
    ({ signal }) => {
      signal.addEventListener('abort', () => {
        isAborted = true;
      });
      return never;
    },
    { timeoutMs: 20 },
  );
  const reports = await run([stuck, makeCheck('b', succeed)]);
  expect(reports).toMatchObject([{ state: 'fail', text: 'no answer within 0.02 s' }, { state: 'ok' }]);
  expect(isAborted).toBe(true);
});

test('skips a check if one that it needs failed, and names that one', async () => {
  const broken = makeCheck('broken', async () => ({ state: 'fail', text: 'no', mitigation: 'fix it' }));
  const after = makeCheck('after', succeed, { needs: ['broken'] });
  const last = makeCheck('last', succeed, { needs: ['after'] });
  const reports = await run([broken, after, last]);
  expect(reports.map(({ state }) => state)).toEqual(['fail', 'skipped', 'skipped']);
  expect(reports[1]?.text).toContain('the broken must succeed first');
});

test('runs a check if those that it needs are not selected', async () => {
  expect(await run([makeCheck('after', succeed, { needs: ['broken'] })])).toMatchObject([{ state: 'ok' }]);
});

test('runs a check if one that it needs only warns', async () => {
  const warning = makeCheck('warning', async () => ({ state: 'warn', text: 'hm', mitigation: 'look' }));
  expect(await run([warning, makeCheck('after', succeed, { needs: ['warning'] })])).toMatchObject([
    {},
    { state: 'ok' },
  ]);
});

test('reports an error of a check as its finding', async () => {
  const throwing = makeCheck('throwing', async () => {
    throw makeError('E-SME-5', { host: 'nowhere' });
  });
  expect(await run([throwing])).toMatchObject([
    { state: 'fail', text: "E-SME-5: The host 'nowhere' is unknown.", mitigation: expect.stringContaining('--host') },
  ]);
});

test('runs at most three checks at the same time', async () => {
  let current = 0;
  let max = 0;
  const count = async (): Promise<Outcome> => {
    current += 1;
    max = Math.max(max, current);
    await new Promise((resolve) => setTimeout(resolve, 5));
    current -= 1;
    return await succeed();
  };
  const reports = await run(Array.from({ length: 9 }, (_, index) => makeCheck(String(index), count)));
  expect(reports).toHaveLength(9);
  expect(max).toBe(3);
});

test('skips running checks on Ctrl-C', async () => {
  const interruption = new AbortController();
  const running = run([makeCheck('stuck', () => never)], interruption.signal);
  interruption.abort();
  expect(await running).toMatchObject([{ state: 'skipped', text: 'interrupted' }]);
});
