import { makeError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { identityChecks, quotaChecks } from './checks/account.js';
import { bucketChecks } from './checks/bucket.js';
import { databaseChecks } from './checks/database.js';
import { leftoverChecks } from './checks/leftovers.js';
import { networkChecks } from './checks/network.js';
import { permissionChecks } from './checks/permissions.js';
import { privilegeChecks } from './checks/privileges.js';
import { roleChecks } from './checks/role.js';
import { scriptChecks } from './checks/scripts.js';
import { settingsChecks } from './checks/settings.js';
import { versionChecks } from './checks/versions.js';
import type { Check } from './types.js';

/** All checks, in the order in which they are printed. Each check follows the checks that it needs. */
export const doctorChecks: readonly Check[] = [
  ...databaseChecks,
  ...privilegeChecks,
  ...scriptChecks,
  ...networkChecks,
  ...identityChecks,
  ...roleChecks,
  ...permissionChecks,
  ...bucketChecks,
  ...quotaChecks,
  ...leftoverChecks,
  ...versionChecks,
  ...settingsChecks,
];

/** Selects the checks of `--only a,b`. @throws UserError E-SME-217 for an unknown name */
export function chooseChecks(only: string | undefined): readonly Check[] {
  if (only === undefined) {
    return doctorChecks;
  }
  const known = doctorChecks.map(({ id }) => id);
  const selected = only.split(',').map((name) => name.trim().toLowerCase());
  const unknown = selected.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const suggestion = suggestNearest(unknown, known);
    throw makeError('E-SME-217', { name: unknown, suggestion, known: known.join(', ') });
  }
  return doctorChecks.filter(({ id }) => selected.includes(id));
}
