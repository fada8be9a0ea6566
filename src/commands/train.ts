import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../cli/script-session.js';
import { readWatchTimes, type WatchFlags } from '../cli/wait-options.js';
import { readNumber, readText } from '../exasol/rows.js';
import type { PagingSession } from '../exasol/session.js';
import { callScript, writeCall } from '../jobs/call-script.js';
import { findRunningJobs } from '../jobs/running-jobs.js';
import { findTable, parseTableName } from '../jobs/table-name.js';
import { readTrainingFile, type TrainingParameters } from '../jobs/training-file.js';
import { makeTrainingParameters, type TrainingFlags } from '../jobs/training-parameters.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { formatSeconds } from '../text/format-values.js';
import { followJob } from './watch.js';

export interface TrainFlags extends ScriptFlags, TrainingFlags, ConfirmFlags, WatchFlags {
  readonly file?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
}

/** `sme train TABLE`: asks, starts a training through the SQL script, and with --wait follows it to its end. */
export async function runTrain(table: string | undefined, flags: TrainFlags, io: CommandIo): Promise<void> {
  const times = readWatchTimes(flags);
  const access = await prepareScripts({ ...flags, timeout: undefined }, io);
  const file = flags.file === undefined ? {} : await readTrainingFile(flags.file);
  const tableName = table === undefined ? undefined : parseTableName(table);
  const job = await access.open(names.train, async (session, schema) => {
    const found = tableName === undefined ? undefined : await findTable(session, tableName);
    const parameters = makeTrainingParameters({ flags, file, settings: access.defaults, table: found });
    const statement = writeCall(schema, names.train, [JSON.stringify(parameters)]);
    if (flags.dryRun === true) {
      io.logger.info('Nothing is started: this is what sme train would run.');
      printResult(io, { dry_run: true, parameters, sql: statement }, () => `${statement};\n`);
      return undefined;
    }
    const earlier = await findRunningJobs(session, schema, parameters);
    await confirm(io, flags, [...describeEarlier(earlier), describeTraining(parameters)].join('\n'));
    io.logger.info('Checking, exporting and starting …');
    return await startTraining(session, schema, parameters, io);
  });
  if (job !== undefined && flags.wait === true) {
    await waitForJob(job, access, times, io);
  }
}

async function startTraining(
  session: PagingSession,
  schema: string,
  parameters: TrainingParameters,
  io: CommandIo,
): Promise<string> {
  const [row] = await callScript(session, schema, names.train, [JSON.stringify(parameters)]);
  const job = readText(row?.['JOB_NAME']) ?? '';
  const [rows, files] = [readNumber(row?.['ROWS_EXPORTED']), readNumber(row?.['FILES_EXPORTED'])];
  const uri = readText(row?.['S3_TRAIN_URI']);
  const data = { dry_run: false, job_name: job, rows_exported: rows, files_exported: files, s3_train_uri: uri };
  printResult(
    io,
    data,
    () =>
      `Started ${job}: ${rows} rows in ${files === 1 ? '1 file' : `${files} files`} at ${uri}\nFollow it with: sme watch ${job}\n`,
  );
  return job;
}

async function waitForJob(
  job: string,
  access: ScriptAccess,
  times: ReturnType<typeof readWatchTimes>,
  io: CommandIo,
): Promise<void> {
  await followJob(job, access, times, io);
  io.logger.info(`See its models with: sme candidates ${job}`);
}

function describeEarlier(jobs: readonly string[]): readonly string[] {
  return jobs.map((job) => `Job ${job} trains the same model on the same input and is not known to have ended.`);
}

/** What will happen, in whole sentences. */
function describeTraining(parameters: TrainingParameters): string {
  const text = (key: string) => (parameters[key] === undefined ? undefined : String(parameters[key]));
  const input = text('input_query') ?? `${text('input_schema_name')}.${text('input_table_or_view_name')}`;
  const name = text('job_name') ?? `${text('model_name')}-<time>`;
  const [candidates, seconds] = [text('max_candidates'), Number(parameters['max_runtime_for_automl_job_in_seconds'])];
  const limits = [
    ...(candidates === undefined ? [] : [`${candidates} candidates`]),
    ...(Number.isNaN(seconds) ? [] : [formatSeconds(seconds)]),
  ];
  return [
    `${input} will be exported to ${text('s3_bucket_uri')}/${text('s3_output_path')}, and SageMaker Autopilot will train as job ${name} to predict ${text('target_attribute_name')}.`,
    limits.length === 0
      ? "No limit is given, so AWS's own hold: up to 250 candidates and 30 days. --max-candidates and --max-runtime set lower ones."
      : `It ends after ${limits.join(' or ')} at the latest.`,
    'AWS charges for it.',
  ].join('\n');
}
