import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { type PredictionInput, writePredictionCall } from '../render/prediction-statement.js';
import { names } from '../scripts/names.js';
import { queryRows, readText } from './call-script.js';
import { explainUnknownEndpoint } from './endpoint-rows.js';
import { readKeyColumns, readNames } from './stored-lists.js';

/** An endpoint's prediction function: how it is called. */
export interface PredictionFunction {
  /** As SQL text. */
  readonly name: string;
  /** The columns that it takes, in their order: key columns, then those of the training but target and sample weight. */
  readonly inputs: readonly PredictionInput[];
  /** What the model was trained on, as SQL text after FROM: a table, or a query in brackets. */
  readonly source: string;
}

/** The query that predicts for the rows of a source; add the inputs that the source lacks by hand. */
export function writePredictionQuery({ name, inputs }: PredictionFunction, source: string): string {
  return `SELECT ${writePredictionCall(name, inputs)} FROM ${source}`;
}

/**
 * Finds the prediction function of an endpoint in the tables of the schema.
 * @throws UserError E-SME-241 where there is no such endpoint
 */
export async function findPredictionFunction(
  session: Session,
  schema: string,
  endpoint: string,
): Promise<PredictionFunction> {
  const [endpoints, jobs] = [names.endpointTable, names.jobTable].map(
    (table) => `${identifier(schema)}.${identifier(table)}`,
  );
  const [row] = await queryRows(
    session,
    'SELECT E.PREDICTION_SCHEMA, E.PREDICTION_UDF, E.PREDICTION_SETTINGS, J.COLUMN_NAMES, J.COLUMN_TYPES, J.TARGET_ATTRIBUTE_NAME,' +
      ' J.SAMPLE_WEIGHT_COLUMN, J.INPUT_SCHEMA_NAME, J.INPUT_TABLE_OR_VIEW_NAME, J.INPUT_QUERY' +
      ` FROM ${endpoints} E JOIN ${jobs} J ON J.JOB_NAME = E.JOB_NAME` +
      ` WHERE UPPER(E.ENDPOINT_NAME) = UPPER(${literal(endpoint)})`,
  );
  if (row === undefined) {
    throw await explainUnknownEndpoint(session, schema, endpoint);
  }
  const text = (column: string) => readText(row[column]) ?? '';
  const withoutPlace = ['TARGET_ATTRIBUTE_NAME', 'SAMPLE_WEIGHT_COLUMN'].map(text);
  const types = readNames(text('COLUMN_TYPES'));
  const table = text('INPUT_TABLE_OR_VIEW_NAME');
  return {
    source: table === '' ? `(${text('INPUT_QUERY')})` : `${identifier(text('INPUT_SCHEMA_NAME'))}.${identifier(table)}`,
    name: `${identifier(text('PREDICTION_SCHEMA'))}.${identifier(text('PREDICTION_UDF'))}`,
    inputs: [
      ...readKeyColumns(text('PREDICTION_SETTINGS')).map((name) => ({ name, type: undefined })),
      ...readNames(text('COLUMN_NAMES'))
        .map((name, index) => ({ name, type: types[index] }))
        .filter(({ name }) => !withoutPlace.includes(name)),
    ],
  };
}
