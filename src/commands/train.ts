import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../cli/script-session.js';
import { addTrainingDataOptions } from '../cli/training-options.js';
import { readWaitTimes, type WaitFlags, withoutTimeout } from '../cli/wait-options.js';
import { readNumber, readText } from '../exasol/rows.js';
import type { PagingSession } from '../exasol/session.js';
import { callScript, writeCall } from '../jobs/call-script.js';
import type { FoundTable } from '../jobs/table-name.js';
import type { TrainingParameters } from '../jobs/training-file.js';
import type { TrainingFlags } from '../jobs/training-parameters.js';
import { describeRows, describeTraining } from '../jobs/training-plan.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { formatHint, printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';

/** More findings are only counted. */
const maxShownFindings = 10;

interface TrainFlags extends ScriptFlags, TrainingFlags, ConfirmFlags, WaitFlags {
  readonly file?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
  /** False with --no-data-check. */
  readonly dataCheck?: boolean | undefined;
}

/** `sme train TABLE` */
export function addTrain(program: SmeCommand): void {
  const command = program
    .command('train')
    .argument('[table]', 'table or view to train on, as SCHEMA.TABLE; upper-cased as in SQL unless in double quotes')
    .description('Train a model on a table (billed by AWS; asks first)');
  addTrainingDataOptions(command)
    .option('--model-name <name>', 'prefix of the job name, followed by the time; default: the table name')
    .option('--job-name <name>', 'exact job name')
    .settingOption('connectionName')
    .settingOption('awsRegion', 'AWS Region of the job and the bucket')
    .settingOption('bucket')
    .settingOption('outputPath', 'path in the bucket; default sme')
    .settingOption('roleArn')
    .option('--file <json>', 'read parameters from this JSON file; options take precedence')
    .repeatableOption('--tag <key=value>', 'tag of the job, repeatable')
    .option('--keep-training-data', 'keep the exported data on S3; the default (SME_KEEP_TRAINING_DATA)')
    .option('--no-keep-training-data', 'delete the exported data from S3 after the job has ended')
    .option('--dry-run', 'print the statement, start nothing')
    .option('--no-data-check', 'do not examine the data first, which reads it a few times')
    .option('--wait', 'follow the job to its end, like sme watch')
    .option('--interval <time>', 'with --wait: time between status checks; default 15s')
    .option(
      '--timeout <time>',
      'with --wait: stop waiting after this time, such as 90m, and exit with 124; the job keeps running',
    )
    .confirmOptions()
    .securityOptions('training')
    .connectionOptions()
    .examples(
      'sme train SALES.CUSTOMERS --target CHURNED --max-candidates 20 --max-runtime 1h',
      'sme train --file churn.json --yes --wait',
    )
    .runs(runTrain);
}

async function runTrain(table: string | undefined, flags: TrainFlags, io: CommandIo): Promise<void> {
  const [{ findTable, parseTableName }, { readTrainingFile }, { makeTrainingParameters }, { findRunningJobs }] =
    await Promise.all([
      import('../jobs/table-name.js'),
      import('../jobs/training-file.js'),
      import('../jobs/training-parameters.js'),
      import('../jobs/running-jobs.js'),
    ]);
  const times = readWaitTimes(flags);
  const access = await prepareScripts(withoutTimeout(flags), io);
  const file = flags.file === undefined ? {} : await readTrainingFile(flags.file);
  const tableName = table === undefined ? undefined : parseTableName(table);
  const job = await access.open(names.train, async (session, schema) => {
    const found = tableName === undefined ? undefined : await findTable(session, tableName);
    const parameters = makeTrainingParameters({
      flags,
      file,
      settings: access.defaults,
      security: access.security,
      table: found,
    });
    if (flags.dataCheck !== false) {
      await showFindings(session, schema, parameters, file, io);
    }
    if (flags.dryRun === true) {
      const sql = writeCall(schema, names.train, [JSON.stringify(parameters)]);
      for (const line of describeRows(parameters)) {
        io.logger.info(line);
      }
      io.logger.info('Nothing is started. sme train would run:');
      printResult<'train'>(io, { dry_run: true, parameters, sql }, () => `${sql};\n`);
      return undefined;
    }
    const running = await findRunningJobs(session, schema, parameters);
    const rows = await countRows(session, found);
    await confirm(io, flags, [...describeRunning(running), describeTraining(parameters, rows)].join('\n'));
    return await startTraining({ session, schema, parameters, rows, isWaiting: flags.wait === true }, access, io).catch(
      async (thrown: unknown) => {
        const { nameFlagsInError, trainingFlagNames } = await import('../jobs/name-flags.js');
        throw nameFlagsInError(thrown, trainingFlagNames, file);
      },
    );
  });
  if (job !== undefined && flags.wait === true) {
    const { followJob } = await import('../cli/follow-job.js');
    await followJob(job, access, times, io);
    io.logger.info(`List its models with: sme candidates ${job}`);
  }
}

