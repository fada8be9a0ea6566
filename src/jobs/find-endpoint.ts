import { suggestNearest } from '../config/nearest.js';
import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { identifier, literal } from '../render/quote.js';
import { names } from '../scripts/names.js';
import { queryRows, readText } from './call-script.js';

/** An endpoint's prediction function: how it is called. */
export interface PredictionFunction {
  /** As SQL text. */
  readonly name: string;
  /** The columns that it takes, in their order: key columns, then those of the training but the target. */
  readonly inputs: readonly string[];
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
    'SELECT E.PREDICTION_SCHEMA, E.PREDICTION_UDF, E.PREDICTION_SETTINGS, J.COLUMN_NAMES, J.TARGET_ATTRIBUTE_NAME' +
      ` FROM ${endpoints} E JOIN ${jobs} J ON J.JOB_NAME = E.JOB_NAME` +
      ` WHERE UPPER(E.ENDPOINT_NAME) = UPPER(${literal(endpoint)})`,
  );
  if (row === undefined) {
    const known = await queryRows(session, `SELECT ENDPOINT_NAME FROM ${endpoints} ORDER BY "DATETIME" DESC`);
    const suggestion = suggestNearest(
      endpoint,
      known.map((each) => String(each['ENDPOINT_NAME'])),
    );
    throw makeError('E-SME-241', { endpoint, table: endpoints ?? '', suggestion });
  }
  const text = (column: string) => readText(row[column]) ?? '';
  const target = text('TARGET_ATTRIBUTE_NAME');
  return {
    name: `${identifier(text('PREDICTION_SCHEMA'))}.${identifier(text('PREDICTION_UDF'))}`,
    inputs: [
      ...readKeyColumns(text('PREDICTION_SETTINGS')),
      ...readNames(text('COLUMN_NAMES')).filter((name) => name !== target),
    ],
  };
}

/** A JSON list, or, in rows of the earlier extension, names joined by semicolons. */
function readNames(text: string): readonly string[] {
  return text.startsWith('[') ? parseList(text).map(String) : text.split(';');
}

function readKeyColumns(settings: string): readonly string[] {
  const parsed: unknown = JSON.parse(settings === '' ? '{}' : settings);
  const keys = typeof parsed === 'object' && parsed !== null && 'key_columns' in parsed ? parsed.key_columns : [];
  return (Array.isArray(keys) ? keys : []).map((key: unknown) =>
    typeof key === 'object' && key !== null && 'name' in key ? String(key.name) : String(key),
  );
}

function parseList(text: string): readonly unknown[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed : [];
}
