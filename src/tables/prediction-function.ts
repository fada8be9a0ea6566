import { qualify } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { findEndpointRow, makeUnknownEndpointError } from './endpoint-table.js';
import { findTrainedJob, type TrainingSource } from './job-table.js';
import { makePredictionCall, type PredictionCall } from './prediction-statement.js';

/** The prediction function of an endpoint. */
export interface PredictionFunction extends PredictionCall {
  /** What the model was trained on, as SQL text after FROM. */
  readonly source: string;
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
  return { ...makePredictionCall(row.prediction, job), source: writeSource(job.source) };
}

/** A source as SQL text after FROM. */
function writeSource(source: TrainingSource | undefined): string {
  return source?.kind === 'table' ? qualify(source.schema, source.table) : `(${source?.sql ?? ''})`;
}
