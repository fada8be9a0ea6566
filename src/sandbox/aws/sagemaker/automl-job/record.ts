import type { CreateAutoMLJobRequest, CreateAutoMLJobV2Request } from '@aws-sdk/client-sagemaker';
import type { CandidateMetric, Objective, ProblemType, TrainingMode } from '../../../automl/types.js';

/** What either version of the create call comes to. */
export interface JobSettings {
  readonly trainingUri: string;
  readonly dataType: 'S3Prefix' | 'ManifestFile';
  readonly compression: 'None' | 'Gzip';
  readonly outputPath: string;
  readonly target: string;
  readonly sampleWeightColumn: string | undefined;
  readonly problemType: ProblemType | undefined;
  readonly objective: string | undefined;
  readonly mode: TrainingMode | 'AUTO';
  readonly maxCandidates: number | undefined;
  /** Seconds. */
  readonly maxJobRuntime: number | undefined;
  readonly validationFraction: number;
  readonly definitionsOnly: boolean;
  readonly roleArn: string;
}

/** A job as it is kept; plain JSON, times in milliseconds. How far it is follows from it and the time: progress.ts. */
export interface JobRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly createdAt: number;
  /** As it was sent: describing gives it back. */
  readonly request:
    | { readonly version: 1; readonly input: CreateAutoMLJobRequest }
    | { readonly version: 2; readonly input: CreateAutoMLJobV2Request };
  readonly settings: JobSettings;
  readonly training: TrainingRecord;
  stopRequestedAt?: number;
}

/** What the training in the background has come to so far. */
interface TrainingRecord {
  /** Resolved when the data are found; AUTO decides by their size. */
  mode?: TrainingMode;
  analyzed?: {
    readonly at: number;
    readonly problemType: ProblemType;
    readonly objective: Objective;
    readonly plannedCandidates: number;
  };
  /** In the order in which they finished. */
  readonly candidates: CandidateRecord[];
  /** Position of the best candidate in `candidates`, once all are trained. */
  best?: number;
  finishedAt?: number;
  failure?: { readonly at: number; readonly reason: string };
}

export interface CandidateRecord {
  readonly name: string;
  readonly algorithm: string;
  readonly objectiveValue: number;
  readonly metrics: readonly CandidateMetric[];
  readonly finishedAt: number;
  /** One `model.tar.gz` a container. */
  readonly modelUris: readonly string[];
}
