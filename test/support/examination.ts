import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier, literal } from '../../src/exasol/quote.js';
import { runStatement } from './sandbox.js';

/** A row of the result of SME_EXAMINE_TRAINING_DATA. */
export interface Finding {
  readonly severity: string;
  readonly column: string | null;
  readonly name: string;
  readonly detail: string;
  readonly suggestion: string;
}

/** Examines the data of a training. @throws Error with the text of the script's error */
export async function examine(driver: ExasolDriver, schema: string, parameters: object): Promise<readonly Finding[]> {
  const call = `EXECUTE SCRIPT ${identifier(schema)}."SME_EXAMINE_TRAINING_DATA"(${literal(JSON.stringify(parameters))})`;
  const answer = await runStatement(driver, call);
  if (answer.kind !== 'resultSet') throw new Error(answer.kind === 'error' ? answer.text : 'no result set');
  return answer.rows.map(([severity, column, name, detail, suggestion]) => ({
    severity: String(severity),
    column: column === null ? null : String(column),
    name: String(name),
    detail: String(detail),
    suggestion: String(suggestion),
  }));
}

/** The findings in short: `warning A constant`. Without those that every table has. */
export const summarize = (findings: readonly Finding[]) =>
  findings
    .filter(({ name }) => !['expected_ensembling', 'no_limits'].includes(name))
    .map(({ severity, column, name }) => `${severity} ${column ?? '-'} ${name}`);
