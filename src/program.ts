import { type Command, CommanderError } from 'commander';
import { type CommonFlags, SmeCommand, type StartCommand } from './cli/command.js';
import { addBatchFinish } from './commands/batch/finish.js';
import { addBatchList } from './commands/batch/list.js';
import { addBatchStop } from './commands/batch/stop.js';
import { addCandidates } from './commands/candidates.js';
import { addCleanup } from './commands/cleanup.js';
import { addComplete } from './commands/complete.js';
import { addCompletion } from './commands/completion.js';
import { addConfigShow } from './commands/config/show.js';
import { addConnectionCreate } from './commands/connection/create.js';
import { addConnectionRefresh } from './commands/connection/refresh.js';
import { addConnectionTest } from './commands/connection/test.js';
import { addDataCheck } from './commands/data/check.js';
import { addDemo } from './commands/demo.js';
import { addDeploy } from './commands/deploy.js';
import { addDoctor } from './commands/doctor.js';
import { addEndpointCreate } from './commands/endpoint/create.js';
import { addEndpointDelete } from './commands/endpoint/delete.js';
import { addEndpointList } from './commands/endpoint/list.js';
import { addEndpointRollback } from './commands/endpoint/rollback.js';
import { addEvaluate } from './commands/evaluate.js';
import { addJobs } from './commands/jobs.js';
import { addModels } from './commands/models.js';
import { addPredict } from './commands/predict.js';
import { addProfileAdd } from './commands/profile/add.js';
import { addProfileList } from './commands/profile/list.js';
import { addProfileRemove } from './commands/profile/remove.js';
import { addProfileShow } from './commands/profile/show.js';
import { addRender } from './commands/render.js';
import { addReport } from './commands/report.js';
import { addSandboxList } from './commands/sandbox/list.js';
import { addSandboxLoad } from './commands/sandbox/load.js';
import { addSandboxStart } from './commands/sandbox/start.js';
import { addSandboxStatus } from './commands/sandbox/status.js';
import { addSandboxStop } from './commands/sandbox/stop.js';
import { addStatus } from './commands/status.js';
import { addStop } from './commands/stop.js';
import { addTrain } from './commands/train.js';
import { addUndeploy } from './commands/undeploy.js';
import { addWatch } from './commands/watch.js';
import type { ExitCode } from './errors/definition.js';
import { type LogLevel, makeLogger } from './logger.js';
import { chooseColors } from './terminal/colors.js';
import type { ProgramIo } from './terminal/io.js';
import { makeProgress } from './terminal/progress.js';
import { replaceControlCharacters } from './text/control-characters.js';
import { version } from './version.js';

/** State of one run, for the document that --json prints. */
interface Run {
  /** As it was typed, `profile add` for example. */
  command: string;
  exitCode: 0 | ExitCode;
  readonly warnings: string[];
}

/**
 * Runs the program with the arguments after `node sme`, prints errors, and returns the exit code. It never throws and never exits:
 * 0 success, 1 failure, 2 usage error, 3 a check failed, 4 authentication or privileges, 5 environment, 7 not found, 124 timeout,
 * 130 Ctrl-C.
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
    const { reportFailure } = await import('./cli/report-failure.js');
    const format = { ...run, json: args.includes('--json'), debug: args.includes('--debug') };
    return reportFailure(thrown, io, format, program);
  }
}

/** The document of `sme --version --json`. The scripts that sme installs have the same version. */
function describeVersion(): string {
  const data = { version, node: process.versions.node, platform: process.platform, arch: process.arch };
  return JSON.stringify({ schema: 'sme.version/v1', command: 'version', ok: true, data, error: null, warnings: [] });
}

