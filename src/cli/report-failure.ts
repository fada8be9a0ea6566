import { type Command, CommanderError } from 'commander';
import type { ExitCode } from '../errors/definition.js';
import { describeFailure, type FailureFormat, formatFailure } from '../errors/report-failure.js';
import { toUserError } from '../errors/user-error.js';
import type { ProgramIo } from '../terminal/io.js';
import { replaceControlCharacters } from '../text/control-characters.js';
import { toUsageError } from './usage-error.js';

/** Reports why a run failed, on stderr and with --json also on stdout, and returns the exit code. */
export function reportFailure(thrown: unknown, io: ProgramIo, format: FailureFormat, program: Command): ExitCode {
  const error = thrown instanceof CommanderError ? toUsageError(thrown, format.command, program) : toUserError(thrown);
  if (io.signal.aborted && 'isTTY' in io.stderr && io.stderr.isTTY === true) {
    // the terminal has echoed ^C on the current line
    io.stderr.write('\n');
  }
  io.stderr.write(replaceControlCharacters(formatFailure(error, format)));
  if (format.json) {
    io.stdout.write(`${JSON.stringify(describeFailure(error, format))}\n`);
  }
  return error.exitCode;
}
