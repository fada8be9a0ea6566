import { type Row, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import type { Severity } from '../scripts/findings.js';
import { names } from '../scripts/names.js';
import { callScript } from './call-script.js';
import type { TrainingParameters } from './training-file.js';

/** Something that the examination of training data found. */
export interface Finding {
  readonly severity: Severity;
  /** Undefined if the finding is about the data as a whole. */
  readonly column: string | undefined;
  /** A name of src/scripts/findings.ts, or the code of an error. */
  readonly name: string;
  readonly detail: string;
  readonly suggestion: string;
}

/** Examines the data of a training. Errors come first. @throws UserError if the parameters are invalid or the input does not exist */
export async function examineData(
  session: Session,
  schema: string,
  parameters: TrainingParameters,
): Promise<readonly Finding[]> {
  const rows = await callScript(session, schema, names.examineData, [JSON.stringify(parameters)]);
  return rows.map(toFinding);
}

function toFinding(row: Row): Finding {
  const text = (column: string) => readText(row[column]);
  return {
    severity: readSeverity(text('SEVERITY')),
    column: text('COLUMN_NAME'),
    name: text('FINDING') ?? '',
    detail: text('DETAIL') ?? '',
    suggestion: text('SUGGESTION') ?? '',
  };
}

/** A severity of a later version of the scripts counts as a warning. */
function readSeverity(text: string | undefined): Severity {
  return text === 'error' || text === 'hint' ? text : 'warning';
}
