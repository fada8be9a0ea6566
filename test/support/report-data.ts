import type { Evaluation } from '../../src/jobs/evaluate-predictions.js';
import type { Candidate, ModelVersion, ReportData } from '../../src/report/types.js';

/** A text that is harmful in HTML, attributes, style sheets, titles and SQL unless it is escaped. */
export const hostile =
  `"><script>document.title='owned'</script><img src=x onerror="document.title='owned'">'</style></title>` +
  `<style>body{display:none}</style>&lt;{{x}}\${y}'); DROP TABLE T; --\u202egnp`;

const start = Date.UTC(2026, 10, 22, 21, 30);
const minute = 60_000;

/** Candidates of an HPO job: three at a time, a few minutes each, improving. The last `unfinished` ones have no result. */
export function makeCandidates(count: number, unfinished = 0): readonly Candidate[] {
  const made = Array.from({ length: count }, (_, index): Candidate => {
    const created = new Date(start + (5 + Math.floor(index / 3) * 4 + (index % 3)) * minute);
    const value = Number((0.9 - 0.4 * Math.exp(-index / 12) - ((index * 7919) % 97) / 700).toFixed(5));
    const isDone = index < count - unfinished;
    const seconds = 150 + ((index * 37) % 80);
    return {
      name: `churn-20261122213000-trial-t1-${index + 1}`,
      status: isDone ? 'Completed' : index % 2 === 0 ? 'Failed' : 'InProgress',
      rank: undefined,
      objective: isDone ? 'F1' : undefined,
      value: isDone ? value : undefined,
      created,
      ended: isDone || index % 2 === 0 ? new Date(created.getTime() + seconds * 1000) : undefined,
      seconds: isDone ? seconds : undefined,
      failureReason:
        !isDone && index % 2 === 0 ? 'AlgorithmError: the training container ran out of memory.' : undefined,
      metrics: isDone
        ? [
            { metric: 'F1', set: 'Validation', value },
            { metric: 'F1', set: 'Train', value: Math.min(1, value + 0.03) },
            { metric: 'AUC', set: 'Validation', value: Math.min(1, value + 0.05) },
            { metric: 'Accuracy', set: 'Validation', value: Math.min(1, value + 0.02) },
            { metric: 'BalancedAccuracy', set: 'Validation', value: value - 0.01 },
            { metric: 'LogLoss', set: 'Validation', value: 1.2 - value },
            { metric: 'Precision', set: 'Validation', value: value - 0.02 },
            { metric: 'Recall', set: 'Validation', value: Math.min(1, value + 0.01) },
            { metric: 'InferenceLatency', set: 'Validation', value: 0.0312 + index / 10_000 },
          ]
        : [],
    };
  });
  return rankCandidates(made);
}

/** Sorts like the leaderboard: the best first, candidates without a result last. */
function rankCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const order = (value: number | undefined) => value ?? Number.NEGATIVE_INFINITY;
  return [...candidates]
    .sort((left, right) => (order(right.value) === order(left.value) ? 0 : order(right.value) - order(left.value)))
    .map((candidate, index) => (candidate.value === undefined ? candidate : { ...candidate, rank: index + 1 }));
}

const version: ModelVersion = {
  model: 'churn',
  version: 1,
  job: 'churn-20261122213000',
  status: 'Completed',
  metric: 'F1',
  value: 0.8123,
  endpoints: undefined,
  trained: undefined,
};

