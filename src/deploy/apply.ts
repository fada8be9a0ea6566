import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import type { Logger } from '../logger.js';
import { listStatements } from './plan.js';
import { describeMissingPrivileges } from './privileges.js';
import type { DeploymentPlan, InstalledState } from './types.js';

/** A look at the schema and the plan that follows from it. */
export interface PlannedChange {
  readonly installed: InstalledState;
  readonly plan: DeploymentPlan;
}

/** How often to begin anew when other transactions are in the way. */
const maximumAttempts = 8;
/** How often to believe that "already exists" means: someone else was quicker. After that something else has the name. */
const maximumSurprises = 3;
const firstPauseMs = 100;

/**
 * Looks, plans and runs the plan as one transaction in one request. Exasol rolls back everything when a statement fails. Where
 * another transaction was in the way (a second deployment, say), it pauses and begins anew, perhaps with nothing left to do.
 *
 * @param session one with autocommit off
 * @param look reads the schema and plans
 * @returns what was found and done
 * @throws UserError E-SME-17 or E-SME-21 with the object at which it failed, E-SME-18 when others were in the way too often
 */
export async function applyPlan(
  session: Session,
  look: () => Promise<PlannedChange>,
  what: string,
  logger: Logger,
): Promise<PlannedChange> {
  for (let attempt = 1; ; attempt += 1) {
    let change: PlannedChange | undefined;
    try {
      change = await look();
      await sendStatements(session, change);
      return change;
    } catch (thrown) {
      if (!(thrown instanceof SqlError)) {
        throw thrown;
      }
      await session.query('ROLLBACK');
      const mayRepeat = thrown.isCollision || (thrown.isAlreadyThere && attempt < maximumSurprises);
      if (!mayRepeat) {
        throw change === undefined ? thrown : await explainFailure(session, change, thrown, what);
      }
      if (attempt === maximumAttempts) {
        throw makeError('E-SME-18', { what, attempts: attempt, text: thrown.text }, thrown);
      }
    }
    logger.info('Another transaction is at work on the same schema: waiting, then looking again.');
    // not all at the same moment: whoever comes second must meet a schema that is done
    await wait(firstPauseMs * attempt * (1 + Math.random()));
  }
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function sendStatements(session: Session, { installed, plan }: PlannedChange): Promise<void> {
  const statements = listStatements(plan);
  if (statements.length > 0) {
    await session.batch([...prepareSession(installed), ...statements, 'COMMIT']);
  }
}

/** A customer's SQL preprocessor would rewrite our statements, too: it is switched off for this session only. */
function prepareSession({ database }: InstalledState): readonly string[] {
  return database.preprocessor === '' ? [] : ["ALTER SESSION SET SQL_PREPROCESSOR_SCRIPT=''"];
}

/**
 * Exasol does not say which statement of a request failed: runs them one by one to find it, and rolls back. The second run may
 * end otherwise than the first; then the first error is told without the name of an object.
 */
async function explainFailure(session: Session, { installed, plan }: PlannedChange, failure: SqlError, what: string) {
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
  { installed, plan }: PlannedChange,
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
