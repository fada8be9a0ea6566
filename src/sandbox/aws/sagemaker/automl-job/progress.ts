/**
 * The phases of a job as data, each with its end condition. There are no timers: the status of a job is derived from its record and the time, so
 * that tests can advance the clock and a restarted server continues.
 */
import type { AutoMLJobSecondaryStatus, AutoMLJobStatus } from '@aws-sdk/client-sagemaker';
import type { AwsTimings } from '../../types.js';
import type { CandidateRecord, JobRecord } from './record.js';

interface Phase {
  readonly secondary: AutoMLJobSecondaryStatus;
  /** What must have happened before the phase can end, in addition to its duration. */
  readonly waitsFor?: 'analysis' | 'training';
}

/** Source of the order: AWS's samples and the names of the statuses; that of ENSEMBLING is not documented. */
const paths: Readonly<Record<'ENSEMBLING' | 'HYPERPARAMETER_TUNING' | 'definitionsOnly', readonly Phase[]>> = {
  HYPERPARAMETER_TUNING: [
    { secondary: 'Starting' },
    { secondary: 'AnalyzingData', waitsFor: 'analysis' },
    { secondary: 'FeatureEngineering' },
    { secondary: 'ModelTuning', waitsFor: 'training' },
    { secondary: 'GeneratingExplainabilityReport' },
    { secondary: 'GeneratingModelInsightsReport' },
  ],
  ENSEMBLING: [
    { secondary: 'Starting' },
    { secondary: 'AnalyzingData', waitsFor: 'analysis' },
    { secondary: 'PreTraining' },
    { secondary: 'TrainingModels', waitsFor: 'training' },
    { secondary: 'GeneratingExplainabilityReport' },
    { secondary: 'GeneratingModelInsightsReport' },
  ],
  definitionsOnly: [{ secondary: 'Starting' }, { secondary: 'AnalyzingData', waitsFor: 'analysis' }],
};

export interface JobProgress {
  readonly status: AutoMLJobStatus;
  readonly secondary: AutoMLJobSecondaryStatus;
  readonly lastModifiedAt: number;
  readonly endedAt?: number;
  readonly failureReason?: string;
  /** Number of finished candidates that are visible now. */
  readonly candidates: readonly CandidateRecord[];
  /** When all candidates are compared; until then, the best candidate is the best so far. */
  readonly isBestFinal: boolean;
}

type Point = Pick<JobProgress, 'status' | 'secondary'> & { readonly at: number; readonly failureReason?: string };

/** @param now milliseconds of the sandbox's clock */
export function measureProgress(job: JobRecord, now: number, timings: AwsTimings): JobProgress {
  const points = applyStop(job, applyRuntimeLimit(job, walkPhases(job, timings)), timings).filter(
    ({ at }) => at <= now,
  );
  const current = points.at(-1) ?? { status: 'InProgress', secondary: 'Starting', at: job.createdAt };
  const hasEnded = current.status !== 'InProgress' && current.status !== 'Stopping';
  const candidates = listVisibleCandidates(job, points, hasEnded ? current.at : now, timings);
  return {
    status: current.status,
    secondary: current.secondary,
    lastModifiedAt: Math.max(current.at, candidates.at(-1)?.visibleAt ?? 0),
    ...(hasEnded ? { endedAt: current.at } : {}),
    ...(current.failureReason === undefined ? {} : { failureReason: current.failureReason }),
    candidates: candidates.map(({ record }) => record),
    isBestFinal: points.some(({ secondary }) => secondary === 'GeneratingExplainabilityReport'),
  };
}

/** The past and future statuses of the job as far as known now, with their times. */
function walkPhases(job: JobRecord, timings: AwsTimings): Point[] {
  const { training, settings } = job;
  const points: Point[] = [];
  let at = job.createdAt;
  const path = settings.definitionsOnly ? paths.definitionsOnly : paths[training.mode ?? 'ENSEMBLING'];
  for (const { secondary, waitsFor } of path) {
    points.push({ status: 'InProgress', secondary, at });
    at += timings.jobPhase;
    if (waitsFor === undefined) continue;
    if (training.failure && (waitsFor === 'training' || !training.analyzed)) {
      at = Math.max(at, training.failure.at);
      return [...points, { status: 'Failed', secondary: 'Failed', at, failureReason: training.failure.reason }];
    }
    const doneAt = waitsFor === 'analysis' ? training.analyzed?.at : training.finishedAt;
    if (doneAt === undefined) return points;
    at = Math.max(at, doneAt);
  }
  return [...points, { status: 'Completed', secondary: nameEnd(job), at }];
}

function nameEnd({ settings, training }: JobRecord): AutoMLJobSecondaryStatus {
  if (settings.definitionsOnly) return 'CandidateDefinitionsGenerated';
  const isLimited = settings.maxCandidates !== undefined && training.candidates.length >= settings.maxCandidates;
  return isLimited ? 'MaxCandidatesReached' : 'Completed';
}

const hasEnded = ({ status }: Point): boolean => status === 'Completed' || status === 'Failed';

/** A job that reaches its time limit completes with its current candidates. */
function applyRuntimeLimit({ settings, createdAt }: JobRecord, points: Point[]): Point[] {
  if (settings.maxJobRuntime === undefined) return points;
  const at = createdAt + settings.maxJobRuntime * 1000;
  if (points.some((point) => hasEnded(point) && point.at <= at)) return points;
  return [
    ...points.filter((point) => point.at <= at),
    { status: 'Completed', secondary: 'MaxAutoMLJobRuntimeReached', at },
  ];
}

function applyStop({ stopRequestedAt }: JobRecord, points: Point[], timings: AwsTimings): Point[] {
  if (stopRequestedAt === undefined) return points;
  return [
    ...points.filter(({ at }) => at <= stopRequestedAt),
    { status: 'Stopping', secondary: 'Stopping', at: stopRequestedAt },
    { status: 'Stopped', secondary: 'Stopped', at: stopRequestedAt + timings.jobStop },
  ];
}

/** Small models are trained before their phase starts. They appear one after the other during it, like those of long trainings. */
function listVisibleCandidates(job: JobRecord, points: readonly Point[], until: number, timings: AwsTimings) {
  const tuning = points.find(({ secondary }) => secondary === 'ModelTuning' || secondary === 'TrainingModels');
  if (!tuning) return [];
  const step = timings.jobPhase / ((job.training.analyzed?.plannedCandidates ?? job.training.candidates.length) + 1);
  return job.training.candidates
    .map((record, index) => ({ record, visibleAt: Math.max(record.finishedAt, tuning.at + step * (index + 1)) }))
    .filter(({ visibleAt }) => visibleAt <= until);
}
