import type { DeploymentPlan } from './types.js';

/** A plan as data for programs: what happens to which object and why, without the SQL. */
export function describePlan(plan: DeploymentPlan) {
  return {
    schema: plan.schema,
    steps: plan.steps.map(({ action, kind, name, reason }) => ({ action, kind, name, reason })),
    obsolete: plan.obsolete,
  };
}

/** A plan as rows for people: action, object, reason. */
export function describeSteps(plan: DeploymentPlan): readonly (readonly string[])[] {
  return [
    ...plan.steps.map((step) => [step.action, step.kind, step.name, step.reason]),
    ...plan.obsolete.map((script) => ['left', 'script', script.name, script.reason]),
  ];
}

const securityHint =
  '-- What these grants allow, and a setup in which users cannot read the AWS key: doc/user_guide/security.md\n';

/** Grants as SQL to copy. */
export function formatGrants(grants: readonly string[]): string {
  return `-- A user of the scripts needs (fill in the names):\n${grants.map((grant) => `${grant};\n`).join('')}${securityHint}`;
}
