import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { listRunningJobs } from '../tables/job-table.js';
import type { TrainingParameters } from './training-file.js';

/**
 * The latest jobs with the same model and input that are still running according to the job table. The list is empty if the table cannot
 * be read; the training then reports the reason.
 */
export async function findRunningJobs(
  session: Session,
  schema: string,
  parameters: TrainingParameters,
): Promise<readonly string[]> {
  const text = (key: string) => (parameters[key] === undefined ? undefined : String(parameters[key]));
  const model = text('model_name');
  if (model === undefined) {
    return [];
  }
  try {
    return await listRunningJobs(session, schema, {
      model,
      schema: text('input_schema_name'),
      table: text('input_table_or_view_name'),
      query: text('input_query'),
    });
  } catch (thrown) {
    if (thrown instanceof SqlError) {
      return [];
    }
    throw thrown;
  }
}
