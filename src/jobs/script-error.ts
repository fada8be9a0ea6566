import type { ExitCode } from '../errors/definition.js';
import { UserError } from '../errors/user-error.js';
import { SqlError } from '../exasol/sql-error.js';

/** Exit codes by the numbers of errors of the scripts; 1 for all others. */
const exitCodes: readonly (readonly [exitCode: ExitCode, numbers: readonly number[]])[] = [
  [2, [51, 52, 53, 54, 55, 57]],
  [4, [78, 79, 90, 154, 167, 194, 273, 408, 430, 431, 432, 433, 434, 435, 436, 437]],
  [5, [77, 80, 83]],
  [6, [81, 82, 161]],
  [7, [58, 59, 69, 85, 150, 151, 169, 181, 184, 388]],
];

/** Errors that contain the error that caused them; the cause determines the exit code. */
const wrappers: ReadonlySet<number> = new Set([148, 162, 163, 164, 438]);

/** Exasol appends it to the error of a UDF that was called without a script. */
const sessionPattern = /\s*\(Session:?\s*\d+\)\s*$/;

/**
 * Extracts the error that a script of the extension raised. Exasol wraps its text as `"…" caught in script "S"."N" at line n
 * (Session: …)`, without escaping quotes inside, once for each calling script. The wrapped text becomes the cause.
 * @returns `thrown` itself if no script of the extension raised it
 */
export function toScriptError(thrown: unknown): unknown {
  if (!(thrown instanceof SqlError)) {
    return thrown;
  }
  const match = /([EF]-SME-(\d+)): ([\s\S]+)$/.exec(thrown.text);
  if (match === null) {
    return thrown;
  }
  const [, code = '', number = '', wrapped = ''] = match;
  const message = wrapped
    .replace(/"? caught in script "[\s\S]*$/, '')
    .replace(sessionPattern, '')
    .trim();
  const [inner] = wrappers.has(Number(number)) ? [...message.matchAll(/[EF]-SME-(\d+)/g)].map(([, n]) => n) : [];
  const listed = exitCodes.find(([, numbers]) => numbers.includes(Number(inner ?? number)))?.[0];
  const exitCode = listed ?? (thrown.isPrivilegeProblem ? 4 : 1);
  // the text of the script already contains the mitigation
  return new UserError(code, message, { mitigation: '', exitCode, cause: new Error(thrown.text) });
}
