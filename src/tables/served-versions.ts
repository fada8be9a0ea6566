import { qualify } from '../exasol/quote.js';
import { queryRows, type Row, readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';

/** A version of a model that an endpoint serves, and the newest version that is known to have completed. */
export interface ServedVersion {
  readonly endpoint: string;
  readonly model: string;
  readonly served: StoredVersion;
  readonly newest: StoredVersion;
}

export interface StoredVersion {
  readonly version: number;
  readonly metric: string | undefined;
  readonly value: number | undefined;
}

/**
 * The versions that endpoints serve, according to the tables: without calls to AWS, so a job counts as completed once
 * `sme models` or `sme jobs` has seen its end. Rows without a stored number are left out.
 * @throws SqlError if a table cannot be read or was created by an earlier version
 */
export async function readServedVersions(session: Session, schema: string): Promise<readonly ServedVersion[]> {
  const [endpoints, jobs] = [qualify(schema, names.endpointTable), qualify(schema, names.jobTable)];
  const isNewest = 'ROW_NUMBER() OVER (PARTITION BY UPPER(MODEL_NAME) ORDER BY VERSION DESC) = 1';
  const rows = await queryRows(
    session,
    `SELECT E.ENDPOINT_NAME, S.MODEL_NAME, ${list('S', 'SERVED')}, ${list('N', 'NEWEST')} FROM ${endpoints} E` +
      ` JOIN ${jobs} S ON UPPER(S.JOB_NAME) = UPPER(E.JOB_NAME)` +
      ` JOIN (SELECT MODEL_NAME, ${columns.join(', ')} FROM ${jobs} WHERE VERSION IS NOT NULL AND JOB_STATUS = 'Completed' QUALIFY ${isNewest}) N` +
      ' ON UPPER(N.MODEL_NAME) = UPPER(S.MODEL_NAME)' +
      ' WHERE S.VERSION IS NOT NULL ORDER BY E.ENDPOINT_NAME',
  );
  return rows.map((row) => ({
    endpoint: readText(row['ENDPOINT_NAME']) ?? '',
    model: readText(row['MODEL_NAME']) ?? '',
    served: readVersion(row, 'SERVED'),
    newest: readVersion(row, 'NEWEST'),
  }));
}

const columns = ['VERSION', 'BEST_METRIC_NAME', 'BEST_METRIC_VALUE'] as const;

function list(alias: string, prefix: string): string {
  return columns.map((column) => `${alias}.${column} AS ${prefix}_${column}`).join(', ');
}

function readVersion(row: Row, prefix: string): StoredVersion {
  return {
    version: readNumber(row[`${prefix}_VERSION`]) ?? 0,
    metric: readText(row[`${prefix}_BEST_METRIC_NAME`]),
    value: readNumber(row[`${prefix}_BEST_METRIC_VALUE`]),
  };
}
