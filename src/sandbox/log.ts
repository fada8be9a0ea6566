import type { SandboxLog } from './database/types.js';

/** Says nothing: for tests and for callers that do not care. */
export const silentLog: SandboxLog = { debug: () => undefined, warn: () => undefined };

/**
 * A log that writes lines to a stream, warnings always, the rest where `verbose` is set.
 *
 * @param write takes one line, line end included; usually `process.stderr.write`
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
