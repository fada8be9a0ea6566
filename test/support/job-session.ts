import type { Session } from '../../src/exasol/session.js';

/** The state of a job in SageMaker. */
export interface SeenJob {
  readonly status: string;
  readonly phase?: string;
  readonly candidates?: number;
  readonly failureReason?: string;
  /** Other attributes of its description. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A session whose scripts return one state after the other. It throws an error in the list, as for a lost connection. */
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
        ...Object.entries(seen.attributes ?? {}),
      ];
      return { columns: ['ATTRIBUTE', 'VALUE'], rows, rowCount: rows.length };
    },
    batch: async () => [],
  };
}
