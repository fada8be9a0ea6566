import { readText } from '../exasol/rows.js';
import { callJobScript } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from './confirm.js';
import type { CommandIo } from './io.js';
import { type ScriptFlags, withJob } from './open-scripts.js';
import { printResult } from './output.js';

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
