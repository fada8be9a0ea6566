import { engineInstallCommand } from '../cli/engine-install-command.js';
import { readSandboxFlags, type SandboxFlags, type SandboxWishes } from '../cli/sandbox-options.js';
import { registerSandbox } from '../config/sandbox-registry.js';
import { describeThrown, makeError, type UserError } from '../errors/user-error.js';
import type { CommandIo } from '../terminal/io.js';
import {
  formatAsJson,
  formatAsVariables,
  formatForPeople,
  listAsSettings,
  type SandboxAccess,
} from '../terminal/sandbox-access.js';

/**
 * Starts the sandbox, says on stdout where it is once it is ready, and waits for Ctrl-C, which here is no failure.
 *
 * @throws UserError E-SME-120 to E-SME-122
 */
export async function runSandbox(flags: SandboxFlags, io: CommandIo): Promise<void> {
  const wishes = readSandboxFlags(flags);
  const { startSandbox } = await import('../sandbox/index.js');
  const log = { debug: io.logger.debug, warn: io.logger.warn };
  try {
    const sandbox = await startSandbox({ ...wishes, log, signal: io.signal });
    try {
      const withdraw = await announce(sandbox, io);
      io.stdout.write(formatAccess(sandbox, wishes, io));
      await waitForAbort(io.signal);
      await withdraw();
    } finally {
      await sandbox.stop();
    }
  } catch (error) {
    if (!io.signal.aborted) {
      throw await explainSandboxFailure(error);
    }
  }
}

/** For --sandbox of the other commands, which is a convenience: without it the sandbox runs as well. */
async function announce(access: SandboxAccess, io: CommandIo): Promise<() => Promise<void>> {
  try {
    return await registerSandbox(io.env, listAsSettings(access));
  } catch (thrown) {
    io.warn(`--sandbox of other commands will not find this sandbox: ${describeThrown(thrown)}`);
    return async () => {};
  }
}

function formatAccess(access: SandboxAccess, wishes: SandboxWishes, io: CommandIo): string {
  if (io.json) {
    return formatAsJson(access);
  }
  return wishes.format === 'env' ? formatAsVariables(access) : formatForPeople(access, wishes.dataDir);
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What startSandbox threw, with what to do about it. */
export async function explainSandboxFailure(error: unknown): Promise<UserError> {
  const { MissingEnginesError } = await import('../sandbox/engines.js');
  if (error instanceof MissingEnginesError) {
    const { packages } = error;
    const install = engineInstallCommand(packages);
    return makeError('E-SME-121', { packages: packages.join("', '"), install }, error);
  }
  return makeError('E-SME-122', { reason: error instanceof Error ? error.message : String(error) }, error);
}
