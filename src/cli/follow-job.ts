import { makeError, makeInterruption } from '../errors/user-error.js';
import { findJob } from '../jobs/find-job.js';
import type { JobState } from '../jobs/job-state.js';
import { watchJob } from '../jobs/watch-job.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { makeWatchReporter } from '../terminal/watch-reporter.js';
import type { ScriptAccess } from './script-session.js';
import type { WaitTimes } from './wait-options.js';

/**
 * Follows a job to its end and shows its progress on stdout. Ctrl-C, a timeout and a lost connection do not affect the job itself.
 * @throws UserError E-SME-236 if the job failed or was stopped, E-SME-237 on a timeout, E-SME-4 on Ctrl-C
 */
export async function followJob(
  job: string,
  access: ScriptAccess,
  { intervalMs, timeoutMs }: WaitTimes,
  io: CommandIo,
): Promise<void> {
  const reporter = makeWatchReporter(io, intervalMs);
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeout === undefined ? io.signal : AbortSignal.any([io.signal, timeout]);
  let scriptSchema = '';
  let finalState: JobState;
  try {
    finalState = await watchJob({
      open: (work) =>
        access.read(
          names.describeJob,
          async (session, schema) => {
            scriptSchema = schema;
            return await work(session);
          },
          signal,
        ),
      find: async (session) => await findJob(session, scriptSchema, job, access.place),
      intervalMs,
      signal,
      onEvent: reporter.report,
    });
  } catch (thrown) {
    if (io.signal.aborted) {
      throw makeInterruption(
        `The job '${job}' keeps running in AWS. Follow it again with "sme watch ${job}" or stop it with "sme stop ${job}".`,
      );
    }
    if (timeout?.aborted === true) {
      throw makeError('E-SME-237', { job, seconds: (timeoutMs ?? 0) / 1000 });
    }
    throw thrown;
  } finally {
    reporter.stop();
  }
  const { status, phase, failureReason, dataRemoval } = finalState;
  if (dataRemoval !== undefined && 'problem' in dataRemoval) {
    io.warn(dataRemoval.problem);
  } else if (dataRemoval !== undefined) {
    io.logger.info('The training data was deleted from S3.');
  }
  if (status !== 'Completed') {
    throw makeError('E-SME-236', {
      job: finalState.job,
      status,
      phase: phase === status ? '' : ` (${phase})`,
      reason: failureReason === undefined ? '.' : `: ${failureReason}`,
    });
  }
}
