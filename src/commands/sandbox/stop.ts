import { setTimeout as sleep } from 'node:timers/promises';
import type { SmeCommand } from '../../cli/command.js';
import type { RunningSandbox } from '../../config/sandbox-registry.js';
import { makeError, makeInterruption } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { isResponding, requireSandbox } from './running.js';

const stopTimeoutMs = 20_000;
const pollMs = 100;

interface StopFlags {
  readonly all?: boolean | undefined;
}

/** `sme sandbox stop` */
export function addSandboxStop(sandbox: SmeCommand): void {
  sandbox
    .command('stop')
    .argument('[name]', 'name of the sandbox, if several run')
    .description('Stop a sandbox, like Ctrl-C in its terminal; without --data, its data is deleted')
    .option('--all', 'stop all running sandboxes')
    .examples('sme sandbox stop', 'sme sandbox stop test', 'sme sandbox stop --all')
    .runs(runSandboxStop);
}

async function runSandboxStop(name: string | undefined, flags: StopFlags, io: CommandIo): Promise<void> {
  if (flags.all === true && name !== undefined) {
    throw makeError('E-SME-618', { name });
  }
  const { listSandboxes } = await import('../../config/sandbox-registry.js');
  const chosen = flags.all === true ? await listSandboxes(io.env) : [await requireSandbox(name, io)];
  for (const sandbox of chosen) {
    await stopSandbox(sandbox, io);
  }
  printResult<'sandbox.stop'>(io, { stopped: chosen.map((sandbox) => sandbox.name) }, () =>
    chosen.length === 0 ? 'No sandbox is running.\n' : chosen.map((each) => `Stopped ${each.name}.\n`).join(''),
  );
}

/** @throws UserError E-SME-617 if the process may not be the sandbox, E-SME-619 if it does not end */
async function stopSandbox(sandbox: RunningSandbox, io: CommandIo): Promise<void> {
  const { isAlive } = await import('../../config/sandbox-registry.js');
  const { name, pid } = sandbox;
  if (!(await isResponding(sandbox, io))) {
    throw makeError('E-SME-617', { name, pid });
  }
  process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; isAlive(pid); waitedMs += pollMs) {
    if (waitedMs >= stopTimeoutMs) {
      throw makeError('E-SME-619', { name, pid, seconds: stopTimeoutMs / 1000 });
    }
    if (io.signal.aborted) {
      throw makeInterruption(`The sandbox '${name}' is stopping.`);
    }
    await sleep(pollMs);
  }
}
