import { readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { formatMetric } from '../text/format-values.js';
import { callScript } from './call-script.js';

export interface BestVersion {
  readonly version: number;
  readonly job: string;
  /** Such as `F1 0.908`. */
  readonly metric: string | undefined;
}

/**
 * The version of a model that the script for endpoints chooses if none is named, so that a question can name it.
 *
 * @returns undefined if no version has completed
 * @throws UserError if the list of models cannot be read
 */
export async function findBestVersion(
  session: Session,
  schema: string,
  model: string,
): Promise<BestVersion | undefined> {
  const rows = await callScript(session, schema, names.listModels, []);
  const best = rows.find(
    (row) => row['IS_BEST'] === true && readText(row['MODEL_NAME'])?.toUpperCase() === model.toUpperCase(),
  );
  const version = readNumber(best?.['VERSION']);
  if (best === undefined || version === undefined) return undefined;
  const metric = readText(best['BEST_METRIC_NAME']);
  const value = readNumber(best['BEST_METRIC_VALUE']);
  return {
    version,
    job: String(best['JOB_NAME']),
    metric: metric === undefined || value === undefined ? undefined : `${metric} ${formatMetric(value)}`,
  };
}
