import type { JobDescription } from '../../aws/describe-job.js';
import { makeError } from '../../errors/user-error.js';
import type { StatementResult } from '../../exasol/session.js';
import { type AwsClients, emptyBucket, listBillable } from './billable.js';
import * as modelTour from './model-tour.js';
import type { Narrator } from './narrator.js';
import type { TourPlace, TourStep } from './tour.js';

/** Quality of the predictions on the held-out rows. */
export interface Score {
  /** Predicted rows with a known actual value. */
  readonly rows: number;
  readonly metric: 'Accuracy' | 'RMSE';
  /** Null if no row has a known actual value. */
  readonly value: number | null;
}

/** A metric that the job reported for its best candidate. */
export interface ReportedMetric {
  readonly metric: string;
  readonly set: string;
  readonly value: number;
}

export interface ModelTrial {
  readonly endpointName: string;
  /** Undefined if the file was too small to hold out rows. */
  readonly heldOut: Score | undefined;
  /** The same metric as reported by the job, if it reported it. */
  readonly reported: ReportedMetric | undefined;
  /** Result of the script that deletes the endpoint. */
  readonly deleted: readonly { readonly object: string; readonly name: string; readonly result: string }[];
  /** Number of resources that remain in AWS, by kind; all are 0. */
  readonly remaining: Readonly<Record<string, number>>;
}

/** Prints a step, runs it and prints its result. */
export type RunStep = (step: TourStep) => Promise<StatementResult>;

/**
 * Inspects the model, serves it, predicts with it, deletes the endpoint, predicts with a batch, and checks that nothing is left.
 * @throws UserError E-SME-131 if AWS still has a billable resource
 */
export async function tryModel(
  run: RunStep,
  place: TourPlace,
  jobName: string,
  problemType: JobDescription['problemType'],
  clients: AwsClients,
  narrator: Narrator,
): Promise<ModelTrial> {
  const leaderboard = await run(modelTour.planCandidates(place, jobName));
  await run(modelTour.planFeatureImportance(place, jobName));
  const endpoint = readRecord(await run(modelTour.planEndpoint(place, jobName)));
  const endpointName = String(endpoint['ENDPOINT_NAME']);
  const udf = String(endpoint['PREDICTION_UDF']);

  const sample = await run(modelTour.planSamplePredictions(place, udf));
  const isRegression = problemType === 'Regression';
  const columns = { actual: sample.columns[0] ?? '', prediction: sample.columns.at(-1) ?? '' };
  const metric = isRegression ? 'RMSE' : 'Accuracy';
  let heldOut: Score | undefined;
  if (place.dataset.heldOut.rows > 0) {
    const [rows, value] = (await run(modelTour.planScore(place, udf, columns, isRegression))).rows[0] ?? [];
    heldOut = { rows: Number(rows), metric, value: value === null || value === undefined ? null : Number(value) };
  }
  const reported = findReportedMetric(readMetrics(leaderboard, endpoint['CANDIDATE_NAME']), metric);
  if (reported) {
    narrator.print(`   The job reported ${metric} ${reported.value.toFixed(4)} (${reported.set.toLowerCase()})`);
  }

  const deletion = await run(modelTour.planDeletion(place, endpointName));
  const deleted = deletion.rows.map(([object, name, result]) => ({
    object: String(object),
    name: String(name),
    result: String(result),
  }));
  const batch = readRecord(await run(modelTour.planBatch(place, jobName)));
  await run(modelTour.planBatchImport(place, String(batch['BATCH_NAME'])));
  await run(modelTour.planBatchSample());
  const { files, bytes } = await emptyBucket(clients, place.aws.bucket);
  narrator.printTitle(`Remove the files on S3: aws s3 rm --recursive s3://${place.aws.bucket}`);
  narrator.print(`   ${files} files, ${bytes} bytes`);
  return { endpointName, heldOut, reported, deleted, remaining: await assertNothingRemains(clients, place.aws.bucket) };
}

async function assertNothingRemains(clients: AwsClients, bucket: string): Promise<Record<string, number>> {
  const remaining = await listBillable(clients, bucket);
  const left = remaining.flatMap(({ kind, names }) => names.map((name) => `'${name}' (${kind})`));
  if (left.length > 0) throw makeError('E-SME-131', { left: left.join(', ') });
  return Object.fromEntries(remaining.map(({ kind, names }) => [kind, names.length]));
}

function readRecord({ columns, rows }: StatementResult): Record<string, unknown> {
  return Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
}

/** Returns the METRICS of the candidate that is served. */
function readMetrics({ columns, rows }: StatementResult, candidateName: unknown): unknown {
  const row = rows.find((cells) => cells[columns.indexOf('CANDIDATE_NAME')] === candidateName);
  return row?.[columns.indexOf('METRICS')];
}

/** @param metrics METRICS of the leaderboard: a JSON list of { metric, set, value } with the names of AWS */
function findReportedMetric(metrics: unknown, metric: Score['metric']): ReportedMetric | undefined {
  const list: unknown = typeof metrics === 'string' ? JSON.parse(metrics) : [];
  const known = (Array.isArray(list) ? list : []).filter(isReported).filter(({ set }) => set !== 'Train');
  const found = known.find((entry) => entry.metric === metric);
  if (found || metric !== 'RMSE') return found;
  const squared = known.find((entry) => entry.metric === 'MSE');
  return squared && { ...squared, metric: 'RMSE', value: Math.sqrt(squared.value) };
}

function isReported(entry: unknown): entry is ReportedMetric {
  if (typeof entry !== 'object' || entry === null) return false;
  const { metric, set, value } = entry as Partial<Record<string, unknown>>;
  return typeof metric === 'string' && typeof set === 'string' && typeof value === 'number';
}
