import { hideControls } from '../text/hide-controls.js';

/** Exit codes of processes that a signal ends, as shells report them. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** How long a command may take to roll back and print what it did. */
const shutdownTimeoutMs = 3000;

/** Commands report an interruption as Ctrl-C, whichever signal came. */
const interruptedExitCode = 130;

interface Interruption {
  /** Fires on the first signal. */
  readonly signal: AbortSignal;
  /** Call it with the exit code of the program: from then on a process that stays alive ends without a message. */
  finish(exitCode: number): number;
}

/**
 * Ends a command on Ctrl-C, SIGTERM and SIGHUP. The first signal lets it end in good order; a second one, or a command that does not end
 * within three seconds (a server that never answers, a file system that hangs), ends the process.
 */
export function endOnSignals(program: NodeJS.Process, args: readonly string[]): Interruption {
  const controller = new AbortController();
  let received: keyof typeof exitCodes | undefined;
  let finished: number | undefined;
  const kill = (exitCode: number) => {
    if (finished === undefined) {
      const command = hideControls(args.find((argument) => !argument.startsWith('-')) ?? '').slice(0, 200);
      program.stderr.write(
        `Interrupted: sme ${command} did not end within ${shutdownTimeoutMs / 1000} s. What it had started may still run in Exasol or AWS.\n`,
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
      setTimeout(kill, shutdownTimeoutMs, exitCodes[name]).unref();
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
