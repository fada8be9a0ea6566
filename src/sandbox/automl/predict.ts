import { encodeColumn } from './encode-columns.js';
import { evaluateEstimator } from './estimators/evaluate-estimator.js';
import { pickClasses } from './metrics.js';
import { type SerializedModel, serializedModelSchema } from './serialized-model.js';
import type { ProblemType } from './types.js';

export interface Prediction {
  /** The predicted class as written in the training data; for regression, the number as text. */
  readonly label: string;
  /** Probability of the predicted class; NaN for regression. */
  readonly probability: number;
  /** Probabilities of all classes in the order of the model's labels; empty for regression. */
  readonly probabilities: readonly number[];
}

export interface Model {
  readonly problemType: ProblemType;
  /** The columns of a row in order: the training header without the target. */
  readonly inputColumns: readonly string[];
  readonly labels: readonly string[];
  readonly serialized: SerializedModel;
}

/**
 * @param serialized `TrainedCandidate.model`, parsed from JSON
 * @throws ZodError if it is not a valid model
 */
export function loadModel(serialized: unknown): Model {
  const model = serializedModelSchema.parse(serialized);
  return {
    problemType: model.problemType,
    inputColumns: model.inputColumns.map((column) => column.name),
    labels: model.labels,
    serialized: model,
  };
}

/**
 * One prediction per row. Synchronous, so pass at most a few thousand rows at a time.
 *
 * @param rows cells as text, '' for a missing value, in the order of `model.inputColumns`
 * @throws RangeError if a row has the wrong number of cells
 */
export function predictRows(model: Model, rows: readonly (readonly string[])[]): Prediction[] {
  const width = model.inputColumns.length;
  const invalid = rows.find((row) => row.length !== width);
  if (invalid) throw new RangeError(`Expected ${width} columns, received ${invalid.length}.`);
  const { serialized, labels } = model;
  const features = serialized.inputColumns.flatMap((column, position) =>
    encodeColumn(
      column.encoder,
      rows.map((row) => row[position] ?? ''),
    ),
  );
  const outputs = evaluateEstimator(serialized.estimator, features, rows.length, Math.max(1, labels.length));
  if (model.problemType === 'Regression') {
    return rows.map((_, row) => {
      const value = (outputs[0]?.[row] ?? 0) * serialized.targetScale + serialized.targetCenter;
      return { label: String(value), probability: Number.NaN, probabilities: [] };
    });
  }
  const picked = pickClasses(outputs);
  return rows.map((_, row) => {
    const probabilities = outputs.map((output) => output[row] ?? 0);
    const best = picked[row] ?? 0;
    return { label: labels[best] ?? '', probability: probabilities[best] ?? 0, probabilities };
  });
}