/** An evaluation of two classes with thresholds. */
export function makeEvaluation(): Evaluation {
  const thresholds = Array.from({ length: 21 }, (_, index) => {
    const threshold = index / 20;
    const [recall, precision] = [1 - threshold ** 3, 0.4 + 0.6 * threshold ** 0.7];
    return {
      threshold,
      true_positives: Math.round(480 * recall),
      false_positives: Math.round(480 * recall * (1 / precision - 1)),
      false_negatives: 480 - Math.round(480 * recall),
      true_negatives: 720 - Math.min(720, Math.round(480 * recall * (1 / precision - 1))),
      precision,
      recall,
      false_positive_rate: 1 - threshold,
      f1: recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    };
  });
  return {
    metrics: {
      rows: 1210,
      rows_evaluated: 1200,
      rows_without_actual: 8,
      rows_without_prediction: 2,
      accuracy: 0.8425,
      balanced_accuracy: 0.8311,
      f1_macro: 0.834,
      log_loss: 0.4123,
      roc_auc: 0.9012,
      pr_auc: null,
    },
    positive_label: 'yes',
    labels: [
      { label: 'no', precision: 0.86, recall: 0.88, f1: 0.87, support: 720 },
      { label: 'yes', precision: 0.81, recall: 0.78, f1: 0.795, support: 480 },
    ],
    confusion: [
      { actual: 'no', predicted: 'no', rows: 634 },
      { actual: 'no', predicted: 'yes', rows: 86 },
      { actual: 'yes', predicted: 'no', rows: 106 },
      { actual: 'yes', predicted: 'yes', rows: 374 },
    ],
    thresholds,
    residual_quantiles: [],
  };
}

/** An evaluation of a regression. */
export function makeRegressionEvaluation(): Evaluation {
  return {
    metrics: {
      rows: 1200,
      rows_evaluated: 1200,
      rmse: 48_123.4,
      mae: 31_002.1,
      mean_error: -812.5,
      mape: null,
      r2: 0.79,
    },
    positive_label: null,
    labels: [],
    confusion: [],
    thresholds: [],
    residual_quantiles: [
      { quantile: 0, residual: -212_004.2 },
      { quantile: 0.05, residual: -70_120.9 },
      { quantile: 0.25, residual: -21_003 },
      { quantile: 0.5, residual: -903.1 },
      { quantile: 0.75, residual: 20_443 },
      { quantile: 0.95, residual: 80_331.7 },
      { quantile: 1, residual: 265_004 },
    ],
  };
}

