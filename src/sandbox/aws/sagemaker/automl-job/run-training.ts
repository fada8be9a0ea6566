/** Runs the training of a job: reads the data, trains, writes models to S3, and records the time of each step in the job's record. */
import { trainCandidates } from '../../../automl/train.js';
import {
  type TrainedCandidate,
  TrainingError,
  type TrainingMode,
  type TrainingOutcome,
} from '../../../automl/types.js';
import type { Behaviours } from '../../../behaviours.js';
import type { Clock } from '../../../clock.js';
import type { SandboxLog } from '../../../log.js';
import type { ObjectStore } from '../../s3/store.js';
import { splitS3Uri } from '../s3-uri.js';
import { makeHash, modelUris, writeModels, writeNotebooks, writeReports } from './artifacts.js';
import { countContainers } from './containers.js';
import { chooseBest } from './describe-candidate.js';
import type { JobRecord } from './record.js';
import { findTrainingData, openTrainingFiles, type TrainingData } from './training-data.js';

/** Below this size, AUTO means ENSEMBLING. Source: Developer Guide, autopilot-model-support-validation. */
const ensemblingLimit = 100 * 1024 * 1024;
const measurableObjects = 1000;

export interface TrainingEnvironment {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: SandboxLog;
  readonly behaviours: Behaviours;
}

/** Never rejects: a failure is stored in the record; an abort leaves the record unchanged. */
export async function runTraining(
  environment: TrainingEnvironment,
  job: JobRecord,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = environment;
  try {
    await train(environment, job, signal);
  } catch (error) {
    const isDone = job.settings.definitionsOnly && job.training.analyzed !== undefined;
    if (signal.aborted || isDone) return;
    const isReason = error instanceof TrainingError;
    if (!isReason)
      log.warn(`sagemaker: training of ${job.name}: ${error instanceof Error ? error.stack : String(error)}`);
    const text = error instanceof Error ? error.message : String(error);
    const reason =
      isReason || text.startsWith('ClientError') ? describeFailure(job, text) : `InternalServerError: ${text}`;
    job.training.failure = { at: clock.now(), reason: reason.slice(0, 1024) };
  }
}

/** As recorded: problems of the data are reported by the job's first processing job. */
function describeFailure(job: JobRecord, text: string): string {
  if (text.startsWith('ClientError')) return text;
  const base = job.arn.replace(/:automl-job\/.*$/, '');
  const arn = `${base}:processing-job/${job.name.slice(0, 20)}-db-1-${makeHash(job, 'db', 32)}`;
  return `Could not complete the data builder processing job. The AutoML Job cannot continue. Failed Job Arn: ${arn}, Error message: ClientError: ${text}`;
}

async function train(
  { store, clock, behaviours }: TrainingEnvironment,
  job: JobRecord,
  signal: AbortSignal,
): Promise<void> {
  const { settings, training } = job;
  checkOutputPath(store, job);
  const data = await findTrainingData(store, settings, job.region);
  const mode = chooseMode(job, data);
  training.mode = mode;
  training.candidates.length = 0;
  const trained: TrainedCandidate[] = [];
  const enough = new AbortController();
  const outcome = await trainCandidates({
    files: openTrainingFiles(store, data, settings.compression),
    acceptsFilesWithoutRows: behaviours['header-only-file'] === 'accept',
    target: settings.target,
    ...(settings.problemType === undefined ? {} : { problemType: settings.problemType }),
    ...(settings.objective === undefined ? {} : { objective: settings.objective }),
    mode,
    ...(settings.maxCandidates === undefined ? {} : { maxCandidates: settings.maxCandidates }),
    validationFraction: settings.validationFraction,
    ...(settings.sampleWeightColumn === undefined ? {} : { sampleWeightColumn: settings.sampleWeightColumn }),
    seed: job.name,
    signal: AbortSignal.any([signal, enough.signal]),
    onEvent(event) {
      if (event.kind === 'dataAnalyzed') {
        const { problemType, objective, plannedCandidates } = event;
        training.analyzed = { at: clock.now(), problemType, objective, plannedCandidates };
        if (settings.definitionsOnly) enough.abort();
      }
      if (event.kind === 'candidateFinished') {
        trained.push(event.candidate);
        addCandidate(job, mode, event.candidate, clock.now());
      }
    },
  });
  await writeArtifacts(store, job, trained, outcome);
  signal.throwIfAborted();
  training.finishedAt = clock.now();
}

function checkOutputPath(store: ObjectStore, { settings, region }: JobRecord): void {
  const { bucket: name } = splitS3Uri(settings.outputPath);
  if (store.buckets.get(name)?.region === region) return;
  throw new TrainingError(
    `ClientError: Unable to write to the S3 output path "${settings.outputPath}". Please ensure that the bucket "${name}" exists in the selected region (${region}) and that the role "${settings.roleArn}" has "s3:PutObject" permissions on it.`,
  );
}

function chooseMode({ settings }: JobRecord, data: TrainingData): TrainingMode {
  if (settings.mode !== 'AUTO') return settings.mode;
  const isMeasurable = settings.dataType === 'S3Prefix' && data.keys.length <= measurableObjects;
  return isMeasurable && data.size < ensemblingLimit ? 'ENSEMBLING' : 'HYPERPARAMETER_TUNING';
}

function addCandidate(job: JobRecord, mode: TrainingMode, trained: TrainedCandidate, now: number): void {
  const number = job.training.candidates.length + 1;
  const name = mode === 'ENSEMBLING' ? `${job.name}-trial-t1-${number}` : nameTuned(job, number);
  job.training.candidates.push({
    name,
    algorithm: trained.algorithm,
    objectiveValue: trained.objectiveValue,
    metrics: trained.metrics,
    finishedAt: now,
    modelUris: modelUris(job, { name, algorithm: trained.algorithm }, countContainers(mode, trained.model.problemType)),
  });
}

function nameTuned(job: JobRecord, number: number): string {
  const tuning = `${job.name.slice(0, 20)}${makeHash(job, 'tuning', 12)}`;
  return `${tuning}-${String(number).padStart(3, '0')}-${makeHash(job, String(number), 8)}`;
}

async function writeArtifacts(
  store: ObjectStore,
  job: JobRecord,
  trained: readonly TrainedCandidate[],
  outcome: TrainingOutcome,
): Promise<void> {
  await writeNotebooks(store, job, outcome);
  const targetIndex = outcome.columns.findIndex(({ role }) => role === 'target');
  for (const [index, candidate] of trained.entries()) {
    await writeModels(store, job.training.candidates[index]?.modelUris ?? [], candidate, targetIndex);
  }
  // By the rule of the service and not the order of the trainer: on a tie, the faster candidate is the best.
  const record = chooseBest(job, job.training.candidates);
  if (!record) throw new Error('The training has no best candidate.');
  const bestIndex = job.training.candidates.indexOf(record);
  const best = trained[bestIndex];
  if (!best) throw new Error('The best candidate has no model.');
  await writeReports(store, job, record.name, best);
  job.training.best = bestIndex;
}
