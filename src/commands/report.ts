import { resolve } from 'node:path';
import type { SmeCommand } from '../cli/command.js';
import { type ScriptFlags, withJob } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { openFile } from '../terminal/open-file.js';
import { printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';
import { version } from '../version.js';

interface ReportFlags extends ScriptFlags {
  readonly output?: string | undefined;
  readonly open?: boolean | undefined;
  readonly force?: boolean | undefined;
}

/** `sme report JOB` */
export function addReport(program: SmeCommand): void {
  program
    .command('report')
    .argument('<job>', 'job name, as in "sme jobs"')
    .description('Write an HTML report about a job: data, timeline, leaderboard, charts, endpoints (works offline)')
    .option('-o, --output <file>', 'write to this file, or - for stdout; default: <job>.html in the current folder')
    .option('--open', 'open the report in the browser')
    .option('--force', 'replace an existing file')
    .jobOptions()
    .connectionOptions()
    .examples(
      'sme report churn-20261122213000 --open',
      "sme report churn-20261122213000 -o - | mail -s 'Churn model' -a 'Content-Type: text/html' team@example.com",
    )
    .runs(runReport);
}

async function runReport(job: string, flags: ReportFlags, io: CommandIo): Promise<void> {
  const [{ readReport }, { makeReport }, { findReportFile, writeReportFile }] = await Promise.all([
    import('../report/read-report.js'),
    import('../report/page.js'),
    import('../report/report-file.js'),
  ]);
  const isStdout = flags.output === '-';
  if (isStdout && flags.open === true) {
    throw makeError('E-SME-250', { problem: '--open needs a file, but -o - writes to stdout' });
  }
  const { report, file } = await withJob(job, names.describeJob, flags, io, async (session, reference) => ({
    // before calling AWS, so that an existing file is reported immediately
    file: isStdout
      ? undefined
      : await findReportFile(resolve(io.cwd, flags.output ?? '.'), reference.job, flags.force === true),
    report: await withProgress(io, 'Reading the job', () => readReport(session, reference, new Date())),
  }));
  if (report.candidates.kind === 'absent') {
    io.warn(`The candidates could not be listed: ${report.candidates.reason}`);
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
