import type { SmeCommand } from '../cli/command.js';
import { type ScriptFlags, withJob } from '../cli/script-session.js';
import { readText } from '../exasol/rows.js';
import { callJobScript } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { formatHint, printResult } from '../terminal/output.js';

type StopFlags = ScriptFlags & ConfirmFlags;

/** `sme stop JOB` */
export function addStop(program: SmeCommand): void {
  program
    .command('stop')
    .argument('<job>', 'job name, as in "sme jobs"')
    .description('Stop a job (asks first)')
    .jobOptions()
    .confirmOptions()
    .connectionOptions()
    .examples('sme stop churn-20261122213000', 'sme stop churn-20261122213000 --yes')
    .runs(runStop);
}

/** A job that has already ended does not change. */
async function runStop(job: string, flags: StopFlags, io: CommandIo): Promise<void> {
  await withJob(
    job,
    names.stopJob,
    flags,
    io,
    async (session, reference) => {
      await confirm(
        io,
        flags,
        `The job ${reference.job} in ${reference.region} will be stopped. It cannot be resumed.`,
      );
      const [row] = await callJobScript(session, names.stopJob, reference);
      const [status, phase] = [readText(row?.['JOB_STATUS']) ?? '?', readText(row?.['JOB_SECONDARY_STATUS']) ?? '?'];
      const data = { job_name: reference.job, job_status: status, job_secondary_status: phase };
      const nextStep = status === 'Stopping' ? formatHint(io, `Follow it with: sme watch ${reference.job}`) : '';
      printResult<'stop'>(io, data, () => `${reference.job}: ${status} ${phase}\n${nextStep}`);
    },
    'open',
  );
}
