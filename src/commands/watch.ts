import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { readWaitTimes, type WaitFlags, withoutTimeout } from '../cli/wait-options.js';
import type { CommandIo } from '../terminal/io.js';

/** `sme watch JOB` */
export function addWatch(program: SmeCommand): void {
  program
    .command('watch')
    .argument('<job>', 'job name, as in "sme jobs"')
    .description('Follow a job to its end: phase, time, candidates, best metric (Ctrl-C leaves the job running)')
    .option('--interval <time>', 'time between status checks; default 15s')
    .option('--timeout <time>', 'stop waiting after this time, such as 90m, and exit with 124; the job keeps running')
    .jobOptions()
    .connectionOptions()
    .examples('sme watch churn-20261122213000', 'sme watch churn-20261122213000 --json --timeout 2h | jq .data')
    .runs(runWatch);
}

async function runWatch(job: string, flags: ScriptFlags & WaitFlags, io: CommandIo): Promise<void> {
  const { followJob } = await import('../cli/follow-job.js');
  const times = readWaitTimes(flags);
  const access = await prepareScripts(withoutTimeout(flags), io);
  await followJob(job, access, times, io);
  if (!io.json) {
    io.logger.info(`List its models with: sme candidates ${job}`);
  }
}
