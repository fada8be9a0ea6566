/** The files of a job in S3, under `<S3OutputPath>/<job name>/`. Source of the paths: public listings of Autopilot's output. */
import { createHash } from 'node:crypto';
import type { CandidateArtifactLocations } from '@aws-sdk/client-sagemaker';
import type { TrainedCandidate, TrainingOutcome } from '../../../automl/types.js';
import type { ObjectStore } from '../../s3/store.js';
import { packArchive } from '../model-archive.js';
import { splitS3Uri } from '../s3-uri.js';
import type { CandidateRecord, JobRecord } from './record.js';

const rootOf = (job: Pick<JobRecord, 'settings' | 'name'>): string =>
  `${job.settings.outputPath.replace(/\/+$/, '')}/${job.name}`;

/** A part of names that is the same for each call, as AWS's jobs and files have. */
export const makeHash = (job: Pick<JobRecord, 'arn'>, subject: string, length: number): string =>
  createHash('sha256').update(`${job.arn}/${subject}`).digest('hex').slice(0, length);

type Notebook = 'DataExploration' | 'CandidateDefinition';

export const notebookLocation = (job: JobRecord, notebook: Notebook): string =>
  `${rootOf(job)}/sagemaker-automl-candidates/pr-1-${makeHash(job, 'pr', 32)}/notebooks/SageMakerAutopilot${notebook}Notebook.ipynb`;

/** Only tuning has candidates that a notebook can define. */
export const listNotebooks = ({ training }: Pick<JobRecord, 'training'>): readonly Notebook[] =>
  training.mode === 'HYPERPARAMETER_TUNING' ? ['DataExploration', 'CandidateDefinition'] : ['DataExploration'];

export function reportLocations(job: JobRecord, candidate: string): CandidateArtifactLocations {
  return {
    Explainability: `${rootOf(job)}/documentation/explainability/output/${candidate}`,
    ModelInsights: `${rootOf(job)}/documentation/model_monitor/output/${candidate}`,
  };
}

/** The location of the model of each container of a candidate, in the order of the containers. */
export function modelUris(
  job: JobRecord,
  candidate: Pick<CandidateRecord, 'name' | 'algorithm'>,
  containers: number,
): string[] {
  const { name, algorithm } = candidate;
  if (containers === 1) return [`${rootOf(job)}/sagemaker-automl-candidates/model/${name}/model.tar.gz`];
  const prefix = job.name.slice(0, 20);
  const processor = `${prefix}-dpp1-1-${makeHash(job, `dpp ${name}`, 32)}`;
  const transform = `${rootOf(job)}/data-processor-models/${processor}/output/model.tar.gz`;
  const tuning = `${prefix}-dpp1-${algorithm === 'linear-learner' ? 'll' : 'xgb'}`;
  const model = `${rootOf(job)}/tuning/${tuning}/${name}/output/model.tar.gz`;
  return containers === 2 ? [transform, model] : [transform, model, transform];
}

/** Name of the model file in the archive; the archive of a transform container does not have it. */
export const modelFile = 'model.json';

/** A file next to the model: what a container of a tuned model knows about the training data. */
export const transformFile = 'transform.json';

/** @param targetIndex index of the target in the training header: containers of tuned models also accept rows with the target */
export async function writeModels(
  store: ObjectStore,
  uris: readonly string[],
  trained: TrainedCandidate,
  targetIndex: number,
): Promise<void> {
  const transform = JSON.stringify({ targetIndex });
  for (const [index, uri] of uris.entries()) {
    const isModel = uris.length === 1 || index === 1;
    const files = isModel ? { [modelFile]: JSON.stringify(trained.model) } : {};
    await putObject(store, uri, packArchive({ ...files, [transformFile]: transform }));
  }
}

export async function writeNotebooks(store: ObjectStore, job: JobRecord, outcome: TrainingOutcome): Promise<void> {
  const data = [
    `# Data exploration of ${job.name}\n`,
    `${outcome.rows} rows, ${outcome.columns.length} columns, target \`${job.settings.target}\`, ${outcome.problemType}.\n`,
    ...outcome.columns.map(({ name, role, kind }) => `- ${name}: ${role}, ${kind}\n`),
  ];
  const candidates = [
    `# Candidates of ${job.name}\n`,
    ...job.training.candidates.map(({ name, algorithm }) => `- ${name}: ${algorithm}\n`),
  ];
  for (const name of listNotebooks(job)) {
    const source = name === 'DataExploration' ? data : candidates;
    const notebook = {
      cells: [{ cell_type: 'markdown', metadata: {}, source }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    };
    await putObject(store, notebookLocation(job, name), Buffer.from(JSON.stringify(notebook)));
  }
}

/** As in AWS, only for the best candidate. The importances are in the file and format of Clarify's SHAP values. */
export async function writeReports(
  store: ObjectStore,
  job: JobRecord,
  name: string,
  best: TrainedCandidate,
): Promise<void> {
  const { Explainability, ModelInsights } = reportLocations(job, name);
  const label = best.model.labels.at(-1) ?? 'label0';
  const analysis = {
    version: '1.0',
    explanations: { kernel_shap: { [label]: { global_shap_values: best.featureImportance, expected_value: 0 } } },
  };
  await putObject(store, `${Explainability}/analysis.json`, Buffer.from(JSON.stringify(analysis)));
  await putObject(store, `${ModelInsights}/statistics.json`, Buffer.from(JSON.stringify(describeQuality(best))));
}

const qualityNames: Readonly<Record<string, string>> = {
  Accuracy: 'accuracy',
  Recall: 'recall',
  Precision: 'precision',
  F1: 'f1',
  AUC: 'auc',
  MAE: 'mae',
  MSE: 'mse',
  RMSE: 'rmse',
  R2: 'r2',
};

/**
 * The format of SageMaker Model Monitor's model quality report, without curves, weighted means and standard deviations
 * (docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-metrics.html).
 */
function describeQuality({ confusion, metrics, model }: TrainedCandidate): object {
  const values = metrics.flatMap(({ standardName, value, set }) => {
    const name = qualityNames[standardName];
    return name === undefined || set !== 'Validation' ? [] : [[name, { value, standard_deviation: 'NaN' }] as const];
  });
  if (!confusion) return { version: 0, regression_metrics: Object.fromEntries(values) };
  const classes = new Map<string, [predicted: string, rows: number][]>();
  for (const { actual, predicted, rows } of confusion) {
    classes.set(actual, [...(classes.get(actual) ?? []), [predicted, rows]]);
  }
  const matrix = Object.fromEntries([...classes].map(([actual, cells]) => [actual, Object.fromEntries(cells)]));
  const kind =
    model.problemType === 'BinaryClassification'
      ? 'binary_classification_metrics'
      : 'multiclass_classification_metrics';
  return { version: 0, [kind]: { confusion_matrix: matrix, ...Object.fromEntries(values) } };
}

/** @throws if the bucket does not exist */
async function putObject(store: ObjectStore, uri: string, content: Buffer): Promise<void> {
  const { bucket: name, key } = splitS3Uri(uri);
  const bucket = store.buckets.get(name);
  if (!bucket) throw new Error(`The bucket '${name}' does not exist.`);
  const staged = await store.stage(
    (async function* () {
      yield content;
    })(),
  );
  const contentType = key.endsWith('.json') ? 'application/json' : 'binary/octet-stream';
  await store.commit(bucket, staged, { key, etag: staged.md5, contentType, headers: {}, checksums: {} });
}
