import { Command, CommanderError } from '@commander-js/extra-typings';
import type { ExitCode } from './errors/definition.js';
import { type LogLevel, makeLogger } from './logger.js';
import { addAwsCommands } from './program/aws.js';
import { addClearingCommands } from './program/clearing.js';
import { addDeploymentCommands } from './program/deployment.js';
import { addEndpointCommands } from './program/endpoint.js';
import { addJobCommands } from './program/jobs.js';
import { addSandboxCommands } from './program/local.js';
import type { CommonFlags, StartCommand } from './program/options.js';
import { addCompletionCommand, addSettingsCommands } from './program/settings.js';
import { choosePaint } from './terminal/colors.js';
import type { ProgramIo } from './terminal/io.js';
import { hideControls } from './text/hide-controls.js';
import { version } from './version.js';

/** What the program remembers of a run, for the document that --json prints when it fails. */
interface Run {
  command: string;
  exitCode: 0 | ExitCode;
  readonly warnings: string[];
}

/**
 * Runs the program on the arguments after `node sme`, prints errors, and answers the exit code. Never throws, never exits: 0 done,
 * 1 the work failed, 2 wrong usage, 3 a check that failed (where a flag asks for it), 4 authentication or privilege, 5 environment,
 * 7 not found, 130 Ctrl-C.
 */
export async function runProgram(args: readonly string[], io: ProgramIo): Promise<number> {
  const run: Run = { command: 'sme', exitCode: 0, warnings: [] };
  const program = makeProgram(io, run, args.includes('--json') ? describeVersion() : version);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return run.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) {
      return 0;
    }
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') {
      return 2;
    }
    // with it comes the table of all errors, which is of no use on the way to --help
    const { tellFailure } = await import('./cli/report-failure.js');
    const format = { ...run, json: args.includes('--json'), debug: args.includes('--debug') };
    return tellFailure(thrown, io, format, program);
  }
}

/** The document of `sme --version --json`. The scripts that it installs carry the same version. */
function describeVersion(): string {
  const data = { version, node: process.versions.node, platform: process.platform, arch: process.arch };
  return JSON.stringify({ schema: 'sme.version/v1', command: 'version', ok: true, data, warnings: [] });
}

/** Builds the command line. Commands are loaded when they are called: `sme --help` needs neither driver nor AWS SDK. */
export function makeProgram(
  io: ProgramIo,
  run: Run = { command: 'sme', exitCode: 0, warnings: [] },
  versionText = version,
): Command {
  const program = new Command('sme')
    .description('Train, follow, serve and use Amazon SageMaker Autopilot models from SQL in Exasol.')
    .version(versionText, '-V, --version', 'print the version; --version --json tells more')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // told by runProgram, once, in the form of every other error
      outputError: () => {},
    })
    .exitOverride()
    .hook('preSubcommand', (_program, command) => {
      run.command = command.name();
    });
  const start: StartCommand = (flags) => {
    const isTerminal = 'isTTY' in io.stdout && io.stdout.isTTY === true;
    const logger = makeLogger({ write: (text) => io.stderr.write(hideControls(text)) }, chooseLevel(flags));
    return {
      ...io,
      command: run.command,
      json: flags.json === true,
      interactive: io.stdin.isTTY === true && flags.input !== false && flags.json !== true,
      logger,
      paint: choosePaint({ isTerminal, env: io.env, flag: flags.color }),
      warnings: run.warnings,
      warn: (text) => {
        run.warnings.push(text);
        logger.warn(text);
      },
      setExitCode: (code) => {
        run.exitCode = code;
      },
    };
  };

  addDeploymentCommands(program, start);
  addJobCommands(program, start);
  addEndpointCommands(program, start);
  addSandboxCommands(program, start);
  addAwsCommands(program, start);
  addClearingCommands(program, start);
  addSettingsCommands(program, start);
  addCompletionCommand(program, start);
  nameNestedCommands(program, run);
  return program;
}

/** `sme profile add` is called `profile add` in its document and its errors. */
function nameNestedCommands(program: Command, run: Run): void {
  for (const group of program.commands) {
    group.hook('preSubcommand', (_group, command) => {
      run.command = `${group.name()} ${command.name()}`;
    });
  }
}

function chooseLevel({ quiet, verbose, debug }: CommonFlags): LogLevel {
  if (debug === true) {
    return 'debug';
  }
  if (verbose === true) {
    return 'verbose';
  }
  return quiet === true ? 'quiet' : 'normal';
}
