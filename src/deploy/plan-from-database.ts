import { makeError } from '../errors/user-error.js';
import { suggestUsageGrant } from '../exasol/find-schema.js';
import type { Session } from '../exasol/session.js';
import { version } from '../version.js';
import type { PlannedChange } from './apply.js';
import { renderDesiredState } from './desired-state.js';
import { findNewerVersion } from './newer-version.js';
import { planDeployment } from './plan.js';
import { planRemoval } from './plan-removal.js';
import { readInstalled } from './read-installed.js';
import type { DeploymentTarget, InstalledState } from './types.js';
import { chooseUdfSettings } from './udf-settings.js';

/**
 * Reads a schema and plans how to bring it up to date.
 * @param whenMissing the mitigation of E-SME-16
 * @throws UserError E-SME-16 if the schema is missing and `createSchema` is false
 */
export async function planDeploymentFromDatabase(
  session: Session,
  target: DeploymentTarget,
  createSchema: boolean,
  whenMissing = 'Add --create-schema to create it, or check --schema.',
): Promise<PlannedChange> {
  const installed = await readInstalled(session, target.schema.candidates);
  if (!createSchema) {
    await requireInstalledSchema(session, installed, target, whenMissing);
  }
  const udfs = chooseUdfSettings(target, installed.scripts);
  const desired = renderDesiredState(installed.schema ?? target.schema.whenNew, udfs.languageAlias, udfs.environment);
  return { installed, plan: planDeployment(desired, installed), udfs };
}

/** @throws UserError E-SME-300 if scripts of a newer version would be replaced */
export function assertNoDowngrade({ scripts, schema = '' }: InstalledState): void {
  const installed = findNewerVersion(scripts, version);
  if (installed !== undefined) {
    throw makeError('E-SME-300', { schema, installed, version });
  }
}

/** Reads a schema and plans how to remove what a deployment installed. @throws UserError E-SME-16 if the schema is missing */
export async function planRemovalFromDatabase(
  session: Session,
  target: DeploymentTarget,
  dropMetadata: boolean,
): Promise<PlannedChange> {
  const installed = await readInstalled(session, target.schema.candidates);
  const mitigation = 'Check --schema; use double quotes to preserve its case.';
  const schema = await requireInstalledSchema(session, installed, target, mitigation);
  const udfs = chooseUdfSettings(target, installed.scripts);
  return { installed, plan: planRemoval(installed, schema, dropMetadata), udfs };
}

async function requireInstalledSchema(
  session: Session,
  installed: InstalledState,
  { schema }: DeploymentTarget,
  mitigation: string,
): Promise<string> {
  if (installed.schema === undefined) {
    const grant = await suggestUsageGrant(session, schema.whenNew);
    throw makeError('E-SME-16', { schema: schema.candidates.join("' or '"), mitigation: `${mitigation}${grant}` });
  }
  return installed.schema;
}
