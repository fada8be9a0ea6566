import type { CreateModelInput, CreateTransformJobRequest } from '@aws-sdk/client-sagemaker';

/** A transform job. Its status is derived from this and the time, see progress.ts. */
export interface TransformRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly createdAt: number;
  readonly input: CreateTransformJobRequest;
  /** A copy, because the job goes on after its model is deleted. */
  readonly model: CreateModelInput;
  /** When all files were processed. */
  processedAt?: number;
  /** Why the job failed, known with `processedAt`. */
  failureReason?: string;
  stopRequestedAt?: number;
}
