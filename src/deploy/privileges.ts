import { identifier } from '../exasol/quote.js';
import type { DeploymentPlan, InstalledState, PlanStep } from './types.js';

/**
 * The privileges that a plan needs and the session does not hold, as grants to run. Told, never enforced: Exasol has more ways
 * to allow something (object privileges, roles that own the schema) than its system privileges show.
 */
export function listMissingPrivileges({ owner, database }: InstalledState, plan: DeploymentPlan): readonly string[] {
  const held = new Set(database.privileges);
  if (held.has('ROLE DBA')) {
    return [];
  }
  const owns = owner === undefined || owner === database.user;
  const needed = new Set(plan.steps.map((step) => namePrivilege(step, owns)).filter((name) => name !== undefined));
  return [...needed]
    .filter((name) => !held.has(name) && !held.has(name.replace(/^(\w+) (SCRIPT|TABLE)$/, '$1 ANY $2')))
    .map((name) => `GRANT ${name} TO ${identifier(database.user)}`);
}

/** The same as one sentence for an error. */
export function describeMissingPrivileges(installed: InstalledState, plan: DeploymentPlan): string {
  const missing = listMissingPrivileges(installed, plan);
  return missing.length === 0 ? 'the grant that Exasol names above' : `${missing.join('; ')};`;
}

/** The owner of a schema may alter and drop all that is in it. */
function namePrivilege({ action, kind }: PlanStep, owns: boolean): string | undefined {
  const any = owns ? '' : 'ANY ';
  if (kind === 'schema') {
    return 'CREATE SCHEMA';
  }
  switch (action) {
    case 'create':
    case 'replace':
      return `CREATE ${any}${kind.toUpperCase()}`;
    case 'migrate':
      return owns ? undefined : 'ALTER ANY TABLE';
    case 'drop':
      return owns ? undefined : `DROP ANY ${kind.toUpperCase()}`;
    default:
      return undefined;
  }
}
