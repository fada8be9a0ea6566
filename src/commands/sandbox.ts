import type { SmeCommand } from '../cli/command.js';
import type { SandboxFlags, SandboxOptions } from '../cli/sandbox-options.js';
import { describeThrown, makeError, type UserError } from '../errors/user-error.js';
import type { CommandIo } from '../terminal/io.js';
import {
  formatAccess,
  formatAccessAsJson,
  formatAccessAsVariables,
  type SandboxAccess,
  toSandboxSettings,
} from '../terminal/sandbox-access.js';

/** `sme sandbox` */
export function addSandbox(program: SmeCommand): void {
  program
    .command('sandbox')
    .description('Run a local sandbox in place of Exasol and AWS until Ctrl-C')
    .option('--port <n>', 'port of Exasol; 0 for any free port')
    .option('--aws-port <n>', 'port of AWS; 0 for any free port')
    .option('--nodes <n>', 'number of database nodes')
    .option('--data <folder>', 'keep data in this folder')
    .option('--aws-endpoint <url>', 'forward AWS calls to this URL')
    .repeatableOption('--language <alias=path>', 'add a script language, repeatable')
    .repeatableOption('--behaviour <name=value>', 'choose how it behaves where the truth is unknown, repeatable')
    .option('-o, --output <format>', 'with env: print variables for a shell')
    .examples('sme sandbox --port 8563', 'sme sandbox -o env > sandbox.env &   # when it is ready: . ./sandbox.env')
    .runs(runSandbox);
}

/**
 * Starts the sandbox, prints its addresses once it is ready, and waits for Ctrl-C, which is not a failure here.
 * @throws UserError E-SME-120 to E-SME-122
 */
async function runSandbox(flags: SandboxFlags, io: CommandIo): Promise<void> {
  const [{ readSandboxFlags }, { behaviourTable, startSandbox }] = await Promise.all([
    import('../cli/sandbox-options.js'),
    import('../sandbox/index.js'),
  ]);
  const options = readSandboxFlags(flags, behaviourTable);
  const log = { debug: io.logger.debug, warn: io.logger.warn };
  try {
    const sandbox = await startSandbox({ ...options, log, signal: io.signal });
    try {
      const unregister = await register(sandbox, io);
      io.stdout.write(describeAccess(sandbox, options, io));
      await waitForAbort(io.signal);
      await unregister();
    } finally {
      await sandbox.stop();
    }
  } catch (error) {
    if (!io.signal.aborted) {
      throw await toSandboxError(error);
    }
  }
}

/** Makes the sandbox available to other commands with --sandbox. Returns how to undo that; a failure is only a warning. */
async function register(access: SandboxAccess, io: CommandIo): Promise<() => Promise<void>> {
  const { registerSandbox } = await import('../config/sandbox-registry.js');
  try {
    return await registerSandbox(io.env, toSandboxSettings(access));
  } catch (thrown) {
    io.warn(`Other commands cannot find this sandbox with --sandbox: ${describeThrown(thrown)}`);
    return async () => {};
  }
}

function describeAccess(access: SandboxAccess, { format, dataDir }: SandboxOptions, io: CommandIo): string {
  if (io.json) {
    return formatAccessAsJson(access);
  }
  return format === 'env' ? formatAccessAsVariables(access) : formatAccess(access, dataDir);
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Converts an error of startSandbox to one with a mitigation. */
export async function toSandboxError(error: unknown): Promise<UserError> {
  const [{ MissingEnginesError }, { engineInstallCommand }] = await Promise.all([
    import('../sandbox/engines.js'),
    import('../cli/engine-install-command.js'),
  ]);
  if (error instanceof MissingEnginesError) {
    const { packages } = error;
    const install = engineInstallCommand(packages);
    return makeError('E-SME-121', { packages: packages.join("', '"), install }, error);
  }
  return makeError('E-SME-122', { reason: error instanceof Error ? error.message : String(error) }, error);
}
