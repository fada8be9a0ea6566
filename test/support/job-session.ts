import type { Session } from '../../src/exasol/session.js';

/** What SageMaker says of a job. */
export interface SeenJob {
  readonly status: string;
  readonly phase?: string;
  readonly candidates?: number;
  readonly failureReason?: string;
}

/** A session whose scripts answer with one state after the other; an error in the list is thrown, as a lost connection would be. */
export function makeJobSession(answers: (SeenJob | Error)[]): Session {
  let seen: SeenJob = { status: 'InProgress' };
  return {
    async query(sql) {
      if (!sql.includes('DESCRIBE')) {
        const rows = Array.from({ length: seen.candidates ?? 0 }, () => ['Completed']);
        return { columns: ['CANDIDATE_STATUS'], rows, rowCount: rows.length };
      }
      const next = answers.shift();
      if (next instanceof Error) throw next;
      seen = next ?? seen;
      const rows = [
        ['JOB_STATUS', seen.status],
        ['JOB_SECONDARY_STATUS', seen.phase ?? seen.status],
        ['DURATION_IN_SECONDS', '60'],
        ['FAILURE_REASON', seen.failureReason ?? null],
      ];
      return { columns: ['ATTRIBUTE', 'VALUE'], rows, rowCount: rows.length };
    },
    batch: async () => [],
  };
}
