import { makeInterruption } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import type { SandboxAccess } from '../../terminal/sandbox-access.js';
import { explainSandboxFailure } from '../sandbox.js';

/** A small cluster: the export of a larger table writes files side by side. */
const demoNodes = 3;
const afterInterruption =
  'The sandbox is gone with all that was in it, jobs, models and endpoints too; run sme demo again to begin anew.';

/**
 * Starts a sandbox, hands it to `work` and stops it whatever happens.
 *
 * @throws UserError E-SME-121 and E-SME-122 where it does not start, E-SME-4 after the signal, else what `work` throws
 */
export async function withSandbox<Result>(
  io: CommandIo,
  work: (sandbox: SandboxAccess) => Promise<Result>,
): Promise<Result> {
  const sandbox = await start(io);
  try {
    return await work(sandbox);
  } catch (error) {
    throw io.signal.aborted ? makeInterruption(afterInterruption) : error;
  } finally {
    await sandbox.stop();
  }
}

async function start(io: CommandIo): Promise<SandboxAccess & { stop(): Promise<void> }> {
  const { startSandbox } = await import('../../sandbox/index.js');
  const log = { debug: io.logger.debug, warn: io.logger.warn };
  try {
    return await startSandbox({ log, nodes: demoNodes, signal: io.signal });
  } catch (error) {
    throw io.signal.aborted ? makeInterruption(afterInterruption) : await explainSandboxFailure(error);
  }
}
