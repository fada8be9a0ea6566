import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { ExitCode } from '../errors/definition.js';
import { describeFailure, type FailureFormat, formatFailure } from '../errors/report-failure.js';
import { toUserError } from '../errors/user-error.js';
import type { ProgramIo } from '../terminal/io.js';
import { hideControls } from '../text/hide-controls.js';
import { explainUsageError } from './usage-error.js';

/** Tells on stderr, and with --json on stdout, why a run failed; answers its exit code. */
export function tellFailure(
  thrown: unknown,
  io: ProgramIo,
  format: FailureFormat,
  program: CommandUnknownOpts,
): ExitCode {
  const error =
    thrown instanceof CommanderError ? explainUsageError(thrown, format.command, program) : toUserError(thrown);
  if (io.signal.aborted && 'isTTY' in io.stderr && io.stderr.isTTY === true) {
    // the terminal has written ^C where the cursor stood
    io.stderr.write('\n');
  }
  io.stderr.write(hideControls(formatFailure(error, format)));
  if (format.json) {
    io.stdout.write(`${JSON.stringify(describeFailure(error, format))}\n`);
  }
  return error.exitCode;
}
