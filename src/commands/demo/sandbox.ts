import { describeThrown } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import type { SandboxAccess } from '../../terminal/sandbox-access.js';
import { toSandboxError } from '../sandbox/start.js';

/** Several nodes, so that an export writes several files in parallel. */
const demoNodes = 3;
/** In milliseconds: long enough to see each phase, short enough for a demo. */
const demoTimings = { jobPhase: 500, endpointCreate: 1000, endpointDelete: 500, transformJob: 500 };

const makeOptions = ({ logger, signal }: CommandIo) => ({
  log: { debug: logger.debug, warn: logger.warn },
  nodes: demoNodes,
  timings: demoTimings,
  signal,
});

/** Starts a sandbox. */
export type StartSandbox = (
  options: ReturnType<typeof makeOptions>,
) => Promise<SandboxAccess & { stop(): Promise<void> }>;

/**
 * Starts a sandbox for `work` and stops it afterwards.
 * @throws UserError E-SME-121 and E-SME-122 if it does not start, and what `work` throws
 */
export async function withSandbox<Result>(
  io: CommandIo,
  work: (sandbox: SandboxAccess) => Promise<Result>,
  startSandbox: StartSandbox,
): Promise<Result> {
  const sandbox = await startSandbox(makeOptions(io)).catch(async (thrown: unknown) => {
    throw await toSandboxError(thrown);
  });
  let result: Result;
  try {
    result = await work(sandbox);
  } catch (thrown) {
    // The failure of the work matters more than a failure to stop.
    await sandbox
      .stop()
      .catch((error: unknown) => io.logger.debug(`The sandbox did not stop: ${describeThrown(error)}`));
    throw thrown;
  }
  await sandbox.stop();
  return result;
}
