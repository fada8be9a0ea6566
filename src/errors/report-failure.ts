import type { UserError } from './user-error.js';

/** How a failure is to be shown. */
export interface FailureFormat {
  readonly command: string;
  readonly json: boolean;
  readonly debug: boolean;
  readonly warnings: readonly string[];
}

/** The document that --json prints on stdout when a command fails. */
export function describeFailure(error: UserError, { command, warnings }: FailureFormat) {
  return {
    schema: `sme.${command.replaceAll(' ', '.')}/v1`,
    command,
    ok: false,
    ...(error.data === undefined ? {} : { data: error.data }),
    error: {
      code: error.code,
      message: error.message,
      mitigation: error.mitigation,
      cause: error.cause instanceof Error ? error.cause.message : null,
    },
    warnings,
  };
}

/** The text for people on stderr: code and sentence, what to do, and with --debug where it happened. */
export function formatFailure(error: UserError, { debug }: FailureFormat): string {
  return [`${error.code}: ${error.message}`, error.mitigation, ...(debug ? listStacks(error) : [])]
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

/** Stacks of an error and of what caused it. */
function listStacks(error: Error): readonly string[] {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error
    ? [stack, ...listStacks(error.cause).map((text) => `caused by ${text}`)]
    : [stack];
}
