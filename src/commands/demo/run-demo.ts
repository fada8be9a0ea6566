import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeS3Client, makeSageMakerClient } from '../../aws/clients.js';
import { describeJob, type JobDescription } from '../../aws/describe-job.js';
import { listObjects, uploadFile } from '../../aws/s3-objects.js';
import { deployInSession } from '../../deploy/deploy.js';
import type { DocumentData } from '../../documents/documents.js';
import { makeError, makeInterruption } from '../../errors/user-error.js';
import { type Session, type StatementResult, withSession } from '../../exasol/session.js';
import type { CommandIo } from '../../terminal/io.js';
import { withLiveProgress } from '../../terminal/progress.js';
import type { SandboxAccess } from '../../terminal/sandbox-access.js';
import { toConnectionConfig } from '../sandbox/running.js';
import { type Dataset, type DatasetSource, prepareDataset, seattleWeather } from './dataset.js';
import { Narrator } from './narrator.js';
import { pollJob } from './poll-job.js';
import { type StartSandbox, withSandbox } from './sandbox.js';
import * as tour from './tour.js';
import { type ModelTrial, type ReportedMetric, type Score, tryModel } from './try-model.js';

export interface DemoFlags {
  readonly csv?: string;
  readonly target?: string;
  readonly quiet?: boolean;
}

const scriptSchema = 'SME';
const afterInterruption = 'The sandbox and everything in it is deleted. Run sme demo again to start over.';

/**
 * Starts a temporary sandbox, loads a table, trains a model, predicts with it in SQL and deletes everything. Uses the real driver.
 * @throws UserError E-SME-121 and E-SME-122 if the sandbox does not start, E-SME-124 to E-SME-129 for unusable data, E-SME-130 if the
 * job fails, E-SME-131 if AWS still has a billable resource at the end, E-SME-4 for any failure after Ctrl-C
 */
export async function runDemo(
  flags: DemoFlags,
  io: CommandIo,
  startSandbox: StartSandbox = startRealSandbox,
): Promise<void> {
  try {
    await demonstrate(flags, io, startSandbox);
  } catch (thrown) {
    // A connection or a sandbox that Ctrl-C ends fails in many ways, for example as a lost connection.
    throw io.signal.aborted ? makeInterruption(afterInterruption, thrown) : thrown;
  }
}

const startRealSandbox: StartSandbox = async (options) => {
  const { startSandbox } = await import('../../sandbox/index.js');
  return startSandbox(options);
};

