import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { names } from '../scripts/names.js';
import type { TrainingParameters } from './training-file.js';

/**
 * Jobs of the same model and input that were started and are not known to have ended, newest first, as the job table says; AWS is not
 * asked. None where the table cannot be read: the training itself reports that.
 */
export async function findRunningJobs(
  session: Session,
  schema: string,
  parameters: TrainingParameters,
): Promise<readonly string[]> {
  const model = parameters['model_name'];
  if (model === undefined) {
    return [];
  }
  const inputs = [
    ['INPUT_SCHEMA_NAME', 'input_schema_name'],
    ['INPUT_TABLE_OR_VIEW_NAME', 'input_table_or_view_name'],
    ['INPUT_QUERY', 'input_query'],
  ] as const;
  const conditions = inputs.flatMap(([column, key]) =>
    parameters[key] === undefined ? [] : [`${column} = ${literal(String(parameters[key]))}`],
  );
  try {
    const { rows } = await session.query(
      `SELECT JOB_NAME FROM ${identifier(schema)}.${identifier(names.jobTable)} WHERE ${[
        `MODEL_NAME = ${literal(String(model))}`,
        "RUN_STATE = 'STARTED'",
        "COALESCE(JOB_STATUS, 'InProgress') = 'InProgress'",
        ...conditions,
      ].join(' AND ')} ORDER BY "DATETIME" DESC LIMIT 5`,
    );
    return rows.map(([job]) => String(job));
  } catch (thrown) {
    if (thrown instanceof SqlError) {
      return [];
    }
    throw thrown;
  }
}
