import { cutQuotedValues, cutValue } from './cut-values.js';
import type { ExitCode } from './definition.js';
import { type ErrorKey, type ErrorValues, type ListedMessage, listMessages } from './error-table.js';

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

const messages = new Map<string, ListedMessage>(listMessages().map((message) => [message.key, message]));

type WithoutSlots = Readonly<Record<never, never>>;

/**
 * Makes an error of the table.
 *
 * @param key a code, or a code and a case: `E-SME-65.not_numeric`. The error has the code only
 * @param values a value for each slot
 */
export function makeError<Key extends ErrorKey>(
  key: Key,
  ...[values, cause]: WithoutSlots extends ErrorValues<Key>
    ? [values?: ErrorValues<Key>, cause?: unknown]
    : [values: ErrorValues<Key>, cause?: unknown]
): UserError {
  const message = messages.get(key);
  if (!message) throw new Error(`The table of errors has no '${key}'.`);
  return new UserError(message.code, fillSlots(message.text, values), {
    mitigation: fillSlots(message.mitigation, values).trim(),
    cause,
    exitCode: message.exitCode,
  });
}

/** Fills the slots. A slot in quotes takes a value of the user, any other slot a sentence that may quote such values. */
function fillSlots(template: string, values: Readonly<Record<string, string | number>> = {}): string {
  return template.replaceAll(/('?)\{\{(\w+)\}\}/g, (_slot, quote: string, name: string) => {
    const text = String(values[name] ?? '');
    return quote + (quote === '' ? cutQuotedValues(text) : cutValue(text));
  });
}

/** Makes the error of a Ctrl-C; `mitigation` says how the world was left and how to go on. */
export function makeInterruption(mitigation = 'Run the command again to go on.', cause?: unknown): UserError {
  return makeError('E-SME-4', { mitigation }, cause);
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