async function demonstrate(flags: DemoFlags, io: CommandIo, startSandbox: StartSandbox): Promise<void> {
  const source = readSource(flags);
  const narrator = new Narrator(io, flags.quiet === true);
  const folder = await mkdtemp(join(tmpdir(), 'sme-demo-'));
  try {
    const dataset = await prepareDataset(source, folder);
    narrator.print(`Data: ${source.title}`);
    narrator.print(
      `      ${dataset.training.rows} rows to train on, ${dataset.heldOut.rows} held out, target "${dataset.target.header}"`,
    );
    for (const note of dataset.notes) io.warn(note);
    const work = async (sandbox: SandboxAccess) => {
      narrator.print(
        `Sandbox: Exasol at ${sandbox.exasol.host}:${sandbox.exasol.port}, AWS at ${sandbox.aws.endpointUrl}`,
      );
      await deployScripts(sandbox, narrator, io);
      const options = { signal: io.signal, logger: io.logger };
      await withSession(
        toConnectionConfig(sandbox),
        (session) => takeTour(session, sandbox, dataset, narrator, io),
        options,
      );
    };
    await withSandbox(io, work, startSandbox);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readSource({ csv, target }: DemoFlags): DatasetSource {
  if (csv === undefined && target === undefined) return seattleWeather;
  if (csv === undefined) throw makeError('E-SME-124', { given: '--target', missing: '--csv' });
  if (target === undefined) throw makeError('E-SME-124', { given: '--csv', missing: '--target' });
  return { path: csv, target, title: csv };
}

async function deployScripts(sandbox: SandboxAccess, narrator: Narrator, io: CommandIo): Promise<void> {
  const target = { schema: { candidates: [scriptSchema], whenNew: scriptSchema }, languageAlias: 'PYTHON3' };
  const outcome = await withLiveProgress(io, 'Deploying', (progress) =>
    withSession(
      toConnectionConfig(sandbox),
      (session) => deployInSession(session, { target, createSchema: true, logger: io.logger, progress }),
      { autocommit: false, signal: io.signal, logger: io.logger },
    ),
  );
  for (const text of outcome.warnings) io.warn(text);
  narrator.printTitle(`sme deploy --create-schema --schema ${scriptSchema}`);
  const runtime = outcome.runtime;
  narrator.print(
    `   ${outcome.plan.steps.length} objects into Exasol ${outcome.database.version}; UDFs run on Python ${runtime?.python ?? '?'} with boto3 ${runtime?.boto3 ?? '(none)'}`,
  );
}

async function takeTour(
  session: Session,
  sandbox: SandboxAccess,
  dataset: Dataset,
  narrator: Narrator,
  io: CommandIo,
): Promise<void> {
  const { aws } = sandbox;
  const place: tour.TourPlace = { scriptSchema, dataset, aws };
  const run = async (step: tour.TourStep): Promise<StatementResult> => {
    narrator.printStatement(step);
    const startedAt = Date.now();
    const result = await withLiveProgress(io, 'Running', () => session.query(step.sql));
    narrator.printResult(step, result, (Date.now() - startedAt) / 1000);
    return result;
  };
  const s3 = makeS3Client(aws, io.signal);
  const sageMaker = makeSageMakerClient(aws, io.signal);
  try {
    await uploadFile(s3, dataset.training.file, aws.bucket, tour.uploads.training);
    await uploadFile(s3, dataset.heldOut.file, aws.bucket, tour.uploads.heldOut);
    for (const step of tour.planLoading(place)) await run(step);
    const { columns, rows } = await run(tour.planTraining(place));
    const trained = Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
    const jobName = String(trained['JOB_NAME']);
    await run(tour.planMetadata(place, jobName));
    const prefix = `${tour.outputPath}/${jobName}/`;
    await showObjects(s3, aws.bucket, `${prefix}train/`, 'The training data on S3', narrator);

    const poll = tour.planPoll(place, jobName);
    narrator.printStatement(poll);
    const status = await pollJob(session, poll, narrator, io.signal);
    const job = await describeJob(sageMaker, jobName);
    if (status !== 'Completed')
      throw makeError('E-SME-130', { job: jobName, status, reason: job.failureReason ?? 'none given' });
    await showObjects(s3, aws.bucket, prefix, 'The results of the job on S3', narrator);
    const trial = await tryModel(run, place, jobName, job.problemType, { s3, sageMaker }, narrator);
    printOutcome(trained, status, job, trial, narrator, io);
  } finally {
    s3.destroy();
    sageMaker.destroy();
  }
}

async function showObjects(
  s3: ReturnType<typeof makeS3Client>,
  bucket: string,
  prefix: string,
  title: string,
  narrator: Narrator,
): Promise<void> {
  narrator.printTitle(`${title}: s3://${bucket}/${prefix}`);
  for (const { key, bytes } of await listObjects(s3, bucket, prefix)) {
    narrator.print(`   ${String(bytes).padStart(9)} bytes  ${key.slice(prefix.length)}`);
  }
}

/** Prints a summary, or with --json one document. The data is also at its top level, as in 0.1.0. */
function printOutcome(
  trained: Readonly<Record<string, unknown>>,
  status: string,
  { problemType, bestCandidate: best }: JobDescription,
  { endpointName, heldOut, reported, deleted, remaining }: ModelTrial,
  narrator: Narrator,
  io: CommandIo,
): void {
  const { ROWS_EXPORTED: rows, FILES_EXPORTED: files } = trained;
  if (io.json) {
    const data: DocumentData<'demo'> = {
      job_name: String(trained['JOB_NAME']),
      job_status: status,
      rows_exported: Number(rows),
      files_exported: Number(files),
      s3_train_uri: String(trained['S3_TRAIN_URI']),
      problem_type: problemType ?? null,
      best_candidate: best ?? null,
      endpoint_name: endpointName,
      held_out: heldOut ?? null,
      deleted,
      billable_left: Object.values(remaining).reduce((sum, count) => sum + count, 0),
    };
    const document = { schema: 'sme.demo/v1', command: io.command, ok: true, data, error: null, warnings: io.warnings };
    io.stdout.write(`${JSON.stringify({ ...document, ...data })}\n`);
    return;
  }
  narrator.printTitle('Summary');
  const lines = [
    `${problemType ?? 'problem type unknown'}, rows exported: ${String(rows)}, files: ${String(files)}`,
    `Best candidate: ${best ? `${best.name}, ${best.metric} ${best.value.toFixed(4)} on the validation rows of the job` : 'none'}`,
    ...(heldOut ? [describeScore(heldOut, reported)] : []),
    `Nothing billable is left in AWS: ${Object.entries(remaining)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')}`,
  ];
  io.stdout.write(lines.map((line) => `   ${line}\n`).join(''));
}

function describeScore({ rows, metric, value }: Score, reported: ReportedMetric | undefined): string {
  const computed = `${metric} in SQL: ${value === null ? 'unknown' : value.toFixed(4)} on ${rows} held-out rows`;
  return reported ? `${computed}; reported by the job: ${reported.value.toFixed(4)}` : computed;
}
