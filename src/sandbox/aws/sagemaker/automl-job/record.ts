import type { CreateAutoMLJobRequest, CreateAutoMLJobV2Request } from '@aws-sdk/client-sagemaker';
import type { CandidateMetric, Objective, ProblemType, TrainingMode } from '../../../automl/types.js';

/** The settings from either version of the create call. */
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

/** The stored state of a job as JSON, with times in milliseconds. The status is derived from it and the time, see progress.ts. */
export interface JobRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly createdAt: number;
  /** The request, which the describe operation returns. */
  readonly request:
    | { readonly version: 1; readonly input: CreateAutoMLJobRequest }
    | { readonly version: 2; readonly input: CreateAutoMLJobV2Request };
  readonly settings: JobSettings;
  readonly training: TrainingRecord;
  stopRequestedAt?: number;
}

/** Progress of the training in the background. */
interface TrainingRecord {
  /** Known when the data is found: AUTO depends on its size. */
  mode?: TrainingMode;
  analyzed?: {
    readonly at: number;
    readonly problemType: ProblemType;
    readonly objective: Objective;
    readonly plannedCandidates: number;
  };
  /** In the order of their completion. */
  readonly candidates: CandidateRecord[];
  /** Index of the best candidate in `candidates`, once all are trained. */
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
  /** One `model.tar.gz` per container. */
  readonly modelUris: readonly string[];
}
