import { cutQuotedValues, cutValue } from './cut-values.js';
import type { ExitCode } from './definition.js';
import { type ErrorKey, type ErrorValues, type ListedMessage, listMessages } from './error-table.js';

/** Everything about an error except its code and message. */
export interface UserErrorDetails {
  readonly mitigation: string;
  readonly cause?: unknown;
  readonly exitCode?: ExitCode;
  /** What the command has completed despite the failure, for the document that --json prints. */
  readonly data?: unknown;
}

/** The only class of errors that users see: a code, what failed and why, what to do, and the cause. */
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

  /** Returns the same error with what the command has completed despite the failure. */
  withData(data: unknown): UserError {
    const { code, message, mitigation, exitCode, cause } = this;
    return new UserError(code, message, { mitigation, exitCode, cause, data });
  }
}

const messages = new Map<string, ListedMessage>(listMessages().map((message) => [message.key, message]));

type WithoutSlots = Readonly<Record<never, never>>;

/**
 * Makes an error of the table.
 * @param key a code, or a code and a case, such as `E-SME-65.not_numeric`; the error contains only the code
 * @param values a value for each slot
 * @param cause what was caught, if anything
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

/** Fills the slots. A slot in quotes takes a user's value; any other slot takes a sentence that may quote such values. */
function fillSlots(template: string, values: Readonly<Record<string, string | number>> = {}): string {
  return template.replaceAll(/('?)\{\{(\w+)\}\}/g, (_slot, quote: string, name: string) => {
    const text = String(values[name] ?? '');
    return quote + (quote === '' ? cutQuotedValues(text) : cutValue(text));
  });
}

/** Makes the error for Ctrl-C. @param mitigation what was or was not changed, and how to continue */
export function makeInterruption(mitigation = 'Run the command again to continue.', cause?: unknown): UserError {
  return makeError('E-SME-4', { mitigation }, cause);
}

/** Converts whatever was thrown to a UserError. Anything else than a UserError is a bug in sme. */
export function toUserError(thrown: unknown): UserError {
  if (thrown instanceof UserError) {
    return thrown;
  }
  return makeError('F-SME-3', { message: describeThrown(thrown) }, thrown);
}

/** Describes whatever was thrown in one line. Drivers also throw plain objects and events. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) {
    return thrown.message;
  }
  if (typeof thrown === 'object' && thrown !== null && 'text' in thrown) {
    return String(thrown.text);
  }
  return String(thrown);
}
