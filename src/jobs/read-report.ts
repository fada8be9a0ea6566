import { UserError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import type { Candidate, CandidateMetric, Endpoint, Part, ReportData, Training } from '../report/types.js';
import { names } from '../scripts/names.js';
import { callScript, queryRows, type Row, readNumber, readText } from './call-script.js';
import type { JobReference } from './find-job.js';
import { listArguments } from './job-state.js';
import { parseList, readKeyColumns, readNames } from './stored-lists.js';

/** These end the reading: the connection is gone, or whoever asked has pressed Ctrl-C. */
const endsAll: ReadonlySet<string> = new Set(['E-SME-4', 'E-SME-15']);

/**
 * All that scripts and tables tell about a job, a statement each. Without the job's description there is no report; what else cannot be
 * had is told in its place.
 * @param now when it is read
 * @throws UserError as the describing script words it
 */
export async function readReport(session: Session, reference: JobReference, now: Date): Promise<ReportData> {
  const { schema, job, connection, region } = reference;
  const ask = (script: string) => callScript(session, schema, script, listArguments(reference));
  const attributes = new Map(
    (await ask(names.describeJob)).map((row) => [String(row['ATTRIBUTE']), row['VALUE'] ?? null]),
  );
  const text = (name: string) => readText(attributes.get(name));
  const number = (name: string) => readNumber(attributes.get(name));
  const stored = await queryRows(session, selectOfJob(schema, names.jobTable, job));
  const row: Row = stored[0] ?? {};
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
    training: readTraining(row, text, number),
    times: {
      exported: readText(row['DATETIME']),
      created: readUtc(text('CREATION_TIME_UTC')),
      ended: readUtc(text('END_TIME_UTC')),
      lastModified: readUtc(text('LAST_MODIFIED_TIME_UTC')),
      reported: now,
    },
    best:
      bestName === undefined
        ? undefined
        : { name: bestName, metric: text('BEST_METRIC_NAME'), value: number('BEST_METRIC_VALUE') },
    candidates: await tryPart(async () => (await ask(names.listCandidates)).map(readCandidate)),
    features: await tryPart(async () => (await ask(names.listFeatureImportance)).flatMap(readFeature)),
    // of numbers there is none, and asking costs a call of AWS
    confusion: await tryPart(async () =>
      isRegression ? [] : (await ask(names.listConfusionMatrix)).flatMap(readConfusion),
    ),
    endpoints: await tryPart(async () =>
      (await queryRows(session, selectOfJob(schema, names.endpointTable, job))).map(readEndpoint),
    ),
    places: {
      schema,
      connection,
      region,
      roleArn: text('ROLE_ARN'),
      trainUri: readText(row['S3_TRAIN_URI']) ?? readText(parseList(text('INPUT_LOCATIONS') ?? '').map(String)[0]),
      resultUri: readText(row['S3_RESULT_URI']) ?? text('OUTPUT_LOCATION'),
      jobArn: text('JOB_ARN'),
    },
  };
}

/** All columns: a table that an earlier version made has fewer than are known here. */
function selectOfJob(schema: string, table: string, job: string): string {
  return (
    `SELECT * FROM ${identifier(schema)}.${identifier(table)}` +
    ` WHERE UPPER(JOB_NAME) = UPPER(${literal(job)}) ORDER BY "DATETIME" DESC`
  );
}

async function tryPart<Value>(read: () => Promise<Value>): Promise<Part<Value>> {
  try {
    return { kind: 'known', value: await read() };
  } catch (thrown) {
    if (!(thrown instanceof UserError) || endsAll.has(thrown.code)) {
      throw thrown;
    }
    return { kind: 'absent', reason: thrown.message };
  }
}

type Read<Value> = (name: string) => Value | undefined;

/** AWS knows what it was asked for and what it made of it; the row knows the table and who asked. */
function readTraining(row: Row, text: Read<string>, number: Read<number>): Training {
  const cell = (column: string) => readText(row[column]);
  const columnNames = cell('COLUMN_NAMES');
  const types = readNames(cell('COLUMN_TYPES') ?? '');
  const sql = text('INPUT_QUERY');
  const table = text('INPUT_TABLE_OR_VIEW_NAME');
  return {
    source:
      table !== undefined
        ? { kind: 'table', schema: text('INPUT_SCHEMA_NAME') ?? '', table }
        : sql !== undefined
          ? { kind: 'query', sql }
          : undefined,
    rows: number('ROWS_EXPORTED'),
    files: number('FILES_EXPORTED'),
    columns:
      columnNames === undefined
        ? undefined
        : readNames(columnNames).map((name, index) => ({ name, type: types[index] })),
    target: text('TARGET_ATTRIBUTE_NAME') ?? cell('TARGET_ATTRIBUTE_NAME'),
    sampleWeightColumn: text('SAMPLE_WEIGHT_COLUMN'),
    validationFraction: number('VALIDATION_FRACTION'),
    problemType: { asked: text('PROBLEM_TYPE_REQUESTED'), resolved: text('PROBLEM_TYPE_RESOLVED') },
    objective: { asked: text('OBJECTIVE_REQUESTED'), resolved: text('OBJECTIVE_RESOLVED') },
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
    created: readUtc(readText(row['CREATION_TIME_UTC'])),
    ended: readUtc(readText(row['END_TIME_UTC'])),
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

function readConfusion(row: Row) {
  const rows = readNumber(row['NUMBER_OF_ROWS']);
  return rows === undefined
    ? []
    : [{ actual: readText(row['ACTUAL']) ?? '', predicted: readText(row['PREDICTED']) ?? '', rows }];
}

function readEndpoint(row: Row): Endpoint {
  const text = (column: string) => readText(row[column]);
  return {
    name: text('ENDPOINT_NAME') ?? '',
    status: text('ENDPOINT_STATUS'),
    candidate: text('CANDIDATE_NAME'),
    hardware:
      text('INSTANCE_TYPE') === undefined
        ? `serverless, ${text('SERVERLESS_MEMORY_MB')} MB, ${text('SERVERLESS_MAX_CONCURRENCY')} at once`
        : `${text('INSTANCE_COUNT') ?? 1} × ${text('INSTANCE_TYPE')}`,
    schema: text('PREDICTION_SCHEMA') ?? '',
    udf: text('PREDICTION_UDF') ?? '',
    keyColumns: readKeyColumns(text('PREDICTION_SETTINGS') ?? ''),
    created: text('DATETIME'),
    expiresUtc: text('EXPIRES_AT_UTC'),
    user: text('SCRIPT_USER'),
  };
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
function readUtc(text: string | undefined): Date | undefined {
  const moment = new Date(`${text?.slice(0, 19).replace(' ', 'T')}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
