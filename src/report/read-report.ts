import { UserError } from '../errors/user-error.js';
import { type Row, readNumber, readText, readUtc } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { callScript } from '../jobs/call-script.js';
import type { JobReference } from '../jobs/find-job.js';
import { callJobScript, describeJob, type JobAttributes } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import { readEndpointsOfJob } from '../tables/endpoint-table.js';
import { findTrainedJob, type TrainedJob, toSource } from '../tables/job-table.js';
import { parseList } from '../tables/stored-lists.js';
import { formatHardware } from '../text/format-values.js';
import type {
  Batch,
  Candidate,
  CandidateMetric,
  ModelVersion,
  Part,
  ReportData,
  ReportedEvaluation,
  Training,
} from './types.js';

/** Errors that end the whole report: an interruption and a lost connection. */
const fatalErrors: ReadonlySet<string> = new Set(['E-SME-4', 'E-SME-15']);

/**
 * Reads all data for a report from the scripts and the tables. Only the description of the job is required; any other part that cannot be
 * read is replaced by the reason.
 * @param now the time of the report
 * @param evaluation to include in the report
 * @throws UserError that the describing script raised
 */
export async function readReport(
  session: Session,
  reference: JobReference,
  now: Date,
  evaluation?: ReportedEvaluation | undefined,
): Promise<ReportData> {
  const { schema, job, connection, region } = reference;
  const call = (script: string) => callJobScript(session, script, reference);
  const attributes = await describeJob(session, reference);
  const { text, number } = attributes;
  const stored = await findTrainedJob(session, schema, job);
  const bestName = text('BEST_CANDIDATE_NAME');
  const isRegression = (text('PROBLEM_TYPE_RESOLVED') ?? text('PROBLEM_TYPE_REQUESTED')) === 'Regression';
  return {
    job: text('JOB_NAME') ?? job,
    status: {
      status: text('JOB_STATUS') ?? '?',
      phase: text('JOB_SECONDARY_STATUS') ?? '?',
      failureReason: text('FAILURE_REASON'),
      partialFailureReasons: text('PARTIAL_FAILURE_REASONS'),
    },
    training: readTraining(stored, attributes),
    times: {
      exported: stored?.startedAt,
      created: readUtc(text('CREATION_TIME_UTC')),
      ended: readUtc(text('END_TIME_UTC')),
      lastModified: readUtc(text('LAST_MODIFIED_TIME_UTC')),
      reported: now,
    },
    best:
      bestName === undefined
        ? undefined
        : { name: bestName, metric: text('BEST_METRIC_NAME'), value: number('BEST_METRIC_VALUE') },
    candidates: await tryPart(async () => (await call(names.listCandidates)).map(readCandidate)),
    features: await tryPart(async () => (await call(names.listFeatureImportance)).flatMap(readFeature)),
    // a regression has no confusion matrix, and the script would call AWS
    confusion: await tryPart(async () =>
      isRegression ? [] : (await call(names.listConfusionMatrix)).flatMap(readConfusion),
    ),
    endpoints: await tryPart(async () => await readEndpointsOfJob(session, schema, job)),
    batches: await tryPart(async () => {
      const rows = await callScript(session, schema, names.listBatches, []);
      return rows.filter((row) => row['JOB_NAME'] === job).map(readBatch);
    }),
    versions: await tryPart(async () =>
      text('MODEL_NAME') === undefined ? [] : await readVersions(session, schema, job),
    ),
    evaluation,
    places: {
      schema,
      connection,
      region,
      roleArn: text('ROLE_ARN'),
      trainUri: stored?.trainUri ?? readText(parseList(text('INPUT_LOCATIONS') ?? '').map(String)[0]),
      trainDataRemovedAt: text('TRAINING_DATA_REMOVED_AT_UTC'),
      resultUri: stored?.resultUri ?? text('OUTPUT_LOCATION'),
      jobArn: text('JOB_ARN'),
    },
  };
}

/** All versions of the model of a job. A job that has not started yet is not a version. */
async function readVersions(session: Session, schema: string, job: string): Promise<readonly ModelVersion[]> {
  const versions = (await callScript(session, schema, names.listModels, [])).map(readVersion);
  const own = versions.find((version) => version.job === job);
  return own === undefined ? [] : versions.filter(({ model }) => model === own.model);
}

