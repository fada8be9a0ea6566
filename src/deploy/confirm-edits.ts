import { makeError } from '../errors/user-error.js';
import { formatEdits } from './describe-plan.js';
import type { DeploymentPlan } from './types.js';

/** Asks whether a deployment may overwrite scripts that were edited by hand. Returns only if it may. */
export type ConfirmEdits = (plan: DeploymentPlan) => Promise<void>;

/** Refuses to overwrite scripts that were edited by hand. @throws UserError E-SME-600 */
export async function refuseEdits(plan: DeploymentPlan): Promise<void> {
  const names = listEdited(plan).map(({ name }) => name);
  throw makeError('E-SME-600', { schema: plan.schema, names: names.join(', '), edits: formatEdits(plan) });
}

/** The steps that would overwrite an edited script. */
export function listEdited({ steps }: DeploymentPlan) {
  return steps.filter(({ edits = [] }) => edits.length > 0);
}

/** Identifies everything that a plan would overwrite, so that a changed plan is confirmed again. */
export function describeOverwritten(plan: DeploymentPlan): string {
  return JSON.stringify(listEdited(plan).map(({ name, edits }) => [name, edits]));
}
