import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import type { Logger, Progress } from '../logger.js';
import { listStatements } from './plan.js';
import { describeMissingPrivileges } from './privileges.js';
import type { DeploymentPlan, InstalledState, UdfSettings } from './types.js';

/** The state of the schema and the plan made from it. */
export interface PlannedChange {
  /** How the UDFs run after the change. */
  readonly udfs: UdfSettings;
  readonly installed: InstalledState;
  readonly plan: DeploymentPlan;
}

/** Maximum attempts if other transactions collide. */
const maxAttempts = 8;
/** Maximum attempts after "already exists": either another session was faster, or another object has the name. */
const maxNameConflicts = 3;
const firstPauseMs = 100;

/**
 * Makes a plan and runs it as one transaction in one request. If a statement fails, everything is rolled back. After a collision with
 * another transaction, such as a second deployment, it waits and starts over; then there may be nothing left to do.
 *
 * @param session with autocommit off
 * @param makePlan reads the schema and makes the plan
 * @param what the subject of error messages, such as `The deployment`
 * @returns the initial state and the plan that was run
 * @throws UserError E-SME-17 or E-SME-21 with the object that failed, E-SME-18 after too many collisions
 */
export async function applyPlan(
  session: Session,
  makePlan: () => Promise<PlannedChange>,
  what: string,
  { logger, progress }: { readonly logger: Logger; readonly progress: Progress },
): Promise<PlannedChange> {
  for (let attempt = 1; ; attempt += 1) {
    let change: PlannedChange | undefined;
    try {
      change = await makePlan();
      await sendStatements(session, change, progress);
      return change;
    } catch (thrown) {
      if (!(thrown instanceof SqlError)) {
        throw thrown;
      }
      await session.query('ROLLBACK');
      const canRetry = thrown.isCollision || (thrown.isDuplicate && attempt < maxNameConflicts);
      if (!canRetry) {
        throw change === undefined ? thrown : await makeFailure(session, change, thrown, what);
      }
      if (attempt === maxAttempts) {
        throw makeError('E-SME-18', { what, attempts: attempt, text: thrown.text }, thrown);
      }
    }
    logger.info('Another transaction is changing the same schema: waiting before the next attempt …');
    // random, so that competing sessions do not collide again
    await wait(firstPauseMs * attempt * (1 + Math.random()));
  }
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Statements per request if their number is shown. */
const shownBatchSize = 5;

async function sendStatements(session: Session, { installed, plan }: PlannedChange, progress: Progress): Promise<void> {
  const statements = listStatements(plan);
  if (statements.length === 0) {
    return;
  }
  const objects = plan.steps.filter((step) => step.statements.length > 0).length;
  progress.show(`Changing ${objects} ${objects === 1 ? 'object' : 'objects'} of schema ${plan.schema}`);
  const all = [...prepareSession(installed), ...statements, 'COMMIT'];
  const size = progress.isLive ? shownBatchSize : all.length;
  for (let first = 0; first < all.length; first += size) {
    progress.detail(`statement ${first + 1} of ${all.length}`);
    await session.batch(all.slice(first, first + size));
  }
}

/** A SQL preprocessor script would rewrite these statements, so disable it for this session. */
function prepareSession({ database }: InstalledState): readonly string[] {
  return database.preprocessor === '' ? [] : ["ALTER SESSION SET SQL_PREPROCESSOR_SCRIPT=''"];
}

/**
 * Finds the statement that failed. Exasol does not report it for a request with several statements, so this runs the statements one by
 * one and rolls back. If none fails this time, the original error is reported without the name of an object.
 */
async function makeFailure(
  session: Session,
  { installed, plan }: Omit<PlannedChange, 'udfs'>,
  failure: SqlError,
  what: string,
) {
  const count = listStatements(plan).length;
  const found = await findFailingStep(session, { installed, plan });
  await session.query('ROLLBACK');
  const { text, sqlCode } = found?.error ?? failure;
  const object = found === undefined ? `one of ${count} statements` : `'${found.name}'`;
  const values = { what, object, text, sqlCode, count };
  return failure.isPrivilegeProblem
    ? makeError('E-SME-21', { ...values, missing: describeMissingPrivileges(installed, plan) }, failure)
    : makeError('E-SME-17', values, failure);
}

async function findFailingStep(
  session: Session,
  { installed, plan }: Omit<PlannedChange, 'udfs'>,
): Promise<{ name: string; error: SqlError } | undefined> {
  await session.batch(prepareSession(installed));
  for (const step of plan.steps) {
    for (const statement of step.statements) {
      try {
        await session.query(statement);
      } catch (thrown) {
        if (thrown instanceof SqlError) {
          return { name: step.name, error: thrown };
        }
        throw thrown;
      }
    }
  }
  return undefined;
}
