import { UserError } from '../../errors/user-error.js';
import { type Row, readNumber, readText } from '../../exasol/rows.js';
import { callScript } from '../../jobs/call-script.js';
import { names } from '../../scripts/names.js';
import { formatMetric } from '../../text/format-values.js';
import { ok, skip } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Do endpoints serve the newest version of their model? */
export const versionChecks: readonly Check[] = [
  { id: 'versions', title: 'served versions', needs: ['scripts'], timeoutMs: 120_000, run: checkVersions },
];

interface Version {
  readonly model: string;
  readonly version: number;
  readonly status: string | undefined;
  readonly metric: string;
  readonly endpoints: string | undefined;
}

/** An older version is no problem: a rollback or `only_if_better` can be the reason. So the check never warns. */
async function checkVersions({ readSchema, withSession }: DoctorContext): Promise<Outcome> {
  const schema = await readSchema();
  let versions: readonly Version[];
  try {
    versions = (await withSession((session) => callScript(session, schema, names.listModels, []))).map(readVersion);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return skip(`cannot check: ${thrown.message}`);
  }
  const served = versions.filter(({ endpoints }) => endpoints !== undefined);
  const older = served.flatMap((version) => {
    const newest = findNewest(versions, version.model);
    return newest === undefined || newest.version <= version.version ? [] : [describe(version, newest)];
  });
  if (served.length === 0) {
    return ok('no endpoint serves a version of a model');
  }
  return ok(older.length === 0 ? 'every endpoint serves the newest version of its model' : older.join('\n'));
}

function findNewest(versions: readonly Version[], model: string): Version | undefined {
  return versions
    .filter((each) => each.model === model && each.status === 'Completed')
    .reduce<Version | undefined>(
      (newest, each) => (newest && newest.version > each.version ? newest : each),
      undefined,
    );
}

function describe(served: Version, newest: Version): string {
  return `${served.endpoints}: version ${served.version} of ${served.model}${served.metric}; version ${newest.version}${newest.metric} is newer`;
}

function readVersion(row: Row): Version {
  const metric = readText(row['BEST_METRIC_NAME']);
  const value = readNumber(row['BEST_METRIC_VALUE']);
  return {
    model: readText(row['MODEL_NAME']) ?? '',
    version: readNumber(row['VERSION']) ?? 0,
    status: readText(row['JOB_STATUS']),
    metric: metric === undefined || value === undefined ? '' : ` (${metric} ${formatMetric(value)})`,
    endpoints: readText(row['ENDPOINT_NAME']),
  };
}
