import type { Session } from '../exasol/session.js';
import { type Logger, type Progress, silentLogger, silentProgress } from '../logger.js';
import { applyPlan, type PlannedChange } from './apply.js';
import { type ConfirmEdits, describeOverwritten, listEdited, refuseEdits } from './confirm-edits.js';
import { listDatabaseWarnings } from './database-warnings.js';
import { listGrants } from './grants.js';
import { isUpToDate } from './plan.js';
import { assertNoDowngrade, planDeploymentFromDatabase, planRemovalFromDatabase } from './plan-from-database.js';
import { listMissingPrivileges } from './privileges.js';
import { type RuntimeInfo, runSmokeTest } from './smoke-test.js';
import type { DatabaseFacts, DeploymentPlan, DeploymentTarget, UdfSettings } from './types.js';

export interface DeployOptions {
  readonly target: DeploymentTarget;
  readonly createSchema: boolean;
  /** Whether scripts of a newer version may be replaced. */
  readonly allowDowngrade?: boolean;
  /** Called before scripts that were edited by hand are replaced; by default, the deployment is then refused. */
  readonly confirmEdits?: ConfirmEdits;
  readonly logger?: Logger;
  readonly progress?: Progress;
}

/** A plan, and warnings about the database. */
export interface PlannedDeployment {
  readonly plan: DeploymentPlan;
  readonly udfs: UdfSettings;
  readonly database: DatabaseFacts;
  readonly warnings: readonly string[];
}

export interface DeployOutcome extends PlannedDeployment {
  /** False if everything was up to date. */
  readonly changed: boolean;
  /** Undefined if the test call failed; a warning then contains the reason. */
  readonly runtime: RuntimeInfo | undefined;
  readonly grants: readonly string[];
}

/** Makes a plan and changes nothing. */
export async function planInSession(session: Session, options: DeployOptions): Promise<PlannedDeployment> {
  const { installed, plan, udfs } = await planDeploymentFromDatabase(session, options.target, options.createSchema);
  if (options.allowDowngrade !== true) {
    assertNoDowngrade(installed);
  }
  const missing = listMissingPrivileges(installed, plan).map(
    (grant) => `The user '${installed.database.user}' may lack a privilege. An administrator can run: ${grant};`,
  );
  const warnings = [...listDatabaseWarnings(installed.database, udfs.languageAlias), ...missing];
  return { plan, udfs, database: installed.database, warnings };
}

/**
 * Brings a schema up to date in one transaction, then tests the installation with one call.
 * @param session with autocommit off, so that a failure changes nothing
 */
export async function deployInSession(session: Session, options: DeployOptions): Promise<DeployOutcome> {
  const {
    target,
    createSchema,
    confirmEdits = refuseEdits,
    logger = silentLogger,
    progress = silentProgress,
  } = options;
  let confirmed = '';
  const makePlan = async (): Promise<PlannedChange> => {
    const change = await planDeploymentFromDatabase(session, target, createSchema);
    if (options.allowDowngrade !== true) {
      assertNoDowngrade(change.installed);
    }
    const overwritten = describeOverwritten(change.plan);
    if (listEdited(change.plan).length === 0 || overwritten === confirmed) {
      return change;
    }
    // no transaction stays open during a prompt; another session may deploy meanwhile, so the schema is read again
    await session.query('ROLLBACK');
    await confirmEdits(change.plan);
    confirmed = overwritten;
    return await makePlan();
  };
  const { plan, installed, udfs } = await applyPlan(session, makePlan, 'The deployment', { logger, progress });
  progress.show('Testing the UDFs');
  const smoke = await runSmokeTest(session, plan.schema, udfs.languageAlias);
  return {
    plan,
    udfs,
    database: installed.database,
    changed: !isUpToDate(plan),
    runtime: smoke.runtime,
    warnings: [...listDatabaseWarnings(installed.database, udfs.languageAlias), ...smoke.warnings],
    grants: listGrants(plan.schema),
  };
}

/** Removes what a deployment installed, in one transaction. */
export async function removeInSession(
  session: Session,
  options: {
    readonly target: DeploymentTarget;
    readonly dropMetadata: boolean;
    readonly logger?: Logger;
    readonly progress?: Progress;
  },
): Promise<DeploymentPlan> {
  const makePlan = () => planRemovalFromDatabase(session, options.target, options.dropMetadata);
  const { logger = silentLogger, progress = silentProgress } = options;
  const { plan } = await applyPlan(session, makePlan, 'The removal', { logger, progress });
  return plan;
}
