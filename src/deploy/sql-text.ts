import { maskOptionLines } from '../text/mask-variables.js';
import { listGrants } from './grants.js';
import type { DeploymentPlan, DesiredState, PlanStep } from './types.js';

/**
 * Terminates a statement for SQL clients. A script contains semicolons, so it is enclosed in `--/` and `/` like in EXAplus. Any other
 * statement ends with a semicolon.
 */
export function terminateStatement(sql: string): string {
  return /^CREATE\s+OR\s+REPLACE\s[^;]*?\bSCRIPT\b/i.test(sql) ? `--/\n${sql.trimEnd()}\n/\n` : `${sql.trimEnd()};\n`;
}

/** A plan as a SQL script to read, with a comment on each step. Secrets in the environment of the UDFs are masked. */
export function writePlanAsSql(plan: DeploymentPlan): string {
  const blocks = plan.steps.map((step) =>
    [describeStep(step), ...step.statements.map((sql) => maskOptionLines(terminateStatement(sql)))].join('\n'),
  );
  const changes = plan.steps.some((step) => step.statements.length > 0);
  return `${blocks.join('\n')}${changes ? '\nCOMMIT;\n' : '\n'}`;
}

function describeStep({ action, kind, name, reason }: PlanStep): string {
  return `-- ${action} ${kind} ${name}: ${reason}`.replaceAll('\n', ' ');
}

/** A file with the statements for one object. */
export interface SqlFile {
  readonly name: string;
  readonly text: string;
}

/** All objects as files in the order in which to run them; the last one contains the grants for users, commented out. */
export function writeObjectsAsSql(desired: DesiredState): readonly SqlFile[] {
  const grants = listGrants(desired.schema).map((grant) => `-- ${grant};\n`);
  return [
    ...desired.tables.map((table) => ({ name: `${table.name}.sql`, text: terminateStatement(table.sql) })),
    ...desired.scripts.map((script) => ({
      name: `${script.name}.sql`,
      text: terminateStatement(script.sql) + terminateStatement(script.commentSql),
    })),
    { name: 'GRANTS.sql', text: `-- Grants for a user of the scripts; fill in the names.\n${grants.join('')}` },
  ];
}
