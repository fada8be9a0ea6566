import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier } from '../../src/exasol/quote.js';
import type { Target } from '../support/target.js';
import { run } from '../support/training.js';

/** What a probe has to work with. */
export interface ProbeContext {
  readonly target: Target;
  readonly driver: ExasolDriver;
  /** A schema for the probes, as SQL text. */
  readonly schema: string;
}

/** What a probe found: whether the fact is as our scripts take it, and what was seen, for people. */
export interface Finding {
  readonly holds: boolean;
  readonly seen: string;
}

/** Asks a system for one fact; undefined where this system, or this user, cannot be asked. It leaves nothing behind. */
export type Probe = (context: ProbeContext) => Promise<Finding | undefined>;

/** Creates a Lua script, runs it and answers the first cell of each row as text. */
export async function runLua(context: ProbeContext, body: string, session = context.driver): Promise<string[]> {
  const name = `${context.schema}.PROBE`;
  await run(context.driver, `CREATE OR REPLACE LUA SCRIPT ${name} () RETURNS TABLE AS\n${body}`);
  const rows = await run(session, `EXECUTE SCRIPT ${name}()`);
  return rows.map(([cell]) => String(cell));
}

/** Runs statements between a role's creation and its end; undefined where the user may make no roles. */
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
