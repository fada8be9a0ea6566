import { type Command, CommanderError } from 'commander';
import type { ExitCode } from '../errors/definition.js';
import { describeFailure, type FailureFormat, formatFailure } from '../errors/report-failure.js';
import { makeInterruption, toUserError, UserError } from '../errors/user-error.js';
import type { ProgramIo } from '../terminal/io.js';
import { replaceControlCharacters } from '../text/control-characters.js';
import { toUsageError } from './usage-error.js';

/**
 * Reports why a run failed, on stderr and with --json also on stdout, and returns the exit code. After Ctrl-C, it is always that of an
 * interruption, because a connection or a request that was ended by it fails in many ways.
 */
export function reportFailure(thrown: unknown, io: ProgramIo, format: FailureFormat, program: Command): ExitCode {
  const error = toReportedError(thrown, io, format.command, program);
  if (io.signal.aborted && 'isTTY' in io.stderr && io.stderr.isTTY === true) {
    // the terminal has echoed ^C on the current line
    io.stderr.write('\n');
  }
  io.stderr.write(replaceControlCharacters(formatFailure(error, format)));
  if (format.json) {
    io.stdout.write(`${JSON.stringify(describeFailure(error, format))}\n`);
  }
  return io.signal.aborted ? makeInterruption().exitCode : error.exitCode;
}

function toReportedError(thrown: unknown, io: ProgramIo, command: string, program: Command): UserError {
  if (thrown instanceof CommanderError) {
    return toUsageError(thrown, command, program);
  }
  const isAborted = io.signal.aborted && !(thrown instanceof UserError);
  return isAborted ? makeInterruption(undefined, thrown) : toUserError(thrown);
}