/** Rows of a table, from the catalog. Undefined for a view or a query, which would have to run. */
async function countRows(session: PagingSession, table: FoundTable | undefined): Promise<number | undefined> {
  if (table === undefined) {
    return undefined;
  }
  const { literal } = await import('../exasol/quote.js');
  const { rows } = await session.query(
    `SELECT TABLE_ROW_COUNT FROM SYS.EXA_ALL_TABLES WHERE TABLE_SCHEMA = ${literal(table.schema)} AND TABLE_NAME = ${literal(table.table)}`,
  );
  return readNumber(rows[0]?.[0]);
}

/** Shows what is wrong with the data. A failure of the examination does not stop the training. */
async function showFindings(
  session: PagingSession,
  schema: string,
  parameters: TrainingParameters,
  file: TrainingParameters,
  io: CommandIo,
): Promise<void> {
  const [
    { examineData },
    { countFindings, describeFinding },
    { describeThrown, UserError },
    { nameFlags, trainingFlagNames },
  ] = await Promise.all([
    import('../jobs/examine-data.js'),
    import('../jobs/format-findings.js'),
    import('../errors/user-error.js'),
    import('../jobs/name-flags.js'),
  ]);
  try {
    const findings = await withProgress(io, 'Examining the data', () => examineData(session, schema, parameters));
    const serious = findings.filter(({ severity }) => severity !== 'hint');
    for (const finding of serious.slice(0, maxShownFindings)) {
      io.warn(describeFinding(finding));
    }
    const rest = [...serious.slice(maxShownFindings), ...findings.filter(({ severity }) => severity === 'hint')];
    if (rest.length > 0) {
      io.logger.info(
        `"sme data check" with the same options also shows ${countFindings(rest, ['error', 'warning', 'hint'])}.`,
      );
    }
  } catch (thrown) {
    if (io.signal.aborted || (thrown instanceof UserError && thrown.exitCode === 130)) {
      throw thrown;
    }
    // The training reports wrong parameters itself.
    if (thrown instanceof UserError && thrown.exitCode === 2) {
      return;
    }
    const reason = nameFlags(describeThrown(thrown), trainingFlagNames, file);
    io.logger.info(`The data could not be examined: ${reason}`);
  }
}

interface TrainingCall {
  readonly session: PagingSession;
  readonly schema: string;
  readonly parameters: TrainingParameters;
  /** Rows of the input, if known. */
  readonly rows: number | undefined;
  /** Whether the job is followed at once. */
  readonly isWaiting: boolean;
}

async function startTraining(call: TrainingCall, access: ScriptAccess, io: CommandIo): Promise<string> {
  const { session, schema, parameters } = call;
  const { describeDuration, watchExport } = await import('../jobs/export-stages.js');
  // A sample or rows that are kept apart leave fewer rows than the table has.
  const isPart = parameters['sample_rows'] !== undefined || parameters['holdout_fraction'] !== undefined;
  const { result, seen } = await withProgress(io, 'Checking, exporting and starting', (progress) =>
    watchExport(
      {
        session,
        schema,
        table: names.jobTable,
        progress,
        rows: isPart ? undefined : call.rows,
        started: 'the job',
        open: (work, signal) => access.open(names.train, work, signal),
      },
      () => callScript(session, schema, names.train, [JSON.stringify(parameters)]),
    ),
  );
  const [row] = result;
  const job = readText(row?.['JOB_NAME']) ?? '';
  const [rows, files] = [readNumber(row?.['ROWS_EXPORTED']), readNumber(row?.['FILES_EXPORTED'])];
  const uri = readText(row?.['S3_TRAIN_URI']);
  const data = {
    dry_run: false as const,
    job_name: job,
    rows_exported: rows ?? null,
    files_exported: files ?? null,
    s3_train_uri: uri ?? null,
  };
  const location = `${rows} rows in ${files === 1 ? '1 file' : `${files} files`} at ${uri}${describeDuration(rows, seen)}`;
  const nextStep = call.isWaiting ? '' : formatHint(io, `Follow it with: sme watch ${job}`);
  printResult<'train'>(io, data, () => `Started ${job}: ${location}\n${nextStep}`);
  return job;
}

function describeRunning(jobs: readonly string[]): readonly string[] {
  return jobs.map((job) => `Job ${job} trains the same model on the same input and may still be running.`);
}
