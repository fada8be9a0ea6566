/**
 * Input and output of a training run. Problem types, metric names, Maximize/Minimize and Train/Validation are spelled as in SageMaker's API:
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricDatum.html
 */
import type { Readable } from 'node:stream';
import type { SerializedModel } from './serialized-model.js';

export type ProblemType = 'Regression' | 'BinaryClassification' | 'MulticlassClassification';

export type TrainingMode = 'ENSEMBLING' | 'HYPERPARAMETER_TUNING';

/** A decompressed object of the training channel: CSV with a header line, in UTF-8. */
export interface TrainingFile {
  readonly name: string;
  readonly content: Readable;
}

export interface TrainingRequest {
  /** Read one after the other; each is read completely or not at all. */
  readonly files: AsyncIterable<TrainingFile>;
  /** Whether a file may contain only the header; the default is false. */
  readonly acceptsFilesWithoutRows?: boolean;
  /** Name of the column to predict, case-sensitive. */
  readonly target: string;
  /** If absent, inferred from the values of the target. */
  readonly problemType?: ProblemType;
  /** A metric of the problem type, or its default. Source: Developer Guide, autopilot-metrics-validation. */
  readonly objective?: string;
  readonly mode: TrainingMode;
  /** At least 1; the default is 10. */
  readonly maxCandidates?: number;
  /** Share of the validation rows, between 0 and 1 (both excluded). AWS's default is 0.2. */
  readonly validationFraction: number;
  /** Rows with a missing, negative or invalid weight are skipped. */
  readonly sampleWeightColumn?: string;
  /** The same seed and files yield the same candidates and metrics, except InferenceLatency, which is measured. */
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
      /** Number of candidates that will be trained. */
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

/** How the cells of a column are interpreted. `empty`: no values, or the same value in every row. */
export type ColumnKind = 'numeric' | 'categorical' | 'text' | 'datetime' | 'empty';

export interface CandidateMetric {
  /** Absent for LogLoss and InferenceLatency, which are not values of the API's MetricName. */
  readonly name?: string;
  readonly standardName: string;
  /** InferenceLatency is in seconds per row. */
  readonly value: number;
  readonly set: 'Train' | 'Validation';
}

export interface TrainedCandidate {
  /** Unique in the run. */
  readonly name: string;
  readonly algorithm: string;
  readonly metrics: readonly CandidateMetric[];
  /** The objective on the validation rows. */
  readonly objectiveValue: number;
  readonly model: SerializedModel;
  /**
   * Permutation importance (not SHAP) by feature column: the increase of the loss on validation rows (log loss, or squared error divided by the
   * target's variance) when the cells of the column are shuffled; at least 0.
   */
  readonly featureImportance: Readonly<Record<string, number>>;
  /** For classification: validation rows by actual and predicted class. */
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
  /** In the order of the header. */
  readonly columns: readonly TrainingColumn[];
  /** Number of data rows in all files. */
  readonly rows: number;
  /** Number of rows used for training and validation: without rows that were not sampled or have no usable target. */
  readonly rowsUsed: number;
  /** Best first; never empty. */
  readonly candidates: readonly TrainedCandidate[];
}

/** The data cannot be used for training. `message` becomes the FailureReason of the job. */
export class TrainingError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'TrainingError';
  }
}
