import { isMissingNumber, parseNumber } from './cell-text.js';
import { type ProblemType, TrainingError } from './types.js';

/** The target of the usable rows, as numbers. */
export interface Target {
  readonly problemType: ProblemType;
  /** Indexes of the usable rows in the table. */
  readonly rows: Int32Array;
  /** Per usable row: the index of the class in `labels`, or the number to predict. */
  readonly values: Float64Array;
  /** As written in the data; numbers in numeric order, other labels by code point; empty for regression. */
  readonly labels: readonly string[];
}

/** A column with more distinct values is regarded as ids or free text. */
const maxClasses = 200;
/** Without a problem type, up to this number of distinct integers are regarded as classes. */
const maxNumericClasses = 10;

/**
 * @throws TrainingError if the problem type cannot be inferred, the target has only one value, or is not numeric for regression
 */
export function resolveTarget(name: string, cells: readonly string[], requested: ProblemType | undefined): Target {
  const present = cells.filter((cell) => cell.trim() !== '');
  if (present.length === 0)
    throw new TrainingError(`The target column '${name}' has no values: all rows are missing it.`);
  const distinct = new Set(present);
  if (distinct.size === 1) {
    throw new TrainingError(`The target column '${name}' has only one distinct value. At least two are needed.`);
  }
  const problemType = requested ?? inferProblemType(name, present, distinct);
  return problemType === 'Regression'
    ? readNumbers(name, cells, present)
    : readClasses(name, problemType, cells, distinct);
}

function inferProblemType(name: string, present: readonly string[], distinct: ReadonlySet<string>): ProblemType {
  if (distinct.size === 2) return 'BinaryClassification';
  const numeric = [...distinct].every((cell) => isMissingNumber(cell) || !Number.isNaN(parseNumber(cell)));
  if (numeric) {
    const whole = [...distinct].every((cell) => Number.isInteger(parseNumber(cell)));
    return whole && distinct.size <= maxNumericClasses ? 'MulticlassClassification' : 'Regression';
  }
  if (distinct.size <= Math.min(maxClasses, present.length / 10)) return 'MulticlassClassification';
  throw new TrainingError(
    `The problem type could not be inferred from the target column '${name}': it has ${distinct.size} distinct values that are not numbers. Specify a problem type.`,
  );
}

function readNumbers(name: string, cells: readonly string[], present: readonly string[]): Target {
  const all = cells.map(parseNumber);
  const rows = Int32Array.from(cells.keys()).filter((row) => !Number.isNaN(all[row]));
  if (rows.length < present.length / 2) {
    throw new TrainingError(
      `The target column '${name}' is not numeric: ${present.length - rows.length} of ${present.length} values are not finite numbers. Problem type Regression needs a numeric target.`,
    );
  }
  return { problemType: 'Regression', rows, values: Float64Array.from(rows, (row) => all[row] ?? 0), labels: [] };
}

function readClasses(
  name: string,
  problemType: ProblemType,
  cells: readonly string[],
  distinct: ReadonlySet<string>,
): Target {
  if (problemType === 'BinaryClassification' && distinct.size > 2) {
    throw new TrainingError(
      `The target column '${name}' has ${distinct.size} distinct values. Problem type BinaryClassification needs exactly two.`,
    );
  }
  if (distinct.size > maxClasses) {
    throw new TrainingError(
      `The target column '${name}' has ${distinct.size} classes. At most ${maxClasses} are supported.`,
    );
  }
  const labels = sortLabels([...distinct]);
  const position = new Map(labels.map((label, index) => [label, index]));
  const rows = Int32Array.from(cells.keys()).filter((row) => position.has(cells[row] ?? ''));
  const values = Float64Array.from(rows, (row) => position.get(cells[row] ?? '') ?? 0);
  return { problemType, rows, values, labels };
}

/** The second of two classes is the positive class: 1, true, yes. */
function sortLabels(labels: readonly string[]): string[] {
  const numeric = labels.every((label) => !Number.isNaN(parseNumber(label)));
  return [...labels].sort((a, b) => (numeric ? parseNumber(a) - parseNumber(b) : 0) || (a < b ? -1 : 1));
}
