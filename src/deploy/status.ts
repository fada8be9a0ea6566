import type { Session } from '../exasol/session.js';
import { readStamp } from '../render/stamp.js';
import { version } from '../version.js';
import { isUpToDate } from './plan.js';
import { planDeploymentFromDatabase } from './plan-from-database.js';
import type { Action, DatabaseFacts, DeploymentPlan, DeploymentTarget, InstalledState, UdfSettings } from './types.js';

/** `current`: up to date; `drifted`: a deployment would change something; `not_deployed`: no script of sme is installed. */
type DeploymentState = 'current' | 'drifted' | 'not_deployed';

/** The status of one object. */
interface ObjectStatus {
  readonly name: string;
  readonly kind: 'table' | 'script';
  /** `foreign`: has a name of sme, but was not deployed by sme; `obsolete`: not part of this version. */
  readonly state: 'current' | 'missing' | 'differs' | 'foreign' | 'obsolete';
  /** Undefined for tables and for scripts without the stamp of sme. */
  readonly installedVersion: string | undefined;
  readonly reason: string;
}

export interface StatusReport {
  readonly schema: string;
  readonly state: DeploymentState;
  /** The version of the running sme. */
  readonly version: string;
  readonly objects: readonly ObjectStatus[];
  readonly database: DatabaseFacts;
  readonly udfs: UdfSettings;
}

const whenMissing =
  'Check --schema (use double quotes to preserve its case), or create it with "sme deploy --create-schema".';

/** Compares a schema with this version, in one request. @throws UserError E-SME-16 if the schema is missing */
export async function readStatus(session: Session, target: DeploymentTarget): Promise<StatusReport> {
  const { installed, plan, udfs } = await planDeploymentFromDatabase(session, target, false, whenMissing);
  const objects = describeObjects(plan, installed);
  const isDeployed = objects.some((object) => object.kind === 'script' && object.installedVersion !== undefined);
  const whenDeployed = isUpToDate(plan) ? 'current' : 'drifted';
  return {
    schema: plan.schema,
    state: isDeployed ? whenDeployed : 'not_deployed',
    version,
    objects,
    database: installed.database,
    udfs,
  };
}

function describeObjects(plan: DeploymentPlan, installed: InstalledState): readonly ObjectStatus[] {
  const versions = new Map(installed.scripts.map((script) => [script.name, readStamp(script.text)?.version]));
  const known = plan.steps
    .filter((step) => step.kind !== 'schema')
    .map((step): ObjectStatus => {
      const installedVersion = versions.get(step.name);
      return {
        name: step.name,
        kind: step.kind === 'table' ? 'table' : 'script',
        state: nameState(step.action, installedVersion),
        installedVersion,
        reason: step.reason,
      };
    });
  const obsolete = plan.obsolete.map(
    ({ name, reason }): ObjectStatus => ({
      name,
      kind: 'script',
      state: 'obsolete',
      installedVersion: versions.get(name),
      reason,
    }),
  );
  return [...known, ...obsolete];
}

function nameState(action: Action, installedVersion: string | undefined): ObjectStatus['state'] {
  switch (action) {
    case 'create':
      return 'missing';
    case 'keep':
      return 'current';
    case 'migrate':
      return 'differs';
    default:
      return installedVersion === undefined ? 'foreign' : 'differs';
  }
}
