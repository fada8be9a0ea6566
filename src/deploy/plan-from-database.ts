import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { version } from '../version.js';
import type { PlannedChange } from './apply.js';
import { renderDesiredState } from './desired-state.js';
import { findNewerVersion } from './newest-installed.js';
import { planDeployment } from './plan.js';
import { planRemoval } from './plan-removal.js';
import { readInstalled } from './read-installed.js';
import type { DeploymentTarget, InstalledState } from './types.js';

/**
 * Looks at a schema and plans to bring it up to date.
 * @param whenMissing what to do where the schema is missing and may not be created
 * @throws UserError E-SME-16 there
 */
export async function planDeploymentFromDatabase(
  session: Session,
  target: DeploymentTarget,
  createSchema: boolean,
  whenMissing = 'Give --create-schema to have it created, or another --schema.',
): Promise<PlannedChange> {
  const installed = await readInstalled(session, target.schema.candidates);
  if (!createSchema) {
    assertSchema(installed, target, whenMissing);
  }
  const wanted = renderDesiredState(installed.schema ?? target.schema.whenNew, target.languageAlias);
  return { installed, plan: planDeployment(wanted, installed) };
}

/** @throws UserError E-SME-300 where scripts of a newer version would be replaced */
export function assertNoDowngrade({ scripts, schema = '' }: InstalledState): void {
  const installed = findNewerVersion(scripts, version);
  if (installed !== undefined) {
    throw makeError('E-SME-300', { schema, installed, version });
  }
}

/** Looks at a schema and plans to remove what deploy installed. @throws UserError E-SME-16 where the schema is missing */
export async function planRemovalFromDatabase(
  session: Session,
  target: DeploymentTarget,
  dropMetadata: boolean,
): Promise<PlannedChange> {
  const installed = await readInstalled(session, target.schema.candidates);
  const schema = assertSchema(installed, target, 'Check --schema; put it in double quotes to have its case kept.');
  return { installed, plan: planRemoval(installed, schema, dropMetadata) };
}

function assertSchema(installed: InstalledState, target: DeploymentTarget, mitigation: string): string {
  if (installed.schema === undefined) {
    throw makeError('E-SME-16', { schema: target.schema.candidates.join("' or '"), mitigation });
  }
  return installed.schema;
}
