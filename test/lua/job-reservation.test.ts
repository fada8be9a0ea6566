import { describe, expect, test } from 'vitest';
import { refusal, type Stubs } from './run-lua.js';
import { kinds, rowOf, train } from './training-stubs.js';

describe('a job name that an earlier run has reserved', () => {
  const found = (state: string | null, session: string, alive: string): Stubs => [
    [/^SELECT JOB_NAME, RUN_STATE/, [rowOf(state, session)]],
    [/EXA_ALL_SESSIONS WHERE SESSION_ID = 77/, [[alive]]],
  ];
  const jobInAws = (outcome: string): Stubs => [
    [/only_look/, [[JSON.stringify({ outcome, problems: [], failures: [] })]]],
  ];

  test.each(['EXPORTING', 'STARTING'])(
    'is refused before the export while the session of that run exists: %s',
    async (state) => {
      const { error, statements } = await train({}, found(state, '77', '1'));
      expect(error).toContain(
        "E-SME-260: Session 77 of user 'BOB' is exporting the training data of job 'churn-1' or starting the job.",
      );
      expect(kinds(statements)).not.toContain('EXPORT');
    },
  );

  test.each(['77', '1585944483210400591'])('is taken over by token if session %s has ended', async (session) => {
    const { error, statements } = await train({}, found('EXPORTING', session, '0'));
    expect(error).toBeUndefined();
    expect(statements.filter((text) => /^INSERT INTO .* VALUES/.test(text))).toEqual([]);
    const [takeover = ''] = statements.filter((text) => /^UPDATE .* AND RUN_TOKEN/.test(text));
    expect(takeover).toContain('"RUN_STATE" = \'EXPORTING\', "ROWS_EXPORTED" = NULL');
    expect(takeover).toMatch(/WHERE JOB_NAME = 'churn-1' AND RUN_TOKEN = 'old-token'$/);
  });

  test('is taken over if the run ended before AWS created its job', async () => {
    const { error, statements } = await train({}, [...found('STARTING', '77', '0'), ...jobInAws('missing')]);
    expect(error).toBeUndefined();
    expect(kinds(statements)).toContain('EXPORT');
  });

  test('is refused if another job has the name in AWS', async () => {
    const { error } = await train({}, [...found('STARTING', '77', '0'), ...jobInAws('refused')]);
    expect(error).toContain('E-SME-73');
  });

  test('is not taken over if the sessions cannot be read', async () => {
    const { error } = await train({}, [
      [/EXA_ALL_SESSIONS/, refusal('insufficient privileges')],
      ...found('EXPORTING', '77', '0'),
    ]);
    expect(error).toContain('It is unknown whether that session still exists: insufficient privileges.');
  });

  test('is refused if it differs from the reserved one only in case', async () => {
    const row = rowOf('EXPORTING', '77').with(0, 'Churn-1');
    const { error } = await train({}, [[/^SELECT JOB_NAME, RUN_STATE/, [row]], ...found('EXPORTING', '77', '0')]);
    expect(error).toContain("already has a job 'Churn-1'");
  });
});
