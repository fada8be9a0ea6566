import type { Evaluation } from '../jobs/evaluate-predictions.js';
import type { EndpointRow } from '../tables/endpoint-table.js';
import type { TrainedColumn, TrainingSource } from '../tables/job-table.js';

/** The data of a report on one training. Texts come from AWS and the database and are not trusted. */
export interface ReportData {
  readonly job: string;
  readonly status: JobStatus;
  readonly training: Training;
  readonly times: JobTimes;
  readonly best: ReportedBest | undefined;
  readonly candidates: Part<readonly Candidate[]>;
  readonly features: Part<readonly Feature[]>;
  readonly confusion: Part<readonly ConfusionCell[]>;
  readonly endpoints: Part<readonly EndpointRow[]>;
  readonly batches: Part<readonly Batch[]>;
  /** All versions of the model, the newest first; none if the job is not a version of a model. */
  readonly versions: Part<readonly ModelVersion[]>;
  /** Undefined if it was not requested. */
  readonly evaluation: ReportedEvaluation | undefined;
  readonly places: Places;
}

/** A training of the model. */
export interface ModelVersion {
  readonly model: string;
  readonly version: number;
  readonly job: string;
  readonly status: string;
  readonly metric: string | undefined;
  readonly value: number | undefined;
  /** Names of the endpoints that serve it, as text; undefined if there are none. */
  readonly endpoints: string | undefined;
  /** When the job ended. */
  readonly trained: Date | undefined;
}

/** An evaluation on rows with known actual values. */
export interface ReportedEvaluation {
  /** A table as SQL text; undefined if the rows are those that the training kept apart. */
  readonly table: string | undefined;
  readonly result: Evaluation;
}

/** A batch prediction with the job's model. */
export interface Batch {
  readonly name: string;
  /** As `sme batch list` shows it. */
  readonly status: string;
  /** The table with the predictions, as SQL. */
  readonly target: string;
  readonly hardware: string;
  readonly rowsExported: number | undefined;
  /** Undefined until the predictions are imported, as rowsFailed. */
  readonly rowsPredicted: number | undefined;
  readonly rowsFailed: number | undefined;
  readonly created: Date | undefined;
  readonly note: string | undefined;
}

/** A part of the data, or one sentence on why it is missing. */
export type Part<Value> =
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'absent'; readonly reason: string };

export interface JobStatus {
  /** InProgress, Completed, Failed, Stopping or Stopped. */
  readonly status: string;
  /** The secondary status, as AWS names it. */
  readonly phase: string;
  readonly failureReason: string | undefined;
  /** Set if the job completed although some of its steps failed. */
  readonly partialFailureReasons: string | undefined;
}

/** What was trained, with the parameters as the user gave them and as AWS resolved them. */
export interface Training {
  readonly source: TrainingSource | undefined;
  readonly rows: number | undefined;
  readonly files: number | undefined;
  /** All exported columns, including the target; undefined if the job table does not have the job. */
  readonly columns: readonly TrainedColumn[] | undefined;
  readonly target: string | undefined;
  readonly sampleWeightColumn: string | undefined;
  readonly validationFraction: number | undefined;
  /** The maximum number of rows of the sample; undefined if the training took none. */
  readonly sampleRows: number | undefined;
  readonly holdoutFraction: number | undefined;
  /** Rows that were kept apart for an evaluation. */
  readonly rowsHeldOut: number | undefined;
  readonly problemType: Parameter;
  readonly objective: Parameter;
  readonly mode: string | undefined;
  readonly maxCandidates: number | undefined;
  readonly maxJobSeconds: number | undefined;
  readonly maxCandidateSeconds: number | undefined;
  readonly user: string | undefined;
  readonly version: string | undefined;
}

/** A parameter that AWS chooses if the user does not. */
export interface Parameter {
  readonly requested: string | undefined;
  readonly resolved: string | undefined;
}

export interface JobTimes {
  /** When the job's row was written: text in the time zone of the database. */
  readonly exported: string | undefined;
  readonly created: Date | undefined;
  readonly ended: Date | undefined;
  readonly lastModified: Date | undefined;
  /** When the report was made. */
  readonly reported: Date;
}

/** The best candidate according to the description of the job; its result may be missing. */
export interface ReportedBest {
  readonly name: string;
  readonly metric: string | undefined;
  readonly value: number | undefined;
}

export interface Candidate {
  readonly name: string;
  readonly status: string;
  /** Position on the leaderboard; undefined without a result. */
  readonly rank: number | undefined;
  readonly objective: string | undefined;
  readonly value: number | undefined;
  readonly created: Date | undefined;
  readonly ended: Date | undefined;
  readonly seconds: number | undefined;
  readonly failureReason: string | undefined;
  readonly metrics: readonly CandidateMetric[];
}

export interface CandidateMetric {
  readonly metric: string;
  /** Train, Validation or Test; empty if AWS does not name it. */
  readonly set: string;
  readonly value: number;
}

export interface Feature {
  readonly name: string;
  readonly importance: number;
  /** Share of the total importance; undefined if the total is 0. */
  readonly share: number | undefined;
}

export interface ConfusionCell {
  readonly actual: string;
  readonly predicted: string;
  readonly rows: number;
}

export interface Places {
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly connection: string;
  readonly region: string;
  readonly roleArn: string | undefined;
  readonly trainUri: string | undefined;
  /** When sme deleted the training data: text in UTC. */
  readonly trainDataRemovedAt?: string | undefined;
  readonly resultUri: string | undefined;
  readonly jobArn: string | undefined;
}
