import { resolve } from 'node:path';
import { type ScriptFlags, withJob } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import { readReport } from '../report/read-report.js';
import { findReportFile, writeReportFile } from '../report/report-file.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { openFile } from '../terminal/open-file.js';
import { printResult } from '../terminal/output.js';
import { version } from '../version.js';

export interface ReportFlags extends ScriptFlags {
  readonly output?: string | undefined;
  readonly open?: boolean | undefined;
  readonly force?: boolean | undefined;
}

/** `sme report JOB`: all that is known of a training as one HTML file. */
export async function runReport(job: string, flags: ReportFlags, io: CommandIo): Promise<void> {
  const isStdout = flags.output === '-';
  if (isStdout && flags.open === true) {
    throw makeError('E-SME-250', { problem: '--open opens a file, and -o - writes none' });
  }
  const { report, file } = await withJob(job, names.describeJob, flags, io, async (session, reference) => ({
    // before AWS is asked: a file that must not be written over is no reason to wait
    file: isStdout
      ? undefined
      : await findReportFile(resolve(io.cwd, flags.output ?? '.'), reference.job, flags.force === true),
    report: await readReport(session, reference, new Date()),
  }));
  if (report.candidates.kind === 'absent') {
    io.warn(`The candidates could not be listed: ${report.candidates.reason}`);
  }
  const { makeReport } = await import('../report/page.js');
  const html = makeReport(report, `sme ${version}`);
  const data = { job_name: report.job, job_status: report.status.status };
  if (file === undefined) {
    printResult(io, { ...data, html }, () => html);
    return;
  }
  await writeReportFile(file, html);
  const isOpened = flags.open === true ? await openFile(file, io) : undefined;
  printResult(
    io,
    { ...data, file, bytes: Buffer.byteLength(html), ...(isOpened === undefined ? {} : { opened: isOpened }) },
    () => `${file}\n`,
  );
}