/** Data of a completed job, with the changes of a test. */
export function makeReportData(changes: Partial<ReportData> = {}): ReportData {
  const candidates = makeCandidates(24, 2);
  const [best] = candidates;
  return {
    job: 'churn-20261122213000',
    status: {
      status: 'Completed',
      phase: 'MaxCandidatesReached',
      failureReason: undefined,
      partialFailureReasons: undefined,
    },
    training: {
      source: { kind: 'table', schema: 'SALES', table: 'CUSTOMERS' },
      rows: 1_204_331,
      files: 8,
      columns: [
        { name: 'ID', type: 'DECIMAL(18,0)' },
        { name: 'AGE', type: 'DECIMAL(3,0)' },
        { name: 'SEGMENT', type: 'VARCHAR(10) UTF8' },
        { name: 'LAST_ORDER', type: 'TIMESTAMP' },
        { name: 'CHURN', type: 'VARCHAR(3) UTF8' },
      ],
      target: 'CHURN',
      sampleWeightColumn: undefined,
      validationFraction: 0.2,
      sampleRows: 100_000,
      holdoutFraction: 0.1,
      rowsHeldOut: 12_000,
      problemType: { requested: undefined, resolved: 'BinaryClassification' },
      objective: { requested: 'F1', resolved: 'F1' },
      mode: 'HYPERPARAMETER_TUNING',
      maxCandidates: 24,
      maxJobSeconds: 7200,
      maxCandidateSeconds: undefined,
      user: 'ANNA',
      version: '0.1.0',
    },
    times: {
      exported: '2026-11-22 22:29:51.345000',
      created: new Date(start),
      ended: new Date(start + 52 * minute),
      lastModified: new Date(start + 52 * minute),
      reported: new Date(start + 600 * minute),
    },
    best: best === undefined ? undefined : { name: best.name, metric: 'F1', value: best.value },
    candidates: { kind: 'known', value: candidates },
    features: {
      kind: 'known',
      value: [
        { name: 'AGE', importance: 0.412, share: 0.6127 },
        { name: 'LAST_ORDER', importance: 0.201, share: 0.299 },
        { name: 'SEGMENT', importance: 0.0594, share: 0.0883 },
        { name: 'ID', importance: 0, share: 0 },
      ],
    },
    confusion: {
      kind: 'known',
      value: [
        { actual: 'no', predicted: 'no', rows: 180_211 },
        { actual: 'no', predicted: 'yes', rows: 12_040 },
        { actual: 'yes', predicted: 'no', rows: 9_310 },
        { actual: 'yes', predicted: 'yes', rows: 39_305 },
      ],
    },
    batches: {
      kind: 'known',
      value: [
        {
          name: 'churn-20261122220000',
          status: 'Imported',
          target: '"SALES"."SCORES"',
          hardware: '1 x ml.m5.xlarge',
          rowsExported: 240_866,
          rowsPredicted: 240_860,
          rowsFailed: 6,
          created: new Date(start + 300 * minute),
          note: '6 rows of part-0002.csv <failed>',
        },
      ],
    },
    endpoints: {
      kind: 'known',
      value: [
        {
          name: 'churn',
          status: 'InService',
          candidate: best?.name ?? '',
          region: 'eu-central-1',
          connection: 'AWS_SAGEMAKER',
          job: 'churn-20261122213000',
          previousJob: undefined,
          model: 'churn-0000000a',
          config: 'churn-0000000a',
          instanceType: 'ml.m5.large',
          instanceCount: 1,
          memoryMb: undefined,
          maxConcurrency: undefined,
          prediction: {
            schema: 'SALES',
            name: 'CHURN_MODEL',
            keyColumns: [],
            hasCsvFunctions: true,
            parallelRequests: 4,
          },
          createdAt: '2026-11-22 23:31:02.120000',
          ageSeconds: 7200,
          expiresAt: new Date('2026-11-23T08:15:00Z'),
          user: 'ANNA',
        },
      ],
    },
    versions: {
      kind: 'known',
      value: [
        { ...version, version: 3, job: 'churn-20261129213000', status: 'InProgress', value: undefined },
        { ...version, version: 2, value: best?.value, endpoints: 'churn', trained: new Date(start + 52 * minute) },
        { ...version, version: 1, job: 'churn-20261115213000', trained: new Date(start - 7 * 1440 * minute) },
      ],
    },
    evaluation: undefined,
    places: {
      schema: 'ML',
      connection: 'AWS_SAGEMAKER',
      region: 'eu-central-1',
      roleArn: 'arn:aws:iam::123456789012:role/SageMakerRole',
      trainUri: 's3://my-bucket/autopilot/churn-20261122213000/train/',
      resultUri: 's3://my-bucket/autopilot/churn-20261122213000/output/',
      jobArn: 'arn:aws:sagemaker:eu-central-1:123456789012:automl-job/churn-20261122213000',
    },
    ...changes,
  };
}

/** The same job with a hostile text in every place. */
export function makeHostileData(): ReportData {
  const poison = (value: unknown): unknown => {
    if (typeof value === 'string') return hostile;
    if (Array.isArray(value)) return value.map(poison);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'kind' ? inner : poison(inner)]),
    );
  };
  const failure = { failureReason: 'x', partialFailureReasons: 'x' };
  const data = makeReportData();
  const evaluation = { table: 'x', result: makeEvaluation() };
  const { metrics } = evaluation.result;
  const poisoned = poison({ ...data, evaluation, status: { ...data.status, ...failure } }) as ReportData;
  return poisoned.evaluation === undefined
    ? poisoned
    : { ...poisoned, evaluation: { ...poisoned.evaluation, result: { ...poisoned.evaluation.result, metrics } } };
}