/** Builds the command line. The driver, the AWS SDK and the engines of the sandbox are loaded by the commands that need them. */
export function makeProgram(
  io: ProgramIo,
  run: Run = { command: 'sme', exitCode: 0, warnings: [] },
  versionText = version,
): SmeCommand {
  const program = new SmeCommand('sme', makeStart(io, run))
    .description('Train, monitor, deploy and use Amazon SageMaker Autopilot models from SQL in Exasol')
    .version(versionText, '-V, --version', 'print the version; with --json also Node.js and platform')
    // "sme --version" is about sme, "sme endpoint create --version 2" about a model.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // runProgram reports errors once, in the format of all other errors
      outputError: () => {},
    })
    .exitOverride();

  addDeploy(program);
  addStatus(program);
  addUndeploy(program);
  addRender(program);

  const data = program
    .command('data')
    .description('Check data before a training')
    .examples('sme data check SALES.CUSTOMERS --target CHURNED', 'sme data check --file churn.json');
  addDataCheck(data);
  addTrain(program);
  addWatch(program);
  addJobs(program);
  addModels(program);
  addCandidates(program);
  addReport(program);
  addStop(program);

  addPredict(program);
  const batch = program
    .command('batch')
    .description('List, finish and stop batch predictions, which "sme predict --batch" starts without an endpoint')
    .examples('sme batch list', 'sme batch finish churn-20261122213000-20261123060000 --wait');
  addBatchList(batch);
  addBatchFinish(batch);
  addBatchStop(batch);
  addEvaluate(program);
  const endpoint = program
    .command('endpoint')
    .description(
      'Create, roll back, list and delete endpoints, which serve trained models, with their prediction functions',
    )
    .examples(
      'sme endpoint create churn-20261122213000 --instance-type ml.m5.large --ttl 8h --wait',
      'sme endpoint list',
    );
  addEndpointCreate(endpoint);
  addEndpointRollback(endpoint);
  addEndpointList(endpoint);
  addEndpointDelete(endpoint);

  const sandbox = addSandboxStart(program);
  addSandboxList(sandbox);
  addSandboxStatus(sandbox);
  addSandboxStop(sandbox);
  addSandboxLoad(sandbox);
  addDemo(program);

  const connection = program
    .command('connection')
    .description('Create and test the CONNECTION through which Exasol calls AWS')
    .examples('sme connection create AWS --bucket my-bucket --region eu-central-1', 'sme connection test AWS');
  addConnectionCreate(connection);
  addConnectionTest(connection);
  addConnectionRefresh(connection);
  addDoctor(program);
  addCleanup(program);

  const config = program
    .command('config')
    .description('Show the settings that commands use')
    .examples('sme config show', 'sme config show --origin');
  addConfigShow(config);
  const profile = program
    .command('profile')
    .description('Manage profiles, which are named groups of settings in a file')
    .examples('sme profile add dev', 'sme status --profile dev --schema ML');
  addProfileAdd(profile);
  addProfileList(profile);
  addProfileShow(profile);
  addProfileRemove(profile);
  addCompletion(program);
  addComplete(program, () => makeProgram(io));
  for (const parent of [program, ...program.commands.filter(({ commands }) => commands.length > 0)]) {
    addHelp(parent);
  }

  recordTypedCommand(program, run);
  return program;
}

/** Replaces the help command of commander, which takes one word only and does not report an unknown command. */
function addHelp(parent: Command): void {
  parent
    .helpCommand(false)
    .command('help')
    .argument('[command...]')
    .description('display help for command')
    .addHelpText('after', '\nExamples:\n  $ sme help train\n  $ sme help endpoint create\n')
    .action(async (words: readonly string[]) => {
      const { printHelp } = await import('./cli/usage-error.js');
      printHelp(words, parent);
    });
}

function makeStart(io: ProgramIo, run: Run): StartCommand {
  return (flags) => {
    const isTerminal = 'isTTY' in io.stdout && io.stdout.isTTY === true;
    const level = chooseLogLevel(flags);
    const write = (text: string) => io.stderr.write(replaceControlCharacters(text));
    const progress = makeProgress(io, level, (line) => write(`${line}\n`));
    const logger = makeLogger({ write: (text) => progress.writeAbove(() => write(text)) }, level);
    return {
      ...io,
      command: run.command,
      json: flags.json === true,
      interactive: io.stdin.isTTY === true && flags.input !== false && flags.json !== true,
      isQuiet: level === 'quiet',
      logger,
      progress,
      colorStatus: chooseColors({ isTerminal, env: io.env, flag: flags.color }),
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
}

/** Records `profile add` for `sme profile add`. An alias is recorded as typed, so that its JSON document keeps its name. */
function recordTypedCommand(program: SmeCommand, run: Run): void {
  program.hook('preSubcommand', () => {
    run.command = program.args[0] ?? 'sme';
  });
  for (const group of program.commands) {
    group.hook('preSubcommand', () => {
      run.command = `${group.name()} ${group.args[0] ?? ''}`;
    });
  }
}

function chooseLogLevel({ quiet, verbose, debug }: CommonFlags): LogLevel {
  if (debug === true) {
    return 'debug';
  }
  if (verbose === true) {
    return 'verbose';
  }
  return quiet === true ? 'quiet' : 'normal';
}
