import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../cli/script-session.js';
import { readWatchTimes, type WatchFlags, type WatchTimes } from '../cli/wait-options.js';
import { makeError, makeInterruption } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { findJob } from '../jobs/find-job.js';
import type { JobState } from '../jobs/job-state.js';
import { watchJob } from '../jobs/watch-job.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { makeWatchReporter } from '../terminal/watch-reporter.js';

/** `sme watch JOB`: follows a job to its end. Neither Ctrl-C nor --timeout nor a lost connection does anything to the job. */
export async function runWatch(job: string, flags: ScriptFlags & WatchFlags, io: CommandIo): Promise<void> {
  const times = readWatchTimes(flags);
  const access = await prepareScripts({ ...flags, timeout: undefined }, io);
  await followJob(job, access, times, io);
  if (!io.json) {
    io.logger.info(`See its models with: sme candidates ${job}`);
  }
}

/**
 * Follows a job and tells on stdout what happens.
 * @throws UserError E-SME-236 where it has failed or was stopped, E-SME-237 where the time is over, E-SME-4 on Ctrl-C
 */
export async function followJob(
  job: string,
  access: ScriptAccess,
  { intervalMs, timeoutMs }: WatchTimes,
  io: CommandIo,
): Promise<void> {
  const reporter = makeWatchReporter(io, intervalMs);
  const timeOver = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeOver === undefined ? io.signal : AbortSignal.any([io.signal, timeOver]);
  let schemaOfScripts = '';
  let last: JobState;
  try {
    last = await watchJob({
      open: (work) =>
        access.read(
          names.describeJob,
          async (session, schema) => {
            schemaOfScripts = schema;
            return await work(session);
          },
          signal,
        ),
      find: async (session: Session) => await findJob(session, schemaOfScripts, job, access.place),
      intervalMs,
      signal,
      onEvent: reporter.report,
    });
  } catch (thrown) {
    if (io.signal.aborted) {
      throw makeInterruption(
        `The job '${job}' goes on in AWS. Come back with "sme watch ${job}", or end it with "sme stop ${job}".`,
      );
    }
    if (timeOver?.aborted === true) {
      throw makeError('E-SME-237', { job, seconds: (timeoutMs ?? 0) / 1000 });
    }
    throw thrown;
  } finally {
    reporter.stop();
  }
  if (last.status !== 'Completed') {
    const reason = last.failureReason === undefined ? '.' : `: ${last.failureReason}`;
    const phase = last.phase === last.status ? '' : ` (${last.phase})`;
    throw makeError('E-SME-236', { job: last.job, status: last.status, phase, reason });
  }
}
