import { listGrants } from './grants.js';
import type { DeploymentPlan, DesiredState, PlanStep } from './types.js';

/**
 * A statement as a file that SQL clients can run: a script between `--/` and a line with `/` (the convention of EXAplus, because
 * its body has semicolons), anything else with a semicolon.
 */
export function terminateStatement(sql: string): string {
  return /^CREATE\s+OR\s+REPLACE\s[^;]*?\bSCRIPT\b/i.test(sql) ? `--/\n${sql.trimEnd()}\n/\n` : `${sql.trimEnd()};\n`;
}

/** A plan as SQL that can be run as it is: what happens and why stands in comments. */
export function writePlanAsSql(plan: DeploymentPlan): string {
  const blocks = plan.steps.map((step) => [describeStep(step), ...step.statements.map(terminateStatement)].join('\n'));
  const changes = plan.steps.some((step) => step.statements.length > 0);
  return `${blocks.join('\n')}${changes ? '\nCOMMIT;\n' : '\n'}`;
}

function describeStep({ action, kind, name, reason }: PlanStep): string {
  return `-- ${action} ${kind} ${name}: ${reason}`.replaceAll('\n', ' ');
}

/** One file an object. */
export interface SqlFile {
  readonly name: string;
  readonly text: string;
}

/** All objects as files, in the order in which they are to be run; the grants for their users come last, as a comment. */
export function writeObjectsAsSql(wanted: DesiredState): readonly SqlFile[] {
  const grants = listGrants(wanted.schema).map((grant) => `-- ${grant};\n`);
  return [
    ...wanted.tables.map((table) => ({ name: `${table.name}.sql`, text: terminateStatement(table.sql) })),
    ...wanted.scripts.map((script) => ({ name: `${script.name}.sql`, text: terminateStatement(script.sql) })),
    { name: 'GRANTS.sql', text: `-- What a user of the scripts needs; fill in the names.\n${grants.join('')}` },
  ];
}
