import { doctorChecks } from '../../src/doctor/checks.js';

/** A check in the output of `sme doctor --json`. */
export interface Check {
  readonly id: string;
  readonly state: string;
  readonly text: string;
  readonly mitigation: string | null;
}

export const statesOf = (checks: Readonly<Record<string, Check>>) =>
  Object.fromEntries(Object.values(checks).map(({ id, state }) => [id, state]));
/** The check that needs --probe-write. */
export const skippedOnSandbox = { 'bucket-write': 'skipped' };
export const everyState = (state: string) => Object.fromEntries(doctorChecks.map(({ id }) => [id, state]));
