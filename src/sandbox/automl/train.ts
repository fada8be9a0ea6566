import { planCandidates } from './candidate-plan.js';
import { type EncodedTable, encodeTable } from './encode-table.js';
import { type BinnedFeatures, binFeatures } from './estimators/binned-features.js';
import type { LearningTask } from './estimators/learning-task.js';
import { resolveObjective } from './objectives.js';
import { Pacer } from './pacer.js';
import { makeRandom } from './random.js';
import { readTable, type SampledTable } from './read-table.js';
import { resolveTarget, type Target } from './resolve-target.js';
import { type HeldOut, scoreCandidate } from './score-candidate.js';
import type { Estimator, SerializedModel, SingleEstimator } from './serialized-model.js';
import { splitRows } from './split-rows.js';
import {
  type Objective,
  type TrainedCandidate,
  type TrainingColumn,
  TrainingError,
  type TrainingOutcome,
  type TrainingRequest,
} from './types.js';
import { readWeights, type Weights } from './weights.js';

const minRows = 500;
const maxEnsembleMembers = 3;

/**
 * Trains several small models on CSV files and ranks them by the objective on validation rows.
 *
 * @throws TrainingError with the reason if the data cannot be used for training
 * @throws the signal's reason if the run is aborted
 */
export async function trainCandidates(request: TrainingRequest): Promise<TrainingOutcome> {
  request.signal.throwIfAborted();
  const pacer = new Pacer(request.signal);
  const table = await readTable(request, makeRandom(`${request.seed}/sample`), pacer);
  const weights = assertTrainable(table, request);
  const target = readTarget(table, request, weights);
  const objective = resolveObjective(target.problemType, request.objective);
  const prepared = await prepare(table, target, weights, request, pacer);
  const plan = planCandidates(request.mode, request.maxCandidates, makeRandom(`${request.seed}/plan`));
  const columns = describeColumns(table, target, prepared.encoded, request);
  request.onEvent({
    kind: 'dataAnalyzed',
    problemType: target.problemType,
    objective,
    rows: table.totalRows,
    columns: columns.length,
    plannedCandidates: plan.length,
  });

  const finished: TrainedCandidate[] = [];
  for (const { name, algorithm, train } of plan) {
    await pacer.pause();
    request.onEvent({ kind: 'candidateStarted', name, algorithm });
    let estimator: Estimator;
    if (train) {
      const random = makeRandom(`${request.seed}/${name}`);
      estimator = await train({ ...prepared.task, random, pacer }, prepared.binned);
    } else {
      estimator = { kind: 'average', members: pickMembers(finished, objective) };
    }
    const model: SerializedModel = { ...prepared.model, estimator };
    const scores = await scoreCandidate(
      model,
      prepared.heldOut,
      objective,
      makeRandom(`${request.seed}/shuffle`),
      pacer,
    );
    const metrics = scores.metrics.filter(
      (m) => m.standardName !== 'InferenceLatency' || request.mode === 'ENSEMBLING',
    );
    const candidate: TrainedCandidate = { name, algorithm, model, ...scores, metrics };
    finished.push(candidate);
    request.onEvent({ kind: 'candidateFinished', candidate });
  }
  return {
    problemType: target.problemType,
    objective,
    columns,
    rows: table.totalRows,
    rowsUsed: target.rows.length,
    candidates: rankCandidates(finished, objective),
  };
}

function assertTrainable(table: SampledTable, request: TrainingRequest): Weights | undefined {
  const names = table.header.map((name) => `'${name}'`).join(', ');
  for (const [role, name] of [
    ['target attribute', request.target],
    ['sample weight attribute', request.sampleWeightColumn],
  ]) {
    if (name !== undefined && !table.header.includes(name)) {
      throw new TrainingError(`The ${role} '${name}' is not in the header of the input data. Columns: ${names}`);
    }
  }
  if (table.totalRows < minRows) {
    throw new TrainingError(`The input data has ${table.totalRows} rows. At least ${minRows} rows are required.`);
  }
  if (table.header.length < 2) throw new TrainingError('The input data has no column besides the target attribute.');
  return request.sampleWeightColumn === undefined ? undefined : readWeights(table, request.sampleWeightColumn);
}

/** The target of the sampled rows. Rows without a usable weight are skipped, like rows without a target. */
function readTarget(table: SampledTable, request: TrainingRequest, weights: Weights | undefined): Target {
  const position = table.header.indexOf(request.target);
  const cells = table.rows.map((row, index) =>
    weights && Number.isNaN(weights.of(index)) ? '' : (row[position] ?? ''),
  );
  const target = resolveTarget(request.target, cells, request.problemType);
  if (target.rows.length < Math.min(minRows, table.rows.length)) {
    throw new TrainingError(
      `Only ${target.rows.length} of ${table.rows.length} rows have a usable value in the target column '${request.target}'. At least ${minRows} are required.`,
    );
  }
  return target;
}

