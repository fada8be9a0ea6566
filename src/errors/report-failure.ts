import type { UserError } from './user-error.js';

/** How to print a failure. */
export interface FailureFormat {
  readonly command: string;
  readonly json: boolean;
  readonly debug: boolean;
  readonly warnings: readonly string[];
}

/** Makes the document that --json prints on stdout if a command fails. */
export function describeFailure(error: UserError, { command, warnings }: FailureFormat) {
  return {
    schema: `sme.${command.replaceAll(' ', '.')}/v1`,
    command,
    ok: false,
    data: error.data ?? null,
    error: {
      code: error.code,
      message: error.message,
      mitigation: error.mitigation,
      cause: error.cause instanceof Error ? error.cause.message : null,
    },
    warnings,
  };
}

/** Formats an error for stderr: code and message, what to do, and stack traces with --debug. */
export function formatFailure(error: UserError, { debug }: FailureFormat): string {
  return [`${error.code}: ${error.message}`, error.mitigation, ...(debug ? listStacks(error) : [])]
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

/** Lists the stack traces of an error and its causes. */
function listStacks(error: Error): readonly string[] {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error
    ? [stack, ...listStacks(error.cause).map((text) => `caused by ${text}`)]
    : [stack];
}