function readVersion(row: Row): ModelVersion {
  const text = (column: string) => readText(row[column]);
  return {
    model: text('MODEL_NAME') ?? '',
    version: readNumber(row['VERSION']) ?? 0,
    job: text('JOB_NAME') ?? '',
    status: text('JOB_STATUS') ?? 'unknown',
    metric: text('BEST_METRIC_NAME'),
    value: readNumber(row['BEST_METRIC_VALUE']),
    endpoints: text('ENDPOINT_NAME'),
    trained: readUtc(row['TRAINED_AT_UTC']),
  };
}

async function tryPart<Value>(read: () => Promise<Value>): Promise<Part<Value>> {
  try {
    return { kind: 'known', value: await read() };
  } catch (thrown) {
    if (!(thrown instanceof UserError) || fatalErrors.has(thrown.code)) {
      throw thrown;
    }
    return { kind: 'absent', reason: thrown.message };
  }
}

/** AWS knows the parameters and what they resolved to; only the row knows the columns. */
function readTraining(stored: TrainedJob | undefined, { text, number }: JobAttributes): Training {
  return {
    source: toSource(text('INPUT_SCHEMA_NAME'), text('INPUT_TABLE_OR_VIEW_NAME'), text('INPUT_QUERY')),
    rows: number('ROWS_EXPORTED'),
    files: number('FILES_EXPORTED'),
    columns: stored?.columns,
    target: text('TARGET_ATTRIBUTE_NAME') ?? stored?.target,
    sampleWeightColumn: text('SAMPLE_WEIGHT_COLUMN'),
    validationFraction: number('VALIDATION_FRACTION'),
    sampleRows: number('SAMPLE_ROWS'),
    holdoutFraction: number('HOLDOUT_FRACTION'),
    rowsHeldOut: number('ROWS_HELD_OUT'),
    problemType: { requested: text('PROBLEM_TYPE_REQUESTED'), resolved: text('PROBLEM_TYPE_RESOLVED') },
    objective: { requested: text('OBJECTIVE_REQUESTED'), resolved: text('OBJECTIVE_RESOLVED') },
    mode: text('MODE'),
    maxCandidates: number('MAX_CANDIDATES'),
    maxJobSeconds: number('MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS'),
    maxCandidateSeconds: number('MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS'),
    user: text('SCRIPT_USER'),
    version: text('EXTENSION_VERSION'),
  };
}

function readCandidate(row: Row): Candidate {
  return {
    name: readText(row['CANDIDATE_NAME']) ?? '',
    status: readText(row['CANDIDATE_STATUS']) ?? '?',
    rank: readNumber(row['RANK']),
    objective: readText(row['OBJECTIVE_METRIC']),
    value: readNumber(row['OBJECTIVE_VALUE']),
    created: readUtc(row['CREATION_TIME_UTC']),
    ended: readUtc(row['END_TIME_UTC']),
    seconds: readNumber(row['TRAINING_SECONDS']),
    failureReason: readText(row['FAILURE_REASON']),
    metrics: parseList(readText(row['METRICS']) ?? '').flatMap(readMetric),
  };
}

function readMetric(entry: unknown): readonly CandidateMetric[] {
  if (typeof entry !== 'object' || entry === null) {
    return [];
  }
  const { metric, set, value } = entry as Partial<Record<string, unknown>>;
  return typeof metric === 'string' && typeof value === 'number'
    ? [{ metric, set: typeof set === 'string' ? set : '', value }]
    : [];
}

function readFeature(row: Row) {
  const importance = readNumber(row['IMPORTANCE']);
  return importance === undefined
    ? []
    : [{ name: readText(row['FEATURE']) ?? '', importance, share: readNumber(row['SHARE']) }];
}

function readBatch(row: Row): Batch {
  const text = (column: string) => readText(row[column]);
  const number = (column: string) => readNumber(row[column]);
  return {
    name: text('BATCH_NAME') ?? '',
    status: text('STATUS') ?? '?',
    target: text('TARGET_TABLE') ?? '',
    hardware: formatHardware({
      instanceType: text('INSTANCE_TYPE'),
      instanceCount: number('INSTANCE_COUNT'),
      memoryMb: undefined,
      maxConcurrency: undefined,
    }),
    rowsExported: number('ROWS_EXPORTED'),
    rowsPredicted: number('ROWS_PREDICTED'),
    rowsFailed: number('ROWS_FAILED'),
    created: readUtc(row['CREATION_TIME_UTC']),
    note: text('FAILURE_REASON') ?? text('REMARK'),
  };
}

function readConfusion(row: Row) {
  const rows = readNumber(row['NUMBER_OF_ROWS']);
  return rows === undefined
    ? []
    : [{ actual: readText(row['ACTUAL']) ?? '', predicted: readText(row['PREDICTED']) ?? '', rows }];
}
