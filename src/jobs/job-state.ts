import { UserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { callScript, type Row, readNumber, readText } from './call-script.js';
import type { JobReference } from './find-job.js';

/** Where a job is, as far as AWS says. */
export interface JobState {
  readonly job: string;
  /** InProgress, Completed, Failed, Stopping or Stopped. */
  readonly status: string;
  /** The secondary status, as AWS names it. */
  readonly phase: string;
  readonly elapsedSeconds: number | undefined;
  /** What the job may take at most, where that is known. */
  readonly limitSeconds: number | undefined;
  /** Candidates that have a result; undefined where they may not be listed. */
  readonly candidates: number | undefined;
  readonly maxCandidates: number | undefined;
  readonly best: BestCandidate | undefined;
  readonly failureReason: string | undefined;
}

export interface BestCandidate {
  readonly name: string;
  readonly metric: string;
  readonly value: number;
}

const ended: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped']);

/** Whether a status is the last one that a job will have. */
export function hasEnded(status: string): boolean {
  return ended.has(status);
}

/** The arguments of the scripts that ask about a job. */
export function listArguments({ job, connection, region }: JobReference): readonly string[] {
  return [job, connection, region];
}

/** Asks AWS, through two scripts, where a job is. @throws UserError as the scripts word it */
export async function readJobState(session: Session, reference: JobReference): Promise<JobState> {
  const rows = await callScript(session, reference.schema, names.describeJob, listArguments(reference));
  const attributes = new Map(rows.map((row) => [String(row['ATTRIBUTE']), row['VALUE'] ?? null]));
  const candidates = await countCandidates(session, reference);
  const text = (name: string) => readText(attributes.get(name));
  const number = (name: string) => readNumber(attributes.get(name));
  const [name, metric, value] = [text('BEST_CANDIDATE_NAME'), text('BEST_METRIC_NAME'), number('BEST_METRIC_VALUE')];
  return {
    job: reference.job,
    status: text('JOB_STATUS') ?? '?',
    phase: text('JOB_SECONDARY_STATUS') ?? '?',
    elapsedSeconds: number('DURATION_IN_SECONDS'),
    limitSeconds: number('MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS'),
    candidates,
    maxCandidates: number('MAX_CANDIDATES'),
    best: name === undefined || metric === undefined || value === undefined ? undefined : { name, metric, value },
    failureReason: text('FAILURE_REASON') ?? text('PARTIAL_FAILURE_REASONS'),
  };
}

/** Whoever may describe a job need not be allowed to list its candidates; watching goes on without their number then. */
async function countCandidates(session: Session, reference: JobReference): Promise<number | undefined> {
  try {
    const rows = await callScript(session, reference.schema, names.listCandidates, listArguments(reference));
    return rows.filter(isDone).length;
  } catch (thrown) {
    if (thrown instanceof UserError && thrown.code === 'E-SME-78') {
      return undefined;
    }
    throw thrown;
  }
}

function isDone(row: Row): boolean {
  return row['CANDIDATE_STATUS'] === 'Completed';
}
