import { replaceControlCharacters } from '../text/control-characters.js';

/** Exit codes of processes ended by a signal, as shells report them. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** How long a command may take to roll back and print what it did. */
const shutdownTimeoutMs = 3000;

/** Commands return this exit code after any of the signals. */
const interruptedExitCode = 130;

interface Interruption {
  /** Fires on the first signal. */
  readonly signal: AbortSignal;
  /** Returns the exit code of the process. Afterwards, a process that stays alive is ended without a message. */
  finish(exitCode: number): number;
}

/**
 * Ends a command on Ctrl-C, SIGTERM and SIGHUP. The first signal aborts the command, so that it can clean up. A second signal, or a
 * command that is still running after `shutdownTimeoutMs` (a server that does not answer, a file system that hangs), ends the process.
 */
export function endOnSignals(program: NodeJS.Process, args: readonly string[]): Interruption {
  const controller = new AbortController();
  let received: keyof typeof exitCodes | undefined;
  let finished: number | undefined;
  const endProcess = (exitCode: number) => {
    if (finished === undefined) {
      const command = replaceControlCharacters(args.find((argument) => !argument.startsWith('-')) ?? '').slice(0, 200);
      program.stderr.write(
        `Interrupted: sme ${command} did not end within ${shutdownTimeoutMs / 1000} s. What it started may still be running in Exasol or AWS.\n`,
      );
    }
    program.exit(finished ?? exitCode);
  };
  for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    program.on(name, () => {
      if (received !== undefined) {
        program.exit(exitCodes[name]);
      }
      received = name;
      setTimeout(endProcess, shutdownTimeoutMs, exitCodes[name]).unref();
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    finish: (exitCode) => {
      finished = received !== undefined && exitCode === interruptedExitCode ? exitCodes[received] : exitCode;
      return finished;
    },
  };
}