interface Prepared {
  readonly task: Omit<LearningTask, 'random' | 'pacer'>;
  readonly binned: BinnedFeatures;
  readonly encoded: EncodedTable;
  readonly heldOut: HeldOut;
  readonly model: Omit<SerializedModel, 'estimator'>;
}

async function prepare(
  table: SampledTable,
  target: Target,
  weights: Weights | undefined,
  request: TrainingRequest,
  pacer: Pacer,
): Promise<Prepared> {
  await pacer.pause();
  const classes = target.labels.length;
  const split = splitRows(target.values, classes, request.validationFraction, makeRandom(`${request.seed}/split`));
  const pick = (positions: Int32Array): Float64Array => Float64Array.from(positions, (at) => target.values[at] ?? 0);
  const toTableRows = (positions: Int32Array): Int32Array => positions.map((at) => target.rows[at] ?? 0);
  const truth = pick(split.train);
  const { center, scale } = classes > 0 ? { center: 0, scale: 1 } : findScale(truth);
  const trainTarget = truth.map((value) => (value - center) / scale);
  const tableSplit = { train: toTableRows(split.train), validation: toTableRows(split.validation) };
  await pacer.pause();
  const encoded = await encodeTable(
    table,
    request.target,
    request.sampleWeightColumn,
    tableSplit,
    findEncodingTargets(trainTarget, classes, table.header.length),
    pacer,
  );
  const weight = Float64Array.from(tableSplit.train, (row) => weights?.of(row) ?? 1);
  const meanWeight = weight.reduce((sum, value) => sum + value, 0) / weight.length;
  if (meanWeight === 0) throw new TrainingError('All sample weights are zero.');
  return {
    task: {
      rows: trainTarget.length,
      features: encoded.train,
      classes,
      target: trainTarget,
      weight: weight.map((value) => value / meanWeight),
    },
    binned: await binFeatures(encoded.train, pacer),
    encoded,
    heldOut: {
      train: { features: encoded.train, truth },
      validation: { features: encoded.validation, truth: pick(split.validation) },
      columns: encoded.columns,
    },
    model: {
      format: 'sandbox-automl-2',
      problemType: target.problemType,
      inputColumns: encoded.columns.map(({ name, encoder }) => ({ name, encoder })),
      labels: [...target.labels],
      targetCenter: center,
      targetScale: scale,
    },
  };
}

function findScale(values: Float64Array): { center: number; scale: number } {
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length;
  return { center, scale: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** Targets for the mean encoding of categories: the number itself, the class of two, or one indicator for each of the first classes. */
function findEncodingTargets(target: Float64Array, classes: number, columns: number): Float64Array[] {
  if (classes === 0) return [target];
  if (classes === 2) return [target];
  const outputs = Math.min(classes, 10, Math.max(1, Math.floor(300 / columns)));
  return Array.from({ length: outputs }, (_, label) => target.map((value) => Number(value === label)));
}

function describeColumns(
  table: SampledTable,
  target: Target,
  encoded: EncodedTable,
  request: TrainingRequest,
): TrainingColumn[] {
  const kinds = new Map(encoded.columns.map((column) => [column.name, column.kind]));
  return table.header.map((name) => {
    if (name === request.target) {
      return { name, role: 'target', kind: target.labels.length > 0 ? 'categorical' : 'numeric' };
    }
    if (name === request.sampleWeightColumn) return { name, role: 'sampleWeight', kind: 'numeric' };
    return { name, role: 'feature', kind: kinds.get(name) ?? 'empty' };
  });
}

/** The best candidates so far. Their average is usually better than each of them. */
function pickMembers(candidates: readonly TrainedCandidate[], objective: Objective): SingleEstimator[] {
  return rankCandidates(candidates, objective)
    .flatMap(({ model }) => (model.estimator.kind === 'average' ? [] : [model.estimator]))
    .slice(0, maxEnsembleMembers);
}

/** Best first; candidates with equal values in the order of their training. */
function rankCandidates(candidates: readonly TrainedCandidate[], objective: Objective): TrainedCandidate[] {
  const sign = objective.type === 'Maximize' ? -1 : 1;
  return [...candidates].sort((a, b) => sign * (a.objectiveValue - b.objectiveValue));
}
