/** Derives the status of a transform job from its record and the time. */
import type { TransformJobStatus } from '@aws-sdk/client-sagemaker';
import type { AwsTimings } from '../../types.js';
import type { TransformRecord } from './record.js';

export interface TransformProgress {
  readonly status: TransformJobStatus;
  readonly lastModifiedAt: number;
  readonly endedAt?: number;
  readonly failureReason?: string;
}

export function measureTransform(job: TransformRecord, now: number, timings: AwsTimings): TransformProgress {
  const { createdAt, processedAt, stopRequestedAt, failureReason } = job;
  const endedAt = processedAt === undefined ? undefined : Math.max(processedAt, createdAt + timings.transformJob);
  const isEnded = endedAt !== undefined && endedAt <= (stopRequestedAt ?? now);
  if (isEnded) {
    if (failureReason === undefined) return { status: 'Completed', lastModifiedAt: endedAt, endedAt };
    return { status: 'Failed', lastModifiedAt: endedAt, endedAt, failureReason };
  }
  if (stopRequestedAt === undefined) return { status: 'InProgress', lastModifiedAt: createdAt };
  const stoppedAt = stopRequestedAt + timings.jobStop;
  if (now < stoppedAt) return { status: 'Stopping', lastModifiedAt: stopRequestedAt };
  return { status: 'Stopped', lastModifiedAt: stoppedAt, endedAt: stoppedAt };
}
