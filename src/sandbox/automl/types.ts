/**
 * What goes into and comes out of a training run. Spellings (problem types, metric names, Maximize/Minimize, Train/Validation) are those of
 * SageMaker's API, so that the emulator in front of it has nothing to translate:
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricDatum.html
 */
import type { Readable } from 'node:stream';
import type { SerializedModel } from './serialized-model.js';

export type ProblemType = 'Regression' | 'BinaryClassification' | 'MulticlassClassification';

export type TrainingMode = 'ENSEMBLING' | 'HYPERPARAMETER_TUNING';

/** One object of the training channel, already decompressed: CSV with a header line, UTF-8. */
export interface TrainingFile {
  readonly name: string;
  readonly content: Readable;
}

export interface TrainingRequest {
  /** Read one after the other, each to its end or not at all. */
  readonly files: AsyncIterable<TrainingFile>;
  /** Header text of the column to predict, case-sensitive. */
  readonly target: string;
  /** Inferred from the target's values where absent. */
  readonly problemType?: ProblemType;
  /** A metric of the problem type (facts: Developer Guide, autopilot-metrics-validation); its default where absent. */
  readonly objective?: string;
  readonly mode: TrainingMode;
  /** At least 1; ten where absent. */
  readonly maxCandidates?: number;
  /** Share of the rows kept out of the training, between 0 and 1 (both excluded). AWS's default is 0.2. */
  readonly validationFraction: number;
  /** Rows whose weight is missing, negative or no number are left out. */
  readonly sampleWeightColumn?: string;
  /** Same seed and same files: same candidates and metrics (InferenceLatency apart, which is measured). */
  readonly seed: string;
  readonly signal: AbortSignal;
  onEvent(event: TrainingEvent): void;
}

export type TrainingEvent =
  | {
      readonly kind: 'dataAnalyzed';
      readonly problemType: ProblemType;
      readonly objective: Objective;
      readonly rows: number;
      readonly columns: number;
      /** How many candidates will be trained. */
      readonly plannedCandidates: number;
    }
  | { readonly kind: 'candidateStarted'; readonly name: string; readonly algorithm: string }
  | { readonly kind: 'candidateFinished'; readonly candidate: TrainedCandidate };

export interface Objective {
  readonly name: string;
  readonly type: 'Maximize' | 'Minimize';
}

export interface TrainingColumn {
  readonly name: string;
  readonly role: 'feature' | 'target' | 'sampleWeight';
  readonly kind: ColumnKind;
}

/** How a column's cells are read. `empty`: no value at all, or the same one in every row, so that nothing can be learned from it. */
export type ColumnKind = 'numeric' | 'categorical' | 'text' | 'datetime' | 'empty';

export interface CandidateMetric {
  /** Absent for LogLoss and InferenceLatency, which the API's MetricName does not know. */
  readonly name?: string;
  readonly standardName: string;
  /** InferenceLatency is in seconds a row. */
  readonly value: number;
  readonly set: 'Train' | 'Validation';
}

export interface TrainedCandidate {
  /** Unique within the run. */
  readonly name: string;
  readonly algorithm: string;
  readonly metrics: readonly CandidateMetric[];
  /** The objective on the validation rows. */
  readonly objectiveValue: number;
  readonly model: SerializedModel;
  /**
   * Feature column → how much the loss on validation rows (log loss, or squared error in units of the target's variance) grows when the column's
   * cells are shuffled. Permutation importance, not SHAP; 0 where shuffling does no harm.
   */
  readonly featureImportance: Readonly<Record<string, number>>;
  /** Of a classification: validation rows by actual and predicted class. */
  readonly confusion: readonly ConfusionCell[] | undefined;
}

export interface ConfusionCell {
  readonly actual: string;
  readonly predicted: string;
  readonly rows: number;
}

export interface TrainingOutcome {
  readonly problemType: ProblemType;
  readonly objective: Objective;
  /** In the header's order. */
  readonly columns: readonly TrainingColumn[];
  /** Data rows in all files. */
  readonly rows: number;
  /** Rows that were trained and validated on: fewer where the data were subsampled or rows had no usable target. */
  readonly rowsUsed: number;
  /** Best first; never empty. */
  readonly candidates: readonly TrainedCandidate[];
}

/** The data cannot be trained on. `message` is what a job shows as FailureReason. */
export class TrainingError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'TrainingError';
  }
}
