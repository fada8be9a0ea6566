import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier } from '../../src/exasol/quote.js';
import type { Target } from '../support/target.js';
import { run } from '../support/training.js';

/** The systems that a probe uses. */
export interface ProbeContext {
  readonly target: Target;
  readonly driver: ExasolDriver;
  /** A schema for the probes, as SQL text. */
  readonly schema: string;
}

/** The result of a probe: whether the fact is true, and what the system did, as text. */
export interface Finding {
  readonly holds: boolean;
  readonly observed: string;
}

/** Checks one fact and leaves nothing behind. @returns undefined if this system or this user does not allow the check */
export type Probe = (context: ProbeContext) => Promise<Finding | undefined>;

/** Creates a Lua script and runs it. @returns the first cell of each row as text */
export async function runLua(context: ProbeContext, body: string, session = context.driver): Promise<string[]> {
  const name = `${context.schema}.PROBE`;
  await run(context.driver, `CREATE OR REPLACE LUA SCRIPT ${name} () RETURNS TABLE AS\n${body}`);
  const rows = await run(session, `EXECUTE SCRIPT ${name}()`);
  return rows.map(([cell]) => String(cell));
}

/** Creates a role, does the work, and drops the role. @returns undefined if the user may not create roles */
export async function withRole<Result>(
  { driver, target }: ProbeContext,
  work: (role: string) => Promise<Result>,
): Promise<Result | undefined> {
  const role = identifier(target.userName('PROBE_ROLE'));
  try {
    await run(driver, `CREATE ROLE ${role}`);
  } catch {
    return undefined;
  }
  try {
    return await work(role);
  } finally {
    await run(driver, `DROP ROLE ${role}`);
  }
}
