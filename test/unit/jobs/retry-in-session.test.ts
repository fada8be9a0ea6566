import { expect, test } from 'vitest';
import { SqlError } from '../../../src/exasol/sql-error.js';
import { retryInAnotherSession } from '../../../src/jobs/retry-in-session.js';

const failure = (text: string) => new SqlError({ text, sqlCode: '22002' }, 'Exasol refused a statement');

/** Runs work that fails once with each of these errors and then succeeds. */
async function run(...failures: readonly Error[]) {
  const left = [...failures];
  let sessions = 0;
  let retries = 0;
  const work = async () => {
    sessions += 1;
    const thrown = left.shift();
    if (thrown !== undefined) throw thrown;
    return 'done';
  };
  const count = () => {
    retries += 1;
  };
  const outcome = await retryInAnotherSession(work, count).catch((thrown: unknown) => thrown);
  return { outcome, sessions, retries };
}

const serverError = failure('Internal Server Error caught in script "ML"."SME_JOBS" at line 3');

test('retries once in another session after an internal server error', async () => {
  expect(await run(serverError)).toEqual({ outcome: 'done', sessions: 2, retries: 1 });
  expect(await run(serverError, serverError)).toEqual({ outcome: serverError, sessions: 2, retries: 1 });
});

test('does not retry after any other error', async () => {
  const other = failure('insufficient privileges');
  expect(await run(other)).toEqual({ outcome: other, sessions: 1, retries: 0 });
});
