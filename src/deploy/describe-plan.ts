import { maskVariable } from '../text/mask-variables.js';
import type { RuntimeInfo } from './smoke-test.js';
import type { Action, DeploymentPlan, PlanStep, UdfSettings } from './types.js';

/** A plan for --json: what happens to which object and why, without the SQL. */
export function describePlan(plan: DeploymentPlan) {
  return {
    schema: plan.schema,
    schema_name: plan.schema,
    counts: countActions(plan),
    steps: plan.steps.map(({ action, kind, name, reason, edits = null }) => ({ action, kind, name, reason, edits })),
    obsolete: plan.obsolete,
  };
}

/** The number of objects by action. Scripts that are not part of this version are kept. */
function countActions({ steps, obsolete }: DeploymentPlan): Readonly<Record<Action, number>> {
  const counts = { create: 0, replace: 0, migrate: 0, drop: 0, keep: obsolete.length };
  for (const { action } of steps) counts[action] += 1;
  return counts;
}

const actionLabels: Readonly<Record<Action, string>> = {
  create: 'to create',
  replace: 'to replace',
  migrate: 'to migrate',
  drop: 'to drop',
  keep: 'unchanged',
};

const doneLabels: Readonly<Record<Action, string>> = {
  create: 'created',
  replace: 'replaced',
  migrate: 'migrated',
  drop: 'dropped',
  keep: 'unchanged',
};

/** The counts as one line, such as `3 to create, 1 to replace, 27 unchanged`. Actions without an object are left out. */
export function formatCounts(plan: DeploymentPlan): string {
  return joinCounts(plan, actionLabels);
}

/** The same after the plan was run: `3 created, 1 replaced, 27 unchanged`. */
export function formatDone(plan: DeploymentPlan): string {
  return joinCounts(plan, doneLabels);
}

function joinCounts(plan: DeploymentPlan, labels: Readonly<Record<Action, string>>): string {
  const counts = countActions(plan);
  return Object.entries(labels)
    .filter(([action]) => counts[action as Action] > 0)
    .map(([action, label]) => `${counts[action as Action]} ${label}`)
    .join(', ');
}

/** Lines of a diff that are shown of one script. `--json` contains all. */
const maxEditLines = 40;

/** What was edited by hand in the scripts that a plan replaces, as a diff for each script; empty if there is nothing. */
export function formatEdits(plan: DeploymentPlan): string {
  return plan.steps.map(formatStepEdits).join('');
}

function formatStepEdits({ name, edits = [] }: PlanStep): string {
  if (edits.length === 0) {
    return '';
  }
  const hidden = edits.length - maxEditLines;
  const rest = hidden > 0 ? [`… ${hidden} more lines; --json prints all`] : [];
  return `\n${name}: "-" is installed, "+" replaces it\n${[...edits.slice(0, maxEditLines), ...rest].join('\n')}\n`;
}

/** How the UDFs run, for --json. Secrets are masked. */
export function describeUdfs({ languageAlias, environment }: UdfSettings) {
  const variables = Object.entries(environment).map(([name, value]) => [name, maskVariable(name, value)] as const);
  return { language_alias: languageAlias.toUpperCase(), udf_environment: Object.fromEntries(variables) };
}

/** What the UDFs run on, for --json. */
export function describeRuntime({ python, boto3, botocore, knowsV2 }: RuntimeInfo) {
  return { python, boto3: boto3 ?? null, botocore: botocore ?? null, knows_v2: knowsV2, knowsV2 };
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
