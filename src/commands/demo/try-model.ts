import type { JobDescription } from '../../aws/describe-job.js';
import { makeError } from '../../errors/user-error.js';
import type { StatementResult } from '../../exasol/session.js';
import { type AwsClients, emptyBucket, listBillable } from './billable.js';
import * as modelTour from './model-tour.js';
import type { Narrator } from './narrator.js';
import type { TourPlace, TourStep } from './tour.js';

/** How good the model was on rows that it had never seen. */
export interface Score {
  /** Rows that were predicted and whose truth is known. */
  readonly rows: number;
  readonly metric: 'Accuracy' | 'RMSE';
  /** Null where the truth is known of no row. */
  readonly value: number | null;
}

/** A metric that the job reported of its best candidate. */
export interface ReportedMetric {
  readonly metric: string;
  readonly set: string;
  readonly value: number;
}

export interface ModelTrial {
  readonly endpointName: string;
  /** Undefined where the file was too small to hold rows out. */
  readonly heldOut: Score | undefined;
  /** What the job said of the same metric, where it did. */
  readonly reported: ReportedMetric | undefined;
  /** Rows of the script that deletes: which object, its name, what became of it. */
  readonly deleted: readonly { readonly object: string; readonly name: string; readonly result: string }[];
  /** How many things of what kind AWS was found to have left; all of them 0. */
  readonly remains: Readonly<Record<string, number>>;
}

/** Narrates a step, runs it and shows its answer. */
export type RunStep = (step: TourStep) => Promise<StatementResult>;

/**
 * Looks at the model, serves it, predicts with it and takes all of it away, and then looks whether it is gone.
 *
 * @throws UserError E-SME-131 where something that is paid for is left
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

  const few = await run(modelTour.planFewPredictions(place, udf));
  const isRegression = problemType === 'Regression';
  const columns = { actual: few.columns[0] ?? '', prediction: few.columns.at(-1) ?? '' };
  const metric = isRegression ? 'RMSE' : 'Accuracy';
  let heldOut: Score | undefined;
  if (place.dataset.heldOut.rows > 0) {
    const [rows, value] = (await run(modelTour.planScore(place, udf, columns, isRegression))).rows[0] ?? [];
    heldOut = { rows: Number(rows), metric, value: value === null || value === undefined ? null : Number(value) };
  }
  const reported = findReported(findMetrics(leaderboard, endpoint['CANDIDATE_NAME']), metric);
  if (reported) {
    narrator.say(`   The job itself reported ${metric} ${reported.value.toFixed(4)} (${reported.set.toLowerCase()})`);
  }

  const deletion = await run(modelTour.planDeletion(place, endpointName));
  const deleted = deletion.rows.map(([object, name, result]) => ({
    object: String(object),
    name: String(name),
    result: String(result),
  }));
  const { files, bytes } = await emptyBucket(clients, place.aws.bucket);
  narrator.title(`Remove the files on S3: aws s3 rm --recursive s3://${place.aws.bucket}`);
  narrator.say(`   ${files} files, ${bytes} bytes`);
  return { endpointName, heldOut, reported, deleted, remains: await checkRemains(clients, place.aws.bucket) };
}

async function checkRemains(clients: AwsClients, bucket: string): Promise<Record<string, number>> {
  const remains = await listBillable(clients, bucket);
  const left = remains.flatMap(({ kind, names }) => names.map((name) => `'${name}' (${kind})`));
  if (left.length > 0) throw makeError('E-SME-131', { left: left.join(', ') });
  return Object.fromEntries(remains.map(({ kind, names }) => [kind, names.length]));
}

function readRecord({ columns, rows }: StatementResult): Record<string, unknown> {
  return Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
}

/** What the leaderboard says of the candidate that is served. */
function findMetrics({ columns, rows }: StatementResult, candidateName: unknown): unknown {
  const row = rows.find((cells) => cells[columns.indexOf('CANDIDATE_NAME')] === candidateName);
  return row?.[columns.indexOf('METRICS')];
}

/** @param metrics the leaderboard's METRICS: a JSON list of { metric, set, value } under AWS's names */
function findReported(metrics: unknown, wanted: Score['metric']): ReportedMetric | undefined {
  const list: unknown = typeof metrics === 'string' ? JSON.parse(metrics) : [];
  const known = (Array.isArray(list) ? list : []).filter(isReported).filter(({ set }) => set !== 'Train');
  const found = known.find(({ metric }) => metric === wanted);
  if (found || wanted !== 'RMSE') return found;
  const squared = known.find(({ metric }) => metric === 'MSE');
  return squared && { ...squared, metric: 'RMSE', value: Math.sqrt(squared.value) };
}

function isReported(entry: unknown): entry is ReportedMetric {
  if (typeof entry !== 'object' || entry === null) return false;
  const { metric, set, value } = entry as Partial<Record<string, unknown>>;
  return typeof metric === 'string' && typeof set === 'string' && typeof value === 'number';
}
