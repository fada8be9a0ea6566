import type { Session } from '../exasol/session.js';
import { readStamp } from '../render/stamp.js';
import { version } from '../version.js';
import { isUpToDate } from './plan.js';
import { planDeploymentFromDatabase } from './plan-from-database.js';
import type { Action, DatabaseFacts, DeploymentPlan, DeploymentTarget, InstalledState } from './types.js';

/** `current`: nothing to do; `drifted`: deploy would change something; `not_deployed`: no script of ours is there. */
type DeploymentState = 'current' | 'drifted' | 'not_deployed';

/** How one object stands. */
interface ObjectStatus {
  readonly name: string;
  readonly kind: 'table' | 'script';
  /** `foreign`: a script that is not from sme; `obsolete`: a script that this version does not know. */
  readonly state: 'current' | 'missing' | 'differs' | 'foreign' | 'obsolete';
  /** The version that is installed, where the object tells. */
  readonly installedVersion: string | undefined;
  readonly reason: string;
}

export interface StatusReport {
  readonly schema: string;
  readonly state: DeploymentState;
  /** The version of this sme. */
  readonly version: string;
  readonly objects: readonly ObjectStatus[];
  readonly database: DatabaseFacts;
}

/** `sme status` itself creates nothing. */
const whenMissing =
  'Check --schema (in double quotes its case is kept), or create it with "sme deploy --create-schema".';

/** Reads how a schema stands against this version, in one request. @throws UserError E-SME-16 where it is missing */
export async function readStatus(session: Session, target: DeploymentTarget): Promise<StatusReport> {
  const { installed, plan } = await planDeploymentFromDatabase(session, target, false, whenMissing);
  const objects = describeObjects(plan, installed);
  const isThere = objects.some((object) => object.kind === 'script' && object.installedVersion !== undefined);
  const whenThere = isUpToDate(plan) ? 'current' : 'drifted';
  return {
    schema: plan.schema,
    state: isThere ? whenThere : 'not_deployed',
    version,
    objects,
    database: installed.database,
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
