import { makeError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { identityChecks, quotaChecks } from './checks/account.js';
import { bucketChecks } from './checks/bucket.js';
import { databaseChecks } from './checks/database.js';
import { leftoverChecks } from './checks/leftovers.js';
import { networkChecks } from './checks/network.js';
import { privilegeChecks } from './checks/privileges.js';
import { roleChecks } from './checks/role.js';
import { scriptChecks } from './checks/scripts.js';
import { settingsChecks } from './checks/settings.js';
import type { Check } from './types.js';

/** Every check, in the order of the table. */
export const doctorChecks: readonly Check[] = [
  ...databaseChecks,
  ...privilegeChecks,
  ...scriptChecks,
  ...networkChecks,
  ...identityChecks,
  ...roleChecks,
  ...bucketChecks,
  ...quotaChecks,
  ...leftoverChecks,
  ...settingsChecks,
];

/** The checks that `--only a,b` names. @throws UserError E-SME-217 for a name that there is not */
export function chooseChecks(only: string | undefined): readonly Check[] {
  if (only === undefined) {
    return doctorChecks;
  }
  const known = doctorChecks.map(({ id }) => id);
  const wanted = only.split(',').map((name) => name.trim().toLowerCase());
  const stranger = wanted.find((name) => !known.includes(name));
  if (stranger !== undefined) {
    const suggestion = suggestNearest(stranger, known);
    throw makeError('E-SME-217', { name: stranger, suggestion, known: known.join(', ') });
  }
  return doctorChecks.filter(({ id }) => wanted.includes(id));
}
