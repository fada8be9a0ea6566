import type { StopAutoMLJobRequest } from '@aws-sdk/client-sagemaker';
import { measureProgress } from '../automl-job/progress.js';
import type { OperationContext } from '../context.js';
import { validationException } from '../errors.js';
import { requireJob } from './describe-automl-job.js';

/** Stopping twice is allowed. The error for a job that has ended is not documented; this is that of training jobs. */
export function stopAutoMLJob(context: OperationContext, input: StopAutoMLJobRequest): Record<string, never> {
  const job = requireJob(context, input.AutoMLJobName);
  const { status } = measureProgress(job, context.clock.now(), context.timings);
  if (status === 'Stopping') return {};
  if (status !== 'InProgress') {
    throw validationException(`The request was rejected because the AutoML job is in status ${status}.`);
  }
  job.stopRequestedAt = context.clock.now();
  context.trainings.abort(job);
  context.state.save();
  return {};
}
