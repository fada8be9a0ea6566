import { makeInterruption } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import type { SandboxAccess } from '../../terminal/sandbox-access.js';
import { toSandboxError } from '../sandbox.js';

/** Several nodes, so that an export writes several files in parallel. */
const demoNodes = 3;
/** In milliseconds: long enough to see each phase, short enough for a demo. */
const demoTimings = { jobPhase: 500, endpointCreate: 1000, endpointDelete: 500 };
const afterInterruption = 'The sandbox and everything in it is deleted. Run sme demo again to start over.';

/**
 * Starts a sandbox for `work` and stops it afterwards.
 * @throws UserError E-SME-121 and E-SME-122 if it does not start, E-SME-4 on Ctrl-C, and what `work` throws
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
    return await startSandbox({ log, nodes: demoNodes, timings: demoTimings, signal: io.signal });
  } catch (error) {
    throw io.signal.aborted ? makeInterruption(afterInterruption) : await toSandboxError(error);
  }
}
