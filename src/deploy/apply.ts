import { setTimeout as wait } from 'node:timers/promises';
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

/** How often a plan is made anew when other transactions are in the way. */
const maximumAttempts = 8;
const firstPauseMs = 100;

/**
 * Runs a plan as one transaction in one request. Exasol rolls back everything when a statement fails. Where another transaction
 * was in the way (a second deployment, say), it pauses, looks again and plans again.
 *
 * @param session one with autocommit off
 * @param change the plan to begin with
 * @param look makes the plan anew
 * @returns the plan that was carried out: after a collision another one than the first, perhaps with nothing left to do
 * @throws UserError E-SME-17 with the object at which it failed, E-SME-18 when others were in the way too often
 */
export async function applyPlan(
  session: Session,
  change: PlannedChange,
  look: () => Promise<PlannedChange>,
  what: string,
  logger: Logger,
): Promise<PlannedChange> {
  let current = change;
  for (let attempt = 1; ; attempt += 1) {
    const failure = await tryPlan(session, current);
    if (failure === undefined) {
      return current;
    }
    if (!failure.isCollision && !failure.isAlreadyThere) {
      throw await explainFailure(session, current, failure, what);
    }
    if (attempt === maximumAttempts) {
      const values = { what, schema: current.plan.schema, attempts: attempt, text: failure.text };
      throw makeError('E-SME-18', values, failure);
    }
    logger.info('Another transaction is at work on the same schema: waiting, then looking again.');
    // not all at the same moment: whoever comes second must meet a schema that is done
    await wait(firstPauseMs * attempt * (1 + Math.random()));
    current = await look();
  }
}

/** Runs it all; on failure the transaction is gone when this returns. */
async function tryPlan(session: Session, change: PlannedChange): Promise<SqlError | undefined> {
  const statements = listStatements(change.plan);
  if (statements.length === 0) {
    return undefined;
  }
  try {
    await session.batch([...prepareSession(change.installed), ...statements, 'COMMIT']);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    await session.query('ROLLBACK');
    return thrown;
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
