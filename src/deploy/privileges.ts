import { identifier } from '../exasol/quote.js';
import type { DeploymentPlan, InstalledState, PlanStep } from './types.js';

/**
 * The system privileges that a plan requires and the session lacks, as grants. They are only a hint: object privileges, and roles that
 * own the schema, can permit the same.
 */
export function listMissingPrivileges({ owner, database }: InstalledState, plan: DeploymentPlan): readonly string[] {
  const granted = new Set(database.privileges);
  if (granted.has('ROLE DBA')) {
    return [];
  }
  const isOwner = owner === undefined || owner === database.user;
  const required = new Set(plan.steps.map((step) => findPrivilege(step, isOwner)).filter((name) => name !== undefined));
  return [...required]
    .filter((name) => !granted.has(name) && !granted.has(name.replace(/^(\w+) (SCRIPT|TABLE)$/, '$1 ANY $2')))
    .map((name) => `GRANT ${name} TO ${identifier(database.user)}`);
}

/** The same grants as text for an error. */
export function describeMissingPrivileges(installed: InstalledState, plan: DeploymentPlan): string {
  const missing = listMissingPrivileges(installed, plan);
  return missing.length === 0 ? 'the grant that Exasol names' : `${missing.join('; ')};`;
}

/** The owner of a schema can alter and drop everything in it. */
function findPrivilege({ action, kind }: PlanStep, isOwner: boolean): string | undefined {
  const any = isOwner ? '' : 'ANY ';
  if (kind === 'schema') {
    return 'CREATE SCHEMA';
  }
  switch (action) {
    case 'create':
    case 'replace':
      return `CREATE ${any}${kind.toUpperCase()}`;
    case 'migrate':
      return isOwner ? undefined : 'ALTER ANY TABLE';
    case 'drop':
      return isOwner ? undefined : `DROP ANY ${kind.toUpperCase()}`;
    default:
      return undefined;
  }
}
