import { SqlError } from '../../exasol/sql-error.js';
import { readServedVersions, type ServedVersion, type StoredVersion } from '../../tables/served-versions.js';
import { formatMetric } from '../../text/format-values.js';
import { ok, skip } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Do endpoints serve the newest version of their model? */
export const versionChecks: readonly Check[] = [
  { id: 'versions', title: 'served versions', needs: ['scripts'], timeoutMs: 20_000, run: checkVersions },
];

/**
 * An older version is no problem: a rollback or `only_if_better` can be the reason. So the check never warns. It reads the tables only,
 * because listing the models would store states, and can remove training data.
 */
async function checkVersions({ readSchema, withSession }: DoctorContext): Promise<Outcome> {
  const schema = await readSchema();
  let endpoints: readonly ServedVersion[];
  try {
    endpoints = await withSession((session) => readServedVersions(session, schema));
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown;
    return skip(`cannot check: ${thrown.message}`, 'Run sme deploy, or ask for SELECT on the tables.');
  }
  if (endpoints.length === 0) {
    return ok('no endpoint serves a version of a model');
  }
  const older = endpoints.filter(({ served, newest }) => served.version < newest.version);
  return ok(
    older.length === 0 ? 'every endpoint serves the newest version of its model' : older.map(describe).join('\n'),
  );
}

function describe({ endpoint, model, served, newest }: ServedVersion): string {
  return `${endpoint}: version ${name(served)} of ${model}; version ${name(newest)} is newer`;
}

function name({ version, metric, value }: StoredVersion): string {
  return metric === undefined || value === undefined
    ? String(version)
    : `${version} (${metric} ${formatMetric(value)})`;
}
