import { type ScriptFlags, withJob } from '../cli/script-session.js';
import { readText } from '../exasol/rows.js';
import { callJobScript } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';

/** `sme stop JOB`: ends a training, after a question. One that has ended already stays as it is. */
export async function runStop(job: string, flags: ScriptFlags & ConfirmFlags, io: CommandIo): Promise<void> {
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
      printResult(io, data, () => `${reference.job}: ${status} ${phase}\n${tellNext(status, reference.job)}`);
    },
    'open',
  );
}

function tellNext(status: string, job: string): string {
  return status === 'Stopping' ? `See it end with: sme watch ${job}\n` : '';
}
