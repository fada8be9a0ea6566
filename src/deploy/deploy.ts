import type { Session } from '../exasol/session.js';
import { type Logger, silentLogger } from '../logger.js';
import { applyPlan } from './apply.js';
import { listGrants } from './grants.js';
import { judgeDatabase } from './judge-database.js';
import { isUpToDate } from './plan.js';
import { assertNoDowngrade, planDeploymentFromDatabase, planRemovalFromDatabase } from './plan-from-database.js';
import { listMissingPrivileges } from './privileges.js';
import { type RuntimeInfo, runSmokeCall } from './smoke.js';
import type { DatabaseFacts, DeploymentPlan, DeploymentTarget } from './types.js';

export interface DeployOptions {
  readonly target: DeploymentTarget;
  readonly createSchema: boolean;
  /** True: scripts of a newer version may be replaced. */
  readonly allowDowngrade?: boolean;
  readonly logger?: Logger;
}

/** A plan and what the user should know about the database before it is carried out. */
export interface PlannedDeployment {
  readonly plan: DeploymentPlan;
  readonly database: DatabaseFacts;
  readonly warnings: readonly string[];
}

export interface DeployOutcome extends PlannedDeployment {
  /** False where everything was as it should be. */
  readonly changed: boolean;
  /** Undefined where the test call failed; a warning then says why. */
  readonly runtime: RuntimeInfo | undefined;
  readonly grants: readonly string[];
}

/** Plans a deployment and changes nothing. */
export async function planInSession(session: Session, options: DeployOptions): Promise<PlannedDeployment> {
  const { installed, plan } = await planDeploymentFromDatabase(session, options.target, options.createSchema);
  if (options.allowDowngrade !== true) {
    assertNoDowngrade(installed);
  }
  const missing = listMissingPrivileges(installed, plan).map(
    (grant) => `The user '${installed.database.user}' seems to lack a privilege: ${grant};`,
  );
  const warnings = [...judgeDatabase(installed.database, options.target.languageAlias), ...missing];
  return { plan, database: installed.database, warnings };
}

/**
 * Brings a schema up to date: look, plan, apply in one transaction, one test call.
 * @param session one with autocommit off, so that a failure leaves the schema as it was
 */
export async function deployInSession(session: Session, options: DeployOptions): Promise<DeployOutcome> {
  const { target, createSchema, logger = silentLogger } = options;
  const look = async () => {
    const change = await planDeploymentFromDatabase(session, target, createSchema);
    if (options.allowDowngrade !== true) {
      assertNoDowngrade(change.installed);
    }
    return change;
  };
  const { plan, installed } = await applyPlan(session, look, 'The deployment', logger);
  const smoke = await runSmokeCall(session, plan.schema, target.languageAlias);
  return {
    plan,
    database: installed.database,
    changed: !isUpToDate(plan),
    runtime: smoke.runtime,
    warnings: [...judgeDatabase(installed.database, target.languageAlias), ...smoke.warnings],
    grants: listGrants(plan.schema),
  };
}

/** Removes what deploy installed; the same promise as deploying. */
export async function removeInSession(
  session: Session,
  options: { readonly target: DeploymentTarget; readonly dropMetadata: boolean; readonly logger?: Logger },
): Promise<DeploymentPlan> {
  const look = () => planRemovalFromDatabase(session, options.target, options.dropMetadata);
  const { plan } = await applyPlan(session, look, 'The removal', options.logger ?? silentLogger);
  return plan;
}
