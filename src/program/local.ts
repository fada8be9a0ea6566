import type { Command } from '@commander-js/extra-typings';
import { addCommonOptions, addValue, listExamples, type StartCommand } from './options.js';

/** The commands that run on this machine alone, without Exasol and AWS. Their engines are optional packages, loaded when they are called. */
export function addSandboxCommands(program: Command, start: StartCommand): void {
  addCommonOptions(program.command('sandbox'))
    .description('Start a local stand-in for Exasol and AWS, and wait for Ctrl-C.')
    .option('--port <n>', 'port of the Exasol side, 0 for any free one')
    .option('--aws-port <n>', 'port of the AWS side, 0 for any free one')
    .option('--nodes <n>', 'how many nodes the database has')
    .option('--data <folder>', 'keep the state there')
    .option('--aws-endpoint <url>', 'send AWS calls there instead')
    .option('--language <alias=path>', 'add a script language, repeatable', addValue)
    .option('--fault <spec>', 'reserved')
    .option('-o, --output <format>', '"env" prints variables for a shell')
    .addHelpText(
      'after',
      listExamples(
        'sme sandbox --port 8563',
        'sme sandbox -o env > sandbox.env &   # when it is ready: . ./sandbox.env',
      ),
    )
    .action(async (flags) => (await import('../commands/sandbox.js')).runSandbox(flags, start(flags)));

  addCommonOptions(program.command('demo'))
    .description('Train and poll a real data set on a sandbox of its own, showing the SQL.')
    .option('--csv <file>', 'your own data instead, with a header')
    .option('--target <column>', 'the column to predict; goes with --csv')
    .addHelpText('after', listExamples('sme demo', 'sme demo --csv customers.csv --target CHURN'))
    .action(async (flags) => (await import('../commands/demo/index.js')).runDemo(flags, start(flags)));
}
