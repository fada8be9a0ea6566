/** All that a report tells about one training. Texts are as AWS and the database hand them over: nothing is trusted. */
export interface ReportData {
  readonly job: string;
  readonly status: JobStatus;
  readonly training: Training;
  readonly times: JobTimes;
  readonly best: BestCandidate | undefined;
  readonly candidates: Part<readonly Candidate[]>;
  readonly features: Part<readonly Feature[]>;
  readonly confusion: Part<readonly ConfusionCell[]>;
  readonly endpoints: Part<readonly Endpoint[]>;
  readonly places: Places;
}

/** What could be found out, or one sentence on why not. */
export type Part<Value> =
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'absent'; readonly reason: string };

export interface JobStatus {
  /** InProgress, Completed, Failed, Stopping or Stopped. */
  readonly status: string;
  /** The secondary status, as AWS names it. */
  readonly phase: string;
  readonly failureReason: string | undefined;
  /** Of jobs that ended well but for a part of them. */
  readonly partialFailureReasons: string | undefined;
}

/** What was trained on what, as it was asked for and as AWS resolved it. */
export interface Training {
  readonly source: TrainingSource | undefined;
  readonly rows: number | undefined;
  readonly files: number | undefined;
  /** All that were exported, the target among them; undefined where no job table tells them. */
  readonly columns: readonly TrainedColumn[] | undefined;
  readonly target: string | undefined;
  readonly sampleWeightColumn: string | undefined;
  readonly validationFraction: number | undefined;
  readonly problemType: AskedAndResolved;
  readonly objective: AskedAndResolved;
  readonly mode: string | undefined;
  readonly maxCandidates: number | undefined;
  readonly maxJobSeconds: number | undefined;
  readonly maxCandidateSeconds: number | undefined;
  readonly user: string | undefined;
  readonly version: string | undefined;
}

export type TrainingSource =
  | { readonly kind: 'table'; readonly schema: string; readonly table: string }
  | { readonly kind: 'query'; readonly sql: string };

export interface AskedAndResolved {
  readonly asked: string | undefined;
  readonly resolved: string | undefined;
}

export interface TrainedColumn {
  readonly name: string;
  /** SQL type; undefined where the row lists fewer types than names. */
  readonly type: string | undefined;
}

export interface JobTimes {
  /** When the job's row was written, after the export: text of the database's session, in its time zone. */
  readonly exported: string | undefined;
  readonly created: Date | undefined;
  readonly ended: Date | undefined;
  readonly lastModified: Date | undefined;
  /** When the report was made. */
  readonly reported: Date;
}

export interface BestCandidate {
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
  /** Train, Validation or Test; empty where AWS names none. */
  readonly set: string;
  readonly value: number;
}

export interface Feature {
  readonly name: string;
  readonly importance: number;
  /** Of all features' importance; undefined where that is 0. */
  readonly share: number | undefined;
}

export interface ConfusionCell {
  readonly actual: string;
  readonly predicted: string;
  readonly rows: number;
}

export interface Endpoint {
  readonly name: string;
  /** As last seen. */
  readonly status: string | undefined;
  readonly candidate: string | undefined;
  /** Instances, or memory and concurrency where it is serverless. */
  readonly hardware: string;
  /** The prediction function. */
  readonly schema: string;
  readonly udf: string;
  /** Columns that pass through, unseen by the model. */
  readonly keyColumns: readonly string[];
  /** Times of the endpoint table, as the database writes them. */
  readonly created: string | undefined;
  readonly expiresUtc: string | undefined;
  readonly user: string | undefined;
}

export interface Places {
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly connection: string;
  readonly region: string;
  readonly roleArn: string | undefined;
  readonly trainUri: string | undefined;
  readonly resultUri: string | undefined;
  readonly jobArn: string | undefined;
}
