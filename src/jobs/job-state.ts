import { UserError } from '../errors/user-error.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import type { Session, SqlValue } from '../exasol/session.js';
import { endedJobStatuses } from '../scripts/facts.js';
import { names } from '../scripts/names.js';
import { callScript } from './call-script.js';
import type { JobReference } from './find-job.js';

/** The progress of a job as AWS reports it. */
export interface JobState {
  readonly job: string;
  /** InProgress, Completed, Failed, Stopping or Stopped. */
  readonly status: string;
  /** The secondary status, as AWS names it. */
  readonly phase: string;
  readonly elapsedSeconds: number | undefined;
  /** The maximum runtime of the job. */
  readonly limitSeconds: number | undefined;
  /** Number of completed candidates; undefined if the AWS key lacks the permission to list candidates. */
  readonly candidates: number | undefined;
  readonly maxCandidates: number | undefined;
  readonly best: ScoredCandidate | undefined;
  readonly failureReason: string | undefined;
  /** Whether the training data on S3 was deleted, as the training requested; or why not. Undefined if it is kept. */
  readonly dataRemoval?: { readonly removedAt: string } | { readonly problem: string } | undefined;
}

/** A candidate and its value of the objective metric. */
export interface ScoredCandidate {
  readonly name: string;
  readonly metric: string;
  readonly value: number;
}

const finalStatuses: ReadonlySet<string> = new Set(endedJobStatuses);

/** Whether a status is final. */
export function hasEnded(status: string): boolean {
  return finalStatuses.has(status);
}

/** What SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB returns: readers for attributes by name. */
export interface JobAttributes {
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
}

/** Calls a script that reads from AWS and takes a job, its connection and its Region. @throws UserError that the script raised */
export async function callJobScript(
  session: Session,
  script: string,
  reference: JobReference,
): Promise<readonly Row[]> {
  const { schema, job, connection, region } = reference;
  return await callScript(session, schema, script, [job, connection, region]);
}

/** Describes a job. @throws UserError that the script raised */
export async function describeJob(session: Session, reference: JobReference): Promise<JobAttributes> {
  const rows = await callJobScript(session, names.describeJob, reference);
  const values = new Map<string, SqlValue>(rows.map((row) => [String(row['ATTRIBUTE']), row['VALUE'] ?? null]));
  return { text: (name) => readText(values.get(name)), number: (name) => readNumber(values.get(name)) };
}

/** Reads the progress of a job from AWS with two scripts. @throws UserError that a script raised */
export async function readJobState(session: Session, reference: JobReference): Promise<JobState> {
  const { text, number } = await describeJob(session, reference);
  const [name, metric, value] = [text('BEST_CANDIDATE_NAME'), text('BEST_METRIC_NAME'), number('BEST_METRIC_VALUE')];
  return {
    job: reference.job,
    status: text('JOB_STATUS') ?? '?',
    phase: text('JOB_SECONDARY_STATUS') ?? '?',
    elapsedSeconds: number('DURATION_IN_SECONDS'),
    limitSeconds: number('MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS'),
    candidates: await countCandidates(session, reference),
    maxCandidates: number('MAX_CANDIDATES'),
    best: name === undefined || metric === undefined || value === undefined ? undefined : { name, metric, value },
    failureReason: text('FAILURE_REASON') ?? text('PARTIAL_FAILURE_REASONS'),
    dataRemoval: readDataRemoval(text('TRAINING_DATA_PROBLEM'), text('TRAINING_DATA_REMOVED_AT_UTC')),
  };
}

function readDataRemoval(problem: string | undefined, removedAt: string | undefined): JobState['dataRemoval'] {
  if (problem !== undefined) {
    return { problem };
  }
  return removedAt === undefined ? undefined : { removedAt };
}

/** Describing a job and listing its candidates are separate permissions, so the number is optional. */
async function countCandidates(session: Session, reference: JobReference): Promise<number | undefined> {
  try {
    const rows = await callJobScript(session, names.listCandidates, reference);
    return rows.filter((row) => row['CANDIDATE_STATUS'] === 'Completed').length;
  } catch (thrown) {
    if (thrown instanceof UserError && thrown.code === accessDenied) {
      return undefined;
    }
    throw thrown;
  }
}

const accessDenied = 'E-SME-78';
