import { resolve } from 'node:path';
import type { SmeCommand } from '../cli/command.js';
import { addEvaluationOptions, type EvaluationFlags, listColumnFlags } from '../cli/evaluation-options.js';
import { type ScriptFlags, withJob } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import type { PagingSession } from '../exasol/session.js';
import type { JobReference } from '../jobs/find-job.js';
import type { TableName } from '../jobs/table-name.js';
import type { ReportedEvaluation } from '../report/types.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { openFile } from '../terminal/open-file.js';
import { printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';
import { version } from '../version.js';

interface ReportFlags extends ScriptFlags, EvaluationFlags {
  readonly holdout?: boolean | undefined;
  readonly endpoint?: string | undefined;
  readonly predictions?: string | undefined;
  readonly output?: string | undefined;
  readonly open?: boolean | undefined;
  readonly force?: boolean | undefined;
}

/** `sme report JOB` */
export function addReport(program: SmeCommand): void {
  const command = program
    .command('report')
    .argument('<job>', 'job name, as in "sme jobs"')
    .description('Write an HTML report about a job: data, timeline, leaderboard, charts, endpoints (works offline)')
    .option('-o, --output <file>', 'write to this file, or - for stdout; default: <job>.html in the current folder')
    .option('--open', 'open the report in the browser')
    .option('--force', 'replace an existing file')
    .option('--holdout', 'evaluate the rows that the training kept apart (train --holdout-fraction)')
    .option('--endpoint <name>', 'with --holdout: endpoint that predicts; default: the latest one that serves the job')
    .option('--predictions <table>', 'evaluate the predictions in SCHEMA.TABLE; needs --actual');
  addEvaluationOptions(command)
    .jobOptions()
    .connectionOptions()
    .examples(
      'sme report churn-20261122213000 --open',
      'sme report churn-20261122213000 --holdout --force',
      "sme report churn-20261122213000 -o - | mail -s 'Churn model' -a 'Content-Type: text/html' team@example.com",
    )
    .runs(runReport);
}

async function runReport(job: string, flags: ReportFlags, io: CommandIo): Promise<void> {
  const [{ readReport }, { makeReport }, { findReportFile, writeReportFile }, { parseTableName }, evaluations] =
    await Promise.all([
      import('../report/read-report.js'),
      import('../report/page.js'),
      import('../report/report-file.js'),
      import('../jobs/table-name.js'),
      import('../jobs/evaluate-predictions.js'),
    ]);
  checkEvaluation(flags);
  const table = flags.predictions === undefined ? undefined : parseTableName(flags.predictions);
  const isStdout = flags.output === '-';
  if (isStdout && flags.open === true) {
    throw makeError('E-SME-250', { problem: '--open needs a file, but -o - writes to stdout' });
  }
  const { report, file } = await withJob(job, names.describeJob, flags, io, async (session, reference) => ({
    // before calling AWS, so that an existing file is reported immediately
    file: isStdout
      ? undefined
      : await findReportFile(resolve(io.cwd, flags.output ?? '.'), reference.job, flags.force === true),
    report: await withProgress(io, 'Reading the job', async () =>
      readReport(session, reference, new Date(), await evaluate(session, reference, table, flags)),
    ),
  }));
  if (report.candidates.kind === 'absent') {
    io.warn(`The candidates could not be listed: ${report.candidates.reason}`);
  }
  const warning = report.evaluation && evaluations.warnOfForeignLabels(report.evaluation.result);
  if (warning !== undefined) {
    io.warn(warning);
  }
  const html = makeReport(report, `sme ${version}`);
  const data = { job_name: report.job, job_status: report.status.status };
  if (file === undefined) {
    printResult<'report'>(io, { ...data, html, file: null, bytes: null, opened: null }, () => html);
    return;
  }
  await writeReportFile(file, html);
  const isOpened = flags.open === true ? await openFile(file, io) : undefined;
  printResult<'report'>(
    io,
    { ...data, html: null, file, bytes: Buffer.byteLength(html), opened: isOpened ?? null },
    () => `${file}\n`,
  );
}

/** The evaluation that the flags request. @throws UserError of the evaluation: a report without it is not what the user wants */
async function evaluate(
  session: PagingSession,
  { schema, job }: JobReference,
  table: TableName | undefined,
  flags: ReportFlags,
): Promise<ReportedEvaluation | undefined> {
  if (table === undefined && flags.holdout !== true) {
    return undefined;
  }
  const [{ findTable, writeTable }, source, { evaluatePredictions }] = await Promise.all([
    import('../jobs/table-name.js'),
    import('../jobs/evaluation-source.js'),
    import('../jobs/evaluate-predictions.js'),
  ]);
  const found = table && (await findTable(session, table));
  const parameters =
    found === undefined
      ? await source.makeHoldoutParameters(session, schema, job, flags)
      : source.makeTableParameters(found, flags);
  return {
    table: found && writeTable(found),
    result: await evaluatePredictions(session, schema, parameters),
  };
}

/** @throws UserError E-SME-623 */
function checkEvaluation(flags: ReportFlags): void {
  const { holdout = false, predictions, actual, endpoint, positiveLabel, problemType } = flags;
  const columns = listColumnFlags(flags);
  const problems = [
    ...(holdout && predictions !== undefined ? ['use one of --holdout and --predictions'] : []),
    ...(predictions !== undefined && actual === undefined
      ? ['name the column with the actual values with --actual']
      : []),
    ...(holdout ? columns.map((flag) => `${flag} has no effect with --holdout`) : []),
    ...(!holdout && predictions === undefined
      ? [
          ...columns,
          ...(positiveLabel === undefined ? [] : ['--positive-label']),
          ...(problemType === undefined ? [] : ['--problem-type']),
        ].map((flag) => `${flag} needs --predictions SCHEMA.TABLE`)
      : []),
    ...(endpoint !== undefined && !holdout ? ['--endpoint has no effect without --holdout'] : []),
  ];
  if (problems.length > 0) {
    throw makeError('E-SME-623', { problems: problems.join('; ') });
  }
}
