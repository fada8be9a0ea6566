import type { ExitCode } from '../errors/definition.js';
import { UserError } from '../errors/user-error.js';
import { SqlError } from '../exasol/sql-error.js';

/** How `sme` exits on what a script says; 1 on all else. Arguments are wrong usage whoever finds out. */
const exitCodes: readonly (readonly [exitCode: ExitCode, numbers: readonly number[]])[] = [
  [2, [51, 52, 53, 54, 55, 57]],
  [4, [78, 79, 90, 154, 167]],
  [5, [77, 80, 83]],
  [6, [81, 82, 161]],
  [7, [58, 59, 69, 85, 150, 151, 169, 181, 184]],
];

/** Errors that wrap the one that caused them: that one decides. */
const wrappers: ReadonlySet<number> = new Set([148, 162, 163, 164]);

/**
 * What a script of ours raised, in the script's own words. Exasol wraps it as `"…" caught in script "S"."N" at line n (Session: …)`,
 * without escaping the quotes inside, and once more for each script around it; that text is kept as the cause.
 * @returns `thrown` itself where it is not of a script
 */
export function explainScriptError(thrown: unknown): unknown {
  if (!(thrown instanceof SqlError)) {
    return thrown;
  }
  const match = /([EF]-SME-(\d+)): ([\s\S]+)$/.exec(thrown.text);
  if (match === null) {
    return thrown;
  }
  const [, code = '', number = '', wrapped = ''] = match;
  const message = wrapped.replace(/"? caught in script "[\s\S]*$/, '').trim();
  const [inner] = wrappers.has(Number(number)) ? [...message.matchAll(/[EF]-SME-(\d+)/g)].map(([, n]) => n) : [];
  const listed = exitCodes.find(([, numbers]) => numbers.includes(Number(inner ?? number)))?.[0];
  const exitCode = listed ?? (thrown.isPrivilegeProblem ? 4 : 1);
  // the script's sentence ends with how to mend it
  return new UserError(code, message, { mitigation: '', exitCode, cause: new Error(thrown.text) });
}
