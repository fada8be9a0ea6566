import type { Session } from '../exasol/session.js';
import { findEndpointRow, makeUnknownEndpointError } from './endpoint-table.js';
import { findTrainedJob } from './job-table.js';
import { chooseGroups, makePrediction, type Prediction } from './prediction-statement.js';

/** The prediction function of an endpoint. */
export interface PredictionFunction extends Prediction {
  readonly endpoint: string;
  /** Groups of rows for each node of the cluster that the endpoint can serve at once. */
  readonly groups: number;
}

/**
 * Finds the prediction function of an endpoint. @param schema exact name of the schema of the scripts
 * @throws UserError E-SME-241 if the tables do not have the endpoint and its job
 */
export async function findPredictionFunction(
  session: Session,
  schema: string,
  endpoint: string,
): Promise<PredictionFunction> {
  const row = await findEndpointRow(session, schema, endpoint);
  const job = row && (await findTrainedJob(session, schema, row.job));
  if (row === undefined || job === undefined) {
    throw await makeUnknownEndpointError(session, schema, endpoint);
  }
  return {
    ...makePrediction(row.prediction, job),
    endpoint: row.name,
    groups: chooseGroups(row.maxConcurrency, row.prediction.parallelRequests),
  };
}
