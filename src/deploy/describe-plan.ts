import { maskVariable } from '../text/mask-variables.js';
import type { DeploymentPlan, UdfSettings } from './types.js';

/** A plan for --json: what happens to which object and why, without the SQL. */
export function describePlan(plan: DeploymentPlan) {
  return {
    schema: plan.schema,
    steps: plan.steps.map(({ action, kind, name, reason }) => ({ action, kind, name, reason })),
    obsolete: plan.obsolete,
  };
}

/** How the UDFs run, for --json. Secrets are masked. */
export function describeUdfs({ languageAlias, environment }: UdfSettings) {
  const variables = Object.entries(environment).map(([name, value]) => [name, maskVariable(name, value)] as const);
  return { language_alias: languageAlias.toUpperCase(), udf_environment: Object.fromEntries(variables) };
}

/** How the UDFs run, as lines of text: nothing for the defaults. */
export function formatUdfs(settings: UdfSettings): string {
  const { language_alias: alias, udf_environment: environment } = describeUdfs(settings);
  const variables = Object.entries(environment).map(([name, value]) => `  ${name}=${value}\n`);
  return [
    alias === 'PYTHON3' ? '' : `Language alias of the UDFs: ${alias}\n`,
    variables.length === 0 ? '' : `Environment of the UDFs (NAME= in --udf-env removes one):\n${variables.join('')}`,
  ].join('');
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
