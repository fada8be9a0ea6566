export interface SandboxLog {
  debug(message: string): void;
  warn(message: string): void;
}

/** Discards every message. */
export const silentLog: SandboxLog = { debug: () => undefined, warn: () => undefined };

/**
 * A log that always writes warnings, and debug messages only if `verbose` is set.
 *
 * @param write receives one line including its line end; usually `process.stderr.write`
 */
export function makeLog(write: (line: string) => void, verbose: boolean): SandboxLog {
  return {
    debug: (message) => {
      if (verbose) {
        write(`sandbox: ${message}\n`);
      }
    },
    warn: (message) => write(`sandbox: warning: ${message}\n`),
  };
}
