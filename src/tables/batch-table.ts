import { qualify } from '../exasol/quote.js';
import { queryRows, readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';

/** A batch prediction whose files, staging table or model may remain. */
export interface UnfinishedBatch {
  readonly name: string;
  readonly region: string;
  /** EXPORTING, STARTING, STARTED, IMPORTING or IMPORTED. */
  readonly runState: string;
  readonly ageSeconds: number;
}

/** Batches that are not finished, oldest first. @throws SqlError */
export async function readUnfinishedBatches(session: Session, schema: string): Promise<readonly UnfinishedBatch[]> {
  const rows = await queryRows(
    session,
    'SELECT BATCH_NAME, AWS_REGION, RUN_STATE, CAST(SECONDS_BETWEEN(CURRENT_TIMESTAMP, "DATETIME") AS DOUBLE) AS AGE' +
      ` FROM ${qualify(schema, names.batchTable)} WHERE RUN_STATE <> 'FINISHED' ORDER BY "DATETIME"`,
  );
  return rows.map((row) => ({
    name: readText(row['BATCH_NAME']) ?? '',
    region: readText(row['AWS_REGION']) ?? '',
    runState: readText(row['RUN_STATE']) ?? '',
    ageSeconds: readNumber(row['AGE']) ?? 0,
  }));
}
