import type { DeploymentPlan } from './types.js';

/** A plan for --json: what happens to which object and why, without the SQL. */
export function describePlan(plan: DeploymentPlan) {
  return {
    schema: plan.schema,
    steps: plan.steps.map(({ action, kind, name, reason }) => ({ action, kind, name, reason })),
    obsolete: plan.obsolete,
  };
}

/** A plan as rows of a table: action, kind, name, reason. */
export function describeSteps(plan: DeploymentPlan): readonly (readonly string[])[] {
  return [
    ...plan.steps.map((step) => [step.action, step.kind, step.name, step.reason]),
    ...plan.obsolete.map((script) => ['keep', 'script', script.name, script.reason]),
  ];
}

const securityHint =
  '-- doc/user_guide/security.md explains these grants, and a setup in which users cannot read the AWS key.\n';

/** Grants as SQL to copy and run. */
export function formatGrants(grants: readonly string[]): string {
  return `-- Grants for a user of the scripts (fill in the names):\n${grants.map((grant) => `${grant};\n`).join('')}${securityHint}`;
}
