import { Option } from 'commander';
import type { SmeCommand } from '../../cli/command.js';
import type { SandboxFlags } from '../../cli/sandbox-options.js';
import type { RunningSandbox } from '../../config/sandbox-registry.js';
import { describeThrown, makeError, type UserError } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import { withProgress } from '../../terminal/progress.js';
import {
  formatAccess,
  formatAccessAsJson,
  formatAccessAsVariables,
  type NamedSandbox,
  type SandboxAccess,
  type SandboxContent,
  toSandboxSettings,
} from '../../terminal/sandbox-access.js';
import { suggestNearest } from '../../text/nearest.js';
import { quoteValue } from '../../text/quote-value.js';

/** `sme sandbox`. @returns the command, to which the verbs of the group are added */
export function addSandboxStart(program: SmeCommand): SmeCommand {
  const command = program
    .command('sandbox')
    .allowExcessArguments()
    .description('Run a local sandbox in place of Exasol and AWS until Ctrl-C; list, stop and fill sandboxes')
    .option('--name <name>', 'name for --sandbox-name, if several sandboxes run')
    .option('--empty', 'do not deploy the scripts and create a connection')
    .option('--port <n>', 'port of Exasol; 0 for any free port')
    .option('--aws-port <n>', 'port of AWS; 0 for any free port')
    .option('--nodes <n>', 'number of database nodes')
    .option('--data <folder>', 'keep data in this folder')
    .option('--aws-endpoint <url>', 'forward AWS calls to this URL')
    .repeatableOption('--language <alias=path>', 'add a script language, repeatable')
    .repeatableOption('--behaviour <name=value>', 'choose how it behaves where the truth is unknown, repeatable')
    .option('--format <format>', 'text (default), or env: print variables for a shell')
    .addOption(new Option('-o, --output <format>').hideHelp())
    .examples(
      'sme sandbox --port 8563',
      'sme sandbox --format env > sandbox.env &   # when it is ready: . ./sandbox.env',
      'sme sandbox load customers.csv && sme train SANDBOX.CUSTOMERS --target CHURNED --sandbox',
    )
    .runs(runSandbox);
  // commander would report a misspelled verb as an argument too many
  return command.hook('preAction', (_group, action) => {
    const [verb] = action.args;
    if (verb !== undefined && action === command) {
      const suggestion = suggestNearest(
        verb,
        command.commands.map((each) => each.name()),
      );
      throw makeError('E-SME-2', {
        message: `unknown command '${quoteValue(verb)}'${suggestion}`,
        command: 'sandbox ',
      });
    }
  });
}

/**
 * Starts the sandbox, prints its addresses once it is ready, and waits for Ctrl-C, which is not a failure here.
 * @throws UserError E-SME-120 to E-SME-122, E-SME-615
 */
async function runSandbox(flags: SandboxFlags, io: CommandIo): Promise<void> {
  const [{ readSandboxFlags }, { listSandboxes }, { behaviourTable, startSandbox }] = await Promise.all([
    import('../../cli/sandbox-options.js'),
    import('../../config/sandbox-registry.js'),
    import('../../sandbox/index.js'),
  ]);
  const { format, name, isEmpty, ...options } = readSandboxFlags(flags, behaviourTable);
  const others = await listSandboxes(io.env);
  const namesake = others.find((other) => other.name === name);
  if (namesake !== undefined) {
    throw toNameError(namesake);
  }
  const log = { debug: io.logger.debug, warn: io.logger.warn };
  try {
    const sandbox = await withProgress(io, 'Starting the sandbox', () =>
      startSandbox({ ...options, log, signal: io.signal }),
    );
    try {
      const content = isEmpty ? undefined : await prepare(sandbox, io);
      const dataFolder = await resolveFolder(options.dataDir, io.cwd);
      const registered = await register(sandbox, content, { name, dataFolder }, io);
      const isOnlyOne = others.length === 0 && name === undefined;
      io.stdout.write(
        describeAccess({ ...sandbox, name: registered.name, content, dataFolder }, isOnlyOne, format, io),
      );
      await waitForAbort(io.signal);
      await registered.unregister();
    } finally {
      await sandbox.stop();
    }
  } catch (error) {
    if (!io.signal.aborted) {
      throw await toSandboxError(error);
    }
  }
}

/** Deploys into the sandbox. An empty sandbox is still useful, so a failure is only a warning. */
async function prepare(access: SandboxAccess, io: CommandIo): Promise<SandboxContent | undefined> {
  const { prepareSandbox } = await import('./prepare.js');
  try {
    return await withProgress(io, 'Preparing the database', () => prepareSandbox(access, io));
  } catch (thrown) {
    if (io.signal.aborted) {
      throw thrown;
    }
    io.warn(`The sandbox runs, but the scripts were not deployed: ${describeThrown(thrown)}`);
    return undefined;
  }
}

/** Makes the sandbox available to other commands with --sandbox. A failure is only a warning, unless its name is in use. */
async function register(
  access: SandboxAccess,
  content: SandboxContent | undefined,
  about: { readonly name: string | undefined; readonly dataFolder: string | undefined },
  io: CommandIo,
): Promise<{ readonly name: string; readonly unregister: () => Promise<void> }> {
  const { defaultSandboxName, registerSandbox, SandboxNameInUseError } = await import(
    '../../config/sandbox-registry.js'
  );
  try {
    return await registerSandbox(io.env, toSandboxSettings(access, content), about);
  } catch (thrown) {
    if (thrown instanceof SandboxNameInUseError) {
      throw toNameError(thrown.running);
    }
    io.warn(`Other commands cannot find this sandbox with --sandbox: ${describeThrown(thrown)}`);
    return { name: about.name ?? defaultSandboxName, unregister: async () => {} };
  }
}

const toNameError = ({ name, settings, pid }: RunningSandbox) =>
  makeError('E-SME-615', { name, port: settings.port ?? '?', pid });

async function resolveFolder(folder: string | undefined, cwd: string): Promise<string | undefined> {
  const { resolve } = await import('node:path');
  return folder === undefined ? undefined : resolve(cwd, folder);
}

/** @param isOnlyOne whether `--sandbox` alone selects this sandbox */
function describeAccess(sandbox: NamedSandbox, isOnlyOne: boolean, format: 'text' | 'env', io: CommandIo): string {
  if (io.json) {
    return formatAccessAsJson(sandbox, io.warnings);
  }
  return format === 'env'
    ? formatAccessAsVariables(sandbox, sandbox.content)
    : formatAccess(sandbox, isOnlyOne ? '--sandbox' : `--sandbox-name ${sandbox.name}`);
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
  const [{ MissingEnginesError }, { engineInstallCommand }, { UserError }] = await Promise.all([
    import('../../sandbox/engines.js'),
    import('../../cli/engine-install-command.js'),
    import('../../errors/user-error.js'),
  ]);
  if (error instanceof UserError) {
    return error;
  }
  if (error instanceof MissingEnginesError) {
    const { packages } = error;
    const install = engineInstallCommand(packages);
    return makeError('E-SME-121', { packages: packages.join("', '"), install }, error);
  }
  return makeError('E-SME-122', { reason: error instanceof Error ? error.message : String(error) }, error);
}
