import { type ErrorCode, type ErrorDefinition, type ExitCode, errorCodes } from './codes.js';
import { cutQuotedValues, cutValue } from './cut-values.js';

/** What an error may carry beside its sentence. */
export interface UserErrorDetails {
  readonly mitigation: string;
  readonly cause?: unknown;
  readonly exitCode?: ExitCode;
  /** What the command has done all the same, for the document that --json prints. */
  readonly data?: unknown;
}

/** The one class of errors that people see: a code, a sentence with the value in quotes, what to do, and what caused it. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;
  readonly mitigation: string;
  readonly exitCode: ExitCode;
  readonly data: unknown;

  constructor(code: string, message: string, details: UserErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.mitigation = details.mitigation;
    this.exitCode = details.exitCode ?? 1;
    this.data = details.data;
  }

  /** The same error with what the command has done all the same. */
  withData(data: unknown): UserError {
    const { code, message, mitigation, exitCode, cause } = this;
    return new UserError(code, message, { mitigation, exitCode, cause, data });
  }
}

/** Values for the `{{slots}}` of a text in the table. */
export type ErrorValues = Readonly<Record<string, string | number>>;

/**
 * Makes the error that the table lists under `code`, with its slots filled from `values`.
 * A slot without a value stays empty: an error about an error would hide the first one.
 */
export function makeError(code: ErrorCode, values: ErrorValues = {}, cause?: unknown): UserError {
  const definition: ErrorDefinition = errorCodes[code];
  return new UserError(code, fillSlots(definition.text, values), {
    mitigation: fillSlots(definition.mitigation, values).trim(),
    cause,
    exitCode: definition.exitCode ?? 1,
  });
}

/** A slot in quotes holds a value of the user, any other one a sentence that may quote some. */
function fillSlots(template: string, values: ErrorValues): string {
  return template.replaceAll(/('?)\{\{(\w+)\}\}/g, (_slot, quote: string, name: string) => {
    const text = String(values[name] ?? '');
    return quote + (quote === '' ? cutQuotedValues(text) : cutValue(text));
  });
}

/** Makes the error of a Ctrl-C; `mitigation` says how the world was left and how to go on. */
export function makeInterruption(mitigation = 'Run the command again to go on.'): UserError {
  return makeError('E-SME-4', { mitigation });
}

/** Turns whatever was thrown into a UserError; what is none is our fault. */
export function toUserError(thrown: unknown): UserError {
  if (thrown instanceof UserError) {
    return thrown;
  }
  return makeError('F-SME-3', { message: describeThrown(thrown) }, thrown);
}

/** One line about something that was thrown; drivers throw plain objects and events, too. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) {
    return thrown.message;
  }
  if (typeof thrown === 'object' && thrown !== null && 'text' in thrown) {
    return String(thrown.text);
  }
  return String(thrown);
}
