import type { SmeCommand } from '../cli/command.js';
import type { CommandIo } from '../terminal/io.js';

/** `sme demo` */
export function addDemo(program: SmeCommand): void {
  program
    .command('demo')
    .description('Train, serve and predict on real data in a temporary sandbox, and print the SQL')
    .option('--csv <file>', 'use this CSV file with a header instead of the built-in data')
    .option('--target <column>', 'with --csv: column to predict')
    .examples('sme demo', 'sme demo --csv customers.csv --target CHURN')
    .runs(async (flags: object, io: CommandIo) => (await import('./demo/run-demo.js')).runDemo(flags, io));
}
